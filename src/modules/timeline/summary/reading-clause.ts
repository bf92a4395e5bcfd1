import type { SummaryPart } from '../contract.ts';
import {
  contact,
  day,
  type Facts,
  figure,
  type Opens,
  onDay,
  type Person,
  quoted,
  type Reading,
  text,
  timesWords,
  weekMs,
} from './facts.ts';

const read = new Set(['page_view', 'screen_view', 'asset_viewed']);
const attended = new Set(['webinar_attended', 'event_attended']);
const longAgoMs = 90 * 86_400_000;

/**
 * What they took in of late, the most telling first: a form of this week, the same thing read again this week, by one
 * or by several of them, whatever was read last, or that it is long ago. A mail that was sent tells nothing.
 */
export function readingClause(facts: Facts): SummaryPart[] {
  const { now } = facts;
  const telling = facts.readings.filter((one) => isTelling(one.type));
  const week = telling.filter((one) => one.at.getTime() > now.getTime() - weekMs);
  const latest = telling[0];
  if (!latest) return nothingYet(facts);
  const form = week.find((one) => one.type === 'form_submitted');
  if (form) return doneOnce(facts, form);
  const again = mostRead(week);
  if (again && again.readings.length > 1) return readAgain(facts, again);
  if (week.length > 1 && onePerson(week) && week.every((one) => read.has(one.type)))
    return readSeveral(facts, week);
  if (now.getTime() - latest.at.getTime() > longAgoMs) {
    const who = facts.self
      ? [...subject(facts, facts.self), text(' has read nothing')]
      : [text('Nobody has read anything')];
    return [...who, text(' of ours since '), day(latest.at)];
  }
  return doneOnce(facts, latest);
}

const isTelling = (type: string): boolean =>
  read.has(type) || attended.has(type) || type === 'form_submitted';

function nothingYet(facts: Facts): SummaryPart[] {
  if (facts.self) return [...subject(facts, facts.self), text(' has read nothing of ours yet')];
  return [text('Nobody there has read anything of ours yet')];
}

function doneOnce(facts: Facts, one: Reading): SummaryPart[] {
  const verb = one.type === 'form_submitted' ? 'filled in' : attended.has(one.type) ? 'attended' : 'read';
  const thing = one.title === null ? plainThing(one.type) : quoted(one.title);
  const isLast = one.at.getTime() <= facts.now.getTime() - weekMs;
  return [
    ...subject(facts, one.person),
    text(isLast ? ` last ${verb} ` : ` ${verb} `),
    figure(thing, opensOf(one, null)),
    text(' '),
    onDay(one.at),
  ];
}

function plainThing(type: string): string {
  if (type === 'form_submitted') return 'a form';
  if (type === 'webinar_attended') return 'a webinar';
  return type === 'event_attended' ? 'an event' : 'a page';
}

type Again = { title: string; readings: Reading[] };

/** What was read most often, of equals the latest. */
function mostRead(week: readonly Reading[]): Again | null {
  const byTitle = new Map<string, Reading[]>();
  for (const one of week) {
    if (one.title === null || !read.has(one.type)) continue;
    byTitle.set(one.title, [...(byTitle.get(one.title) ?? []), one]);
  }
  const [most] = [...byTitle].sort(([, a], [, b]) => b.length - a.length);
  return most ? { title: most[0], readings: most[1] } : null;
}

function readAgain(facts: Facts, { title, readings }: Again): SummaryPart[] {
  const [latest] = readings;
  if (!latest) return [];
  const since = new Date(facts.now.getTime() - weekMs);
  const people = new Set(readings.map((one) => one.person?.id ?? 'unknown'));
  const opens = opensOf(latest, since);
  if (people.size > 1) {
    const { personId: _ofOne, ...ofAll } = opens;
    return [figure(`${people.size} people`, ofAll), text(` have read ${quoted(title)} this week`)];
  }
  return [
    ...subject(facts, latest.person),
    text(` has read ${quoted(title)} `),
    figure(timesWords(readings.length), opens),
    text(' this week'),
  ];
}

const onePerson = (week: readonly Reading[]): boolean =>
  new Set(week.map((one) => one.person?.id ?? 'unknown')).size === 1;

function readSeveral(facts: Facts, week: readonly Reading[]): SummaryPart[] {
  const [latest] = week;
  if (!latest) return [];
  const { assetId: _one, q: _words, ...opens } = opensOf(latest, new Date(facts.now.getTime() - weekMs));
  return [
    ...subject(facts, latest.person),
    text(' has read '),
    figure(`${week.length} things`, opens),
    text(latest.title === null ? ' this week' : ` this week, ${quoted(latest.title)} last`),
  ];
}

function opensOf(one: Reading, from: Date | null): Opens {
  return {
    kind: 'content',
    ...(one.person ? { personId: one.person.id } : {}),
    ...(one.assetId ? { assetId: one.assetId } : one.title ? { q: one.title.slice(0, 200) } : {}),
    ...(from ? { from } : {}),
  };
}

const plainTitle = /^[\p{L}\p{N}][\p{L}\p{N} .,&/'-]{1,38}$/u;

/** `The CFO` on their own page; `The CFO, Ada Berg,` among others; the name where there is no title to speak of. */
function subject(facts: Facts, person: Person | null): SummaryPart[] {
  if (!person) return [text('An unknown visitor')];
  const title = person.title?.trim() ?? '';
  if (!plainTitle.test(title)) return [contact(person)];
  if (facts.scope === 'contact') return [contact(person, `The ${title}`)];
  return [text(`The ${title}, `), contact(person), text(',')];
}
