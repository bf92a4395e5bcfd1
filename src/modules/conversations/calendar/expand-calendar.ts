import ICAL from 'ical.js';
import { instantOf, isKnownZone } from './local-time.ts';
import type { CalendarReading, MeetingPerson, ReadingOptions, ReadMeeting } from './meeting-types.ts';

const maxOccurrencesOfOne = 20_000;
const maxMeetings = 20_000;
const maxPeople = 200;
const maxTextLength = 1_000;
const maxUidLength = 1_000;
const maxRawLength = 20_000;
const maxRefused = 200;

type Component = InstanceType<typeof ICAL.Component>;
type Time = InstanceType<typeof ICAL.Time>;
type Options = ReadingOptions & { onSeries: (uid: string) => void };

/** Reads every meeting of an iCalendar text that lies in the window. Throws where it is no calendar. */
export function expandCalendar(options: Options): CalendarReading {
  const reading: CalendarReading = { name: null, meetings: [], leftOut: 0, refused: [] };
  for (const calendar of calendarsIn(options.text)) {
    reading.name ??= textOf(calendar, 'x-wr-calname') ?? textOf(calendar, 'name');
    const cancelled = textOf(calendar, 'method')?.toUpperCase() === 'CANCEL';
    for (const [uid, components] of byUid(calendar)) {
      if (options.skipUids.includes(uid)) {
        refuse(reading, uid, components, 'Its series could not be followed to an end.');
        continue;
      }
      readSeries({ options, reading, uid, components, cancelled });
    }
  }
  return reading;
}

function calendarsIn(text: string): Component[] {
  const parsed: unknown = ICAL.parse(text);
  if (!Array.isArray(parsed)) return [];
  const roots: unknown[] = typeof parsed[0] === 'string' ? [parsed] : parsed;
  return roots
    .filter((root) => Array.isArray(root))
    .map((root) => new ICAL.Component(root))
    .filter((component) => component.name === 'vcalendar');
}

function byUid(calendar: Component): Map<string, Component[]> {
  const found = new Map<string, Component[]>();
  for (const component of calendar.getAllSubcomponents('vevent')) {
    const uid = textOf(component, 'uid') ?? '';
    const same = found.get(uid);
    if (same) same.push(component);
    else found.set(uid, [component]);
  }
  return found;
}

type Series = {
  options: Options;
  reading: CalendarReading;
  uid: string;
  components: readonly Component[];
  cancelled: boolean;
};

/** What one entry of a calendar gets wrong must not cost its neighbours. */
function readSeries(series: Series): void {
  const { options, reading, uid, components } = series;
  const kept = reading.meetings.length;
  options.onSeries(uid);
  try {
    if (uid === '') throw new Error('It has no UID.');
    if (uid.length > maxUidLength) throw new Error('Its UID is too long.');
    const masters = components.filter((each) => !each.getFirstProperty('recurrence-id'));
    const overrides = components.filter((each) => each.getFirstProperty('recurrence-id'));
    const [master] = masters;
    if (master) readMaster(series, master, overrides);
    else for (const override of overrides) readSingle(series, override);
    if (reading.meetings.length > maxMeetings) throw new Error('The calendar holds too many meetings.');
  } catch (error) {
    reading.meetings.length = kept;
    refuse(reading, uid, components, error instanceof Error ? error.message : String(error));
  }
}

function refuse(
  reading: CalendarReading,
  uid: string,
  components: readonly Component[],
  reason: string,
): void {
  if (reading.refused.length >= maxRefused) return;
  const raw = components.map((each) => each.toString()).join('\n');
  reading.refused.push({
    uid: uid === '' ? null : uid.slice(0, maxUidLength),
    reason: reason.slice(0, 300),
    raw: raw.slice(0, maxRawLength),
  });
}

const tooFrequent = new Set(['SECONDLY', 'MINUTELY', 'HOURLY']);

function readMaster(series: Series, master: Component, overrides: readonly Component[]): void {
  const event = new ICAL.Event(master, { exceptions: [...overrides] });
  if (!event.isRecurring()) {
    readSingle(series, master);
    return;
  }
  const frequency = Object.keys(event.getRecurrenceTypes()).find((name) => tooFrequent.has(name));
  if (frequency) throw new Error(`It is said to happen ${frequency.toLowerCase()}, which no meeting does.`);
  const { from, to } = series.options;
  const iterator = event.iterator();
  for (let count = 0; ; count += 1) {
    if (count === maxOccurrencesOfOne) throw new Error('Its series has too many days.');
    const next = iterator.next();
    if (!next) return;
    const { item, startDate, endDate, recurrenceId } = event.getOccurrenceDetails(next);
    const meant = instant(series, master, recurrenceId);
    if (meant > to) return;
    const isOverride = item.component !== master;
    const startsAt = instant(series, item.component, startDate);
    const endsAt = instant(series, item.component, endDate);
    if (meant < from && !(isOverride && endsAt >= from)) series.reading.leftOut += 1;
    else keep(series, item.component, { startsAt, endsAt, recurrence: meant, allDay: startDate.isDate });
  }
}

function readSingle(series: Series, component: Component): void {
  const event = new ICAL.Event(component, { exceptions: [] });
  const recurrenceId = component.getFirstPropertyValue('recurrence-id');
  keep(series, component, {
    startsAt: instant(series, component, event.startDate),
    endsAt: instant(series, component, event.endDate),
    recurrence: recurrenceId instanceof ICAL.Time ? instant(series, component, recurrenceId) : '',
    allDay: event.startDate.isDate,
  });
}

type Span = { startsAt: string; endsAt: string; recurrence: string; allDay: boolean };

function keep(series: Series, component: Component, span: Span): void {
  const { options, reading, uid, cancelled } = series;
  const outside = span.endsAt < options.from || span.startsAt > options.to;
  if (span.allDay || outside) {
    reading.leftOut += 1;
    return;
  }
  const organiser = personIn(component.getFirstProperty('organizer'));
  const meeting: ReadMeeting = {
    uid,
    recurrence: span.recurrence,
    sequence: Math.min(
      Math.max(Number(component.getFirstPropertyValue('sequence') ?? 0) || 0, 0),
      2 ** 31 - 1,
    ),
    stampedAt: stampOf(series, component),
    startsAt: span.startsAt,
    endsAt: later(span.startsAt, span.endsAt),
    title: textOf(component, 'summary') ?? '',
    place: textOf(component, 'location'),
    private: /^(private|confidential)$/i.test(textOf(component, 'class') ?? ''),
    cancelled: cancelled || textOf(component, 'status')?.toUpperCase() === 'CANCELLED',
    organiser: organiser?.address ?? null,
    people: peopleOf(component, organiser),
  };
  reading.meetings.push(meeting);
}

/** Of two ISO times. */
function later(a: string, b: string): string {
  return [a, b].sort().at(-1) ?? a;
}

/** The last change counts; DTSTAMP of a feed is often the time of asking. */
function stampOf(series: Series, component: Component): string | null {
  for (const name of ['last-modified', 'dtstamp']) {
    const value = component.getFirstPropertyValue(name);
    if (value instanceof ICAL.Time) return instant(series, component, value);
  }
  return null;
}

function peopleOf(component: Component, organiser: MeetingPerson | null): MeetingPerson[] {
  const people = new Map<string, MeetingPerson>();
  const declined = new Set<string>();
  for (const property of component.getAllProperties('attendee')) {
    const person = personIn(property);
    if (!person || people.size >= maxPeople) continue;
    const parameter = (name: string) => String(property.getParameter(name) ?? '').toUpperCase();
    if (['ROOM', 'RESOURCE'].includes(parameter('cutype'))) continue;
    if (parameter('partstat') === 'DECLINED') declined.add(person.address);
    else people.set(person.address, person);
  }
  // Whoever asked for the meeting is in it, unless they said otherwise.
  if (organiser && !people.has(organiser.address) && !declined.has(organiser.address)) {
    people.set(organiser.address, organiser);
  }
  return [...people.values()];
}

function personIn(property: InstanceType<typeof ICAL.Property> | null): MeetingPerson | null {
  if (!property) return null;
  const value = String(property.getFirstValue() ?? '');
  const [, mailto] = /^mailto:(.+)$/i.exec(value.trim()) ?? [];
  const address = (mailto ?? String(property.getParameter('email') ?? '')).trim().toLowerCase();
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(address) || address.length > 320) return null;
  const name = clean(String(property.getParameter('cn') ?? ''), 200);
  return { address, name: name === '' || name.toLowerCase() === address ? null : name };
}

/**
 * The instant of a time: by the zone that the calendar describes, else by its name where it is one of the IANA list,
 * else as the workspace's own time.
 */
function instant({ options }: Series, component: Component, time: Time): string {
  const described = time.zone !== null && time.zone !== ICAL.Timezone.localTimezone;
  if (described && !time.isDate) return new Date(time.toUnixTime() * 1_000).toISOString();
  const named = String(component.getFirstProperty('dtstart')?.getParameter('tzid') ?? '');
  const zone = isKnownZone(named) ? named : isKnownZone(options.timeZone) ? options.timeZone : 'UTC';
  const { year, month, day, hour, minute, second } = time;
  return instantOf({ year, month, day, hour, minute, second }, zone).toISOString();
}

function textOf(component: Component, name: string): string | null {
  const value = component.getFirstPropertyValue(name);
  const text = typeof value === 'string' ? clean(value, maxTextLength) : '';
  return text === '' ? null : text;
}

function clean(text: string, maxLength: number): string {
  return text.replaceAll('\0', '').replace(/\s+/g, ' ').trim().slice(0, maxLength).toWellFormed();
}
