import { expect, test } from 'vitest';
import { berlinZone, calendarOf, eventOf } from './calendar.test-support.ts';
import { expandCalendar } from './expand-calendar.ts';
import { readCalendar } from './read-calendar.ts';

const read = (text: string, timeZone = 'UTC') =>
  expandCalendar({
    text,
    timeZone,
    from: '2025-01-01T00:00:00.000Z',
    to: '2026-12-31T00:00:00.000Z',
    skipUids: [],
    onSeries: () => {},
  });
const starts = (text: string, timeZone?: string) =>
  read(text, timeZone).meetings.map(({ startsAt }) => startsAt);

test('a weekly series keeps its hour on the wall across the change of clocks', () => {
  const series = eventOf({
    uid: 'weekly',
    start: ';TZID=Europe/Berlin:20260318T100000',
    end: ';TZID=Europe/Berlin:20260318T110000',
    more: ['RRULE:FREQ=WEEKLY;COUNT=3'],
  });
  const expected = ['2026-03-18T09:00:00.000Z', '2026-03-25T09:00:00.000Z', '2026-04-01T08:00:00.000Z'];
  expect(starts(calendarOf([berlinZone, series]))).toEqual(expected);
  // Without the zone's description, by its name; without a name, as the workspace's own time.
  expect(starts(calendarOf([series]))).toEqual(expected);
  expect(starts(calendarOf([series.replaceAll(';TZID=Europe/Berlin', '')]), 'Europe/Berlin')).toEqual(
    expected,
  );
});

test('one day of a series is left out, one is moved, one is cancelled', () => {
  const { meetings } = read(
    calendarOf([
      eventOf({
        uid: 'daily',
        start: ':20260302T090000Z',
        end: ':20260302T093000Z',
        more: ['RRULE:FREQ=DAILY;COUNT=4', 'EXDATE:20260303T090000Z'],
      }),
      eventOf({
        uid: 'daily',
        start: ':20260304T150000Z',
        end: ':20260304T160000Z',
        more: ['RECURRENCE-ID:20260304T090000Z', 'SEQUENCE:2'],
      }),
      eventOf({
        uid: 'daily',
        start: ':20260305T090000Z',
        end: ':20260305T093000Z',
        more: ['RECURRENCE-ID:20260305T090000Z', 'STATUS:CANCELLED'],
      }),
    ]),
  );
  expect(meetings.map((each) => [each.recurrence, each.startsAt, each.cancelled])).toEqual([
    ['2026-03-02T09:00:00.000Z', '2026-03-02T09:00:00.000Z', false],
    ['2026-03-04T09:00:00.000Z', '2026-03-04T15:00:00.000Z', false],
    ['2026-03-05T09:00:00.000Z', '2026-03-05T09:00:00.000Z', true],
  ]);
});

test('rooms and those who declined are not in a meeting; whoever asked for it is', () => {
  const [meeting] = read(
    calendarOf([
      eventOf({
        uid: 'people',
        start: ':20260302T090000Z',
        end: ':20260302T093000Z',
        more: [
          'CLASS:PRIVATE',
          'ORGANIZER;CN=Ben Ours:mailto:Ben@ours.io',
          'ATTENDEE;CN="Park, Ada";PARTSTAT=ACCEPTED:MAILTO:ada@acme.com',
          'ATTENDEE;PARTSTAT=DECLINED:mailto:cfo@acme.com',
          'ATTENDEE;CUTYPE=ROOM:mailto:room-1@ours.io',
        ],
      }),
    ]),
  ).meetings;
  expect(meeting).toMatchObject({
    private: true,
    organiser: 'ben@ours.io',
    people: [
      { address: 'ada@acme.com', name: 'Park, Ada' },
      { address: 'ben@ours.io', name: 'Ben Ours' },
    ],
  });
});

test('an entry that makes no sense is refused alone; all-day entries are left out', () => {
  const reading = read(
    calendarOf([
      eventOf({ uid: 'broken', start: ':soon', end: ':20260302T093000Z' }),
      eventOf({
        uid: 'hourly',
        start: ':20260302T090000Z',
        end: ':20260302T093000Z',
        more: ['RRULE:FREQ=HOURLY'],
      }),
      eventOf({ uid: 'holiday', start: ';VALUE=DATE:20260302', end: ';VALUE=DATE:20260303' }),
      eventOf({ uid: 'fine', start: ':20260302T090000Z', end: ':20260302T093000Z' }),
    ]),
  );
  expect(reading.meetings.map(({ uid }) => uid)).toEqual(['fine']);
  expect(reading.leftOut).toBe(1);
  expect(reading.refused.map(({ uid }) => uid)).toContain('hourly');
});

test('a series without end is cut off and costs its neighbours nothing', async () => {
  const text = calendarOf([
    eventOf({
      uid: 'endless',
      start: ':20260302T090000Z',
      end: ':20260302T093000Z',
      more: ['RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'],
    }),
    eventOf({ uid: 'fine', start: ':20260302T090000Z', end: ':20260302T093000Z' }),
  ]);
  const reading = await readCalendar({
    text,
    timeZone: 'UTC',
    now: new Date('2026-03-10T00:00:00Z'),
    timeLimitMs: 1_500,
  });
  expect(reading.meetings.map(({ uid }) => uid)).toEqual(['fine']);
  expect(reading.refused).toMatchObject([{ uid: 'endless' }]);
});

test('what is no calendar says so', async () => {
  const now = new Date();
  await expect(readCalendar({ text: '<html>', timeZone: 'UTC', now })).rejects.toMatchObject({
    code: 'unprocessable',
  });
});
