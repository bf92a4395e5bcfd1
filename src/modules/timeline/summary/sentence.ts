import type { SummaryPart } from '../contract.ts';
import { contact, type Facts, figure, onDay, type Person, text } from './facts.ts';
import { readingClause } from './reading-clause.ts';
import { talkClause } from './talk-clause.ts';

/** Where things stand: what they read; how the talk between us stands. */
export function writeSummary(facts: Facts): SummaryPart[] {
  return joined([...readingClause(facts), text('; '), ...talkClause(facts), text('.')]);
}

/** What a workspace's day is made of; counts stop at `most`. */
export type Today = {
  readers: number;
  companies: number;
  unknownVisitors: number;
  talks: number;
  /** There was more than was counted. */
  more: boolean;
  keenest: { person: Person; company: string | null; times: number } | null;
  from: Date;
  /** The latest before today, for a day on which nothing came in yet. */
  lastAt: Date | null;
};

const ofCompany = (name: string | null): SummaryPart[] => (name === null ? [] : [text(` of ${name}`)]);

const counted = (count: number, one: string, several: string, more: boolean): string =>
  `${more ? 'more than ' : ''}${count} ${count === 1 ? one : several}`;

/** Today, for the whole workspace. */
export function writeToday(today: Today): SummaryPart[] {
  const { readers, companies, unknownVisitors, talks, more, from } = today;
  if (readers + unknownVisitors + talks === 0) {
    if (!today.lastAt) return [text('Nothing has come in yet.')];
    return joined([text('Nothing has come in today yet; the latest was '), onDay(today.lastAt), text('.')]);
  }
  const clauses: SummaryPart[][] = [];
  const { keenest } = today;
  const who = keenest ? [contact(keenest.person), ...ofCompany(keenest.company)] : [];
  if (readers === 1 && keenest) {
    clauses.push([
      ...who,
      text(keenest.times === 1 ? ' read ' : ' came back for '),
      figure(keenest.times === 1 ? 'something of ours' : `${keenest.times} things of ours`, {
        kind: 'content',
        personId: keenest.person.id,
        from,
      }),
    ]);
  } else if (readers > 0) {
    clauses.push([
      figure(counted(readers, 'person', 'people', more), { kind: 'content', from }),
      text(companies > 1 ? ` at ${companies} companies read something of ours` : ' read something of ours'),
    ]);
  } else if (unknownVisitors > 0) {
    clauses.push([
      figure(counted(unknownVisitors, 'unknown visitor', 'unknown visitors', more), {
        kind: 'content',
        from,
      }),
      text(' came by'),
    ]);
  }
  clauses.push(
    talks === 0
      ? [text('nobody has logged a conversation')]
      : [
          figure(counted(talks, 'conversation', 'conversations', false), { kind: 'person', from }),
          text(talks === 1 ? ' was logged' : ' were logged'),
        ],
  );
  const last =
    keenest && readers > 1 && keenest.times > 1 ? [text('; '), ...who, text(' came back most')] : [];
  const [first = [], second = []] = clauses;
  return joined([
    text('Today '),
    ...first,
    ...(second.length > 0 ? [text(' and '), ...second] : []),
    ...last,
    text('.'),
  ]);
}

/** Neighbouring texts as one. */
function joined(parts: readonly SummaryPart[]): SummaryPart[] {
  const result: SummaryPart[] = [];
  for (const part of parts) {
    const before = result.at(-1);
    if (part.part === 'text' && before?.part === 'text')
      result[result.length - 1] = text(before.text + part.text);
    else result.push(part);
  }
  return result;
}
