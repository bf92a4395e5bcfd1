import type { SummaryPart } from '../contract.ts';
import { contact, day, dayMs, type Facts, figure, onDay, quoted, type Talk, text } from './facts.ts';

const stillFreshMs = 14 * dayMs;
/** A question that came in yesterday is no news; one of three days is. */
const patientMs = 3 * dayMs;

const verbs: Record<string, string> = {
  call: 'called',
  meeting: 'met them',
  demo: 'showed a demo',
  email_exchange: 'wrote with them',
  event_talk: 'talked with them at an event',
  message: 'wrote with them',
};
const never: Record<Facts['scope'], string> = {
  contact: 'nobody has talked with them yet',
  account: 'nobody has talked with anybody there yet',
  opportunity: 'nobody has talked with the buyers yet',
};

/**
 * Where the talk between the two sides stands; the first that holds: the deal is closed; a next step of ours is late;
 * a question of theirs waits; nobody looks after them; nobody has talked with them, or not for long; what was said last.
 */
export function talkClause(facts: Facts): SummaryPart[] {
  const { closed } = facts;
  if (closed)
    return [text(`the deal was ${closed.status}`), ...(closed.at ? [text(' '), onDay(closed.at)] : [])];
  return lateStep(facts) ?? waitingQuestion(facts) ?? unassigned(facts) ?? silence(facts) ?? lastTalk(facts);
}

/** The step agreed on last; earlier ones were overtaken by it. */
function agreedStep(facts: Facts): { talk: Talk; text: string; dueOn: string | null } | null {
  const talk = facts.talks.find((one) => one.nextStep !== null);
  return talk?.nextStep ? { talk, ...talk.nextStep } : null;
}

function lateStep(facts: Facts): SummaryPart[] | null {
  const step = agreedStep(facts);
  if (!step?.dueOn || step.dueOn >= facts.today) return null;
  return [
    text('the next step '),
    figure(quoted(step.text), aroundTalk(step.talk)),
    text(' was due '),
    onDay(new Date(`${step.dueOn}T12:00:00Z`)),
  ];
}

function waitingQuestion(facts: Facts): SummaryPart[] | null {
  const talk = facts.talks.find((one) => one.openQuestion !== null);
  if (!talk?.openQuestion || facts.now.getTime() - talk.at.getTime() < patientMs) return null;
  return [
    text('their question '),
    figure(quoted(talk.openQuestion), aroundTalk(talk)),
    text(' has waited since '),
    day(talk.at),
  ];
}

function unassigned(facts: Facts): SummaryPart[] | null {
  if (facts.owner !== null || facts.readings.length === 0 || spoken(facts)) return null;
  return [text('nobody looks after them')];
}

/** The last time somebody of theirs was reached. */
const spoken = (facts: Facts): Talk | undefined => facts.talks.find((one) => one.answered);

function silence(facts: Facts): SummaryPart[] | null {
  const last = spoken(facts);
  const tried = facts.talks.find((one) => !one.answered);
  if (!last) {
    if (!tried) return [text(never[facts.scope])];
    return [text(`${tried.teammate ?? 'one of us'} tried `), onDay(tried.at), text(' and reached nobody')];
  }
  if (facts.now.getTime() - last.at.getTime() <= stillFreshMs) return null;
  const verb = facts.talks.every((one) => one.type === 'call') ? 'called' : 'talked with them';
  return [text(`nobody has ${verb} since `), day(last.at)];
}

function lastTalk(facts: Facts): SummaryPart[] {
  const last = spoken(facts);
  if (!last) return [text(never[facts.scope])];
  const step = agreedStep(facts);
  const who = last.teammate ?? 'one of us';
  const with_ = facts.scope !== 'contact' && last.person ? [text(' ('), contact(last.person), text(')')] : [];
  const said = [text(`${who} ${verbs[last.type] ?? 'talked with them'} `), onDay(last.at), ...with_];
  if (!step) return said;
  const due = step.dueOn === null ? [] : [text(', due '), onDay(new Date(`${step.dueOn}T12:00:00Z`))];
  return [...said, text(`; next: ${quoted(step.text)}`), ...due];
}

/** The conversation itself, among those of its day. */
function aroundTalk(talk: Talk) {
  return {
    kind: 'person' as const,
    from: new Date(talk.at.getTime() - dayMs / 2),
    to: new Date(talk.at.getTime() + dayMs / 2),
  };
}
