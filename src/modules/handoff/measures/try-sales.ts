import {
  addBusinessDays,
  type BusinessCalendar,
  businessMsBetween,
  responseHoursFor,
  type SlaPolicy,
} from '../../language/index.ts';
import type { TriedOutcome, TriedRow } from './try-contract.ts';
import type { Trial, TriedHandoff } from './try-sla.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
const mostDiffering = 50;

/** Kept, broken, or null: it does not apply, or cannot be said yet. */
type Verdict = boolean | null;
type Judge = (policy: SlaPolicy, handoff: TriedHandoff) => Verdict;

/** A seller's own hours where the text has them, else the first. */
function calendarOf({ calendars }: SlaPolicy, { calendarKey }: TriedHandoff): BusinessCalendar {
  const [first] = calendars;
  const found = calendars.find(({ key }) => key === calendarKey) ?? first;
  if (found === undefined) throw new Error('An agreement has a calendar.');
  return found;
}

const plural = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`;
const listed = (items: readonly string[]) =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;

/** Business time from the offer to a moment, without the time for which its clocks stood. */
function businessMsTo(policy: SlaPolicy, handoff: TriedHandoff, to: Date): number {
  const calendar = calendarOf(policy, handoff);
  const stood = handoff.pauses
    .filter((pause) => pause.from < to)
    .reduce(
      (sum, pause) =>
        sum + businessMsBetween(calendar, pause.from.getTime(), Math.min(pause.to.getTime(), to.getTime())),
      0,
    );
  return Math.max(0, businessMsBetween(calendar, handoff.offeredAt.getTime(), to.getTime()) - stood);
}

type JudgedRow = {
  trial: Trial;
  key: string;
  label: string;
  handoffs: readonly TriedHandoff[];
  judge: Judge;
  promise: (policy: SlaPolicy) => string | null;
  found: (policy: SlaPolicy, handoff: TriedHandoff) => string;
};

function judged({ trial, key, label, handoffs, judge, promise, found }: JudgedRow): TriedRow {
  const { proposed, inForce } = trial;
  const differing: TriedRow['differing'] = [];
  let differingCount = 0;
  for (const handoff of inForce === null ? [] : handoffs) {
    const one = judge(proposed, handoff);
    const other = inForce === null ? null : judge(inForce, handoff);
    if (one === null || other === null || one === other) continue;
    differingCount += 1;
    if (differing.length < mostDiffering)
      differing.push({
        handoffId: handoff.id,
        contactId: handoff.contactId,
        name: handoff.name,
        offeredAt: handoff.offeredAt.toISOString(),
        found: found(proposed, handoff),
        keptByThis: one,
        keptByOther: other,
      });
  }
  const outcome = (policy: SlaPolicy): TriedOutcome | null => {
    const words = promise(policy);
    if (words === null) return null;
    const verdicts = handoffs.map((handoff) => judge(policy, handoff)).filter((one) => one !== null);
    const kept = verdicts.filter(Boolean).length;
    const percent = verdicts.length === 0 ? null : Math.round((kept / verdicts.length) * 1_000) / 10;
    return { promise: words, kept, of: verdicts.length, percent, perMonth: null, met: null };
  };
  return {
    key,
    side: 'sales',
    label,
    asProposed: outcome(proposed),
    asInForce: inForce === null ? null : outcome(inForce),
    differing,
    differingCount,
  };
}

/** A row for each line of the text that is tried, and one for all other leads; each lead stands in one of them. */
export function responsesOf(trial: Trial): TriedRow[] {
  const { proposed, handoffs, now } = trial;
  const fits = (grades: readonly string[], grade: string | null) =>
    grade !== null && grades.some((wanted) => grade === wanted || [...grade].includes(wanted));
  const lineOf = ({ grade }: TriedHandoff) =>
    proposed.sales.firstResponse.findIndex(({ grades }) => fits(grades, grade));
  const lines = [...proposed.sales.firstResponse.map(({ grades }) => listed(grades)), null];
  return lines.map((grades, line) => {
    const own = handoffs.filter((handoff) => {
      const at = lineOf(handoff);
      return (at < 0 ? lines.length - 1 : at) === line;
    });
    const asked = (policy: SlaPolicy) => {
      const hours = new Set(own.map(({ grade }) => responseHoursFor(policy, grade)));
      if (hours.size === 0)
        hours.add(grades === null ? policy.sales.firstResponseHours : hoursOf(policy, line));
      return [...hours].sort((one, other) => one - other);
    };
    return judged({
      trial,
      key: `response.${line}`,
      label: `First response to ${grades ?? (lines.length === 1 ? 'leads' : 'all others')}`,
      handoffs: own,
      judge: (policy, handoff) => {
        const allowedMs = responseHoursFor(policy, handoff.grade) * hourMs;
        if (handoff.firstResponseAt !== null)
          return businessMsTo(policy, handoff, handoff.firstResponseAt) <= allowedMs;
        return businessMsTo(policy, handoff, handoff.closedAt ?? now) > allowedMs ? false : null;
      },
      promise: (policy) => {
        const hours = asked(policy);
        return `within ${listed(hours.map(String))} business ${hours.length === 1 && hours[0] === 1 ? 'hour' : 'hours'}`;
      },
      found: (policy, handoff) => {
        const to = handoff.firstResponseAt ?? handoff.closedAt ?? now;
        const hours = Math.round((businessMsTo(policy, handoff, to) / hourMs) * 10) / 10;
        return handoff.firstResponseAt === null
          ? `not answered in ${plural(hours, 'business hour')}`
          : `answered after ${plural(hours, 'business hour')}`;
      },
    });
  });
}

const hoursOf = (policy: SlaPolicy, line: number) =>
  policy.sales.firstResponse[line]?.hours ?? policy.sales.firstResponseHours;

/** Tries that count: within the days, and each far enough from the one before. */
function spacedTries(policy: SlaPolicy, handoff: TriedHandoff): number {
  const { attempts } = policy.sales;
  if (attempts === null) return 0;
  const endMs = handoff.offeredAt.getTime() + attempts.withinDays * dayMs;
  const calendar = calendarOf(policy, handoff);
  const within = handoff.tries.filter((at) => at.getTime() < endMs);
  return within.filter((at, place) => {
    const before = within[place - 1];
    if (before === undefined) return true;
    return businessMsBetween(calendar, before.getTime(), at.getTime()) >= attempts.apartHours * hourMs;
  }).length;
}

/** Of leads that were given up without having been reached. */
export function attemptsOf(trial: Trial): TriedRow {
  return judged({
    trial,
    key: 'attempts',
    label: 'Tries before giving up',
    handoffs: trial.handoffs.filter(
      ({ accepted, closedAt, state, attempts, reached }) =>
        !accepted && closedAt !== null && !reached && (state === 'expired' || attempts > 0),
    ),
    judge: (policy, handoff) =>
      policy.sales.attempts === null ? null : spacedTries(policy, handoff) >= policy.sales.attempts.atLeast,
    promise: ({ sales: { attempts } }) =>
      attempts === null
        ? null
        : `${plural(attempts.atLeast, 'time')} within ${plural(attempts.withinDays, 'day')}, ${plural(attempts.apartHours, 'business hour')} apart`,
    found: (policy, handoff) => `tried ${plural(spacedTries(policy, handoff), 'time')} so far apart`,
  });
}

export function dispositionOf(trial: Trial): TriedRow {
  const dueMs = (policy: SlaPolicy, handoff: TriedHandoff) =>
    addBusinessDays(calendarOf(policy, handoff), handoff.offeredAt.getTime(), policy.sales.dispositionDays);
  return judged({
    trial,
    key: 'disposition',
    label: 'Decided',
    handoffs: trial.handoffs,
    judge: (policy, handoff) => {
      if (handoff.state === 'expired') return false;
      const stoodMs = handoff.pauses.reduce(
        (sum, pause) => sum + pause.to.getTime() - pause.from.getTime(),
        0,
      );
      const due = dueMs(policy, handoff) + stoodMs;
      if (handoff.decidedAt !== null) return handoff.decidedAt.getTime() <= due;
      return (handoff.closedAt ?? trial.now).getTime() > due ? false : null;
    },
    promise: ({ sales }) => `within ${plural(sales.dispositionDays, 'business day')}`,
    found: (_, { state, offeredAt, decidedAt }) => {
      const days = ((decidedAt ?? trial.now).getTime() - offeredAt.getTime()) / dayMs;
      if (state === 'expired') return 'came back unanswered';
      return `${decidedAt === null ? 'not decided in' : 'decided after'} ${plural(Math.round(days), 'day')}`;
    },
  });
}
