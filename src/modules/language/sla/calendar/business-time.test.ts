import fc from 'fast-check';
import { IANAZone } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { BusinessCalendar } from '../policy.ts';
import {
  addBusinessDays,
  addBusinessMs,
  businessMsBetween,
  calendarWords,
  isOpen,
  listHolidays,
  openSpans,
} from './index.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const at = (time: string) => Date.parse(`${time}Z`);
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);

const calendar = (changes: Partial<BusinessCalendar> = {}): BusinessCalendar => ({
  key: 'office',
  name: 'Office',
  timeZone: 'Europe/Berlin',
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' })),
  holidays: null,
  daysOff: [],
  ...changes,
});
const daily = (from: string, to: string) => everyDay.map((weekday) => ({ weekday, from, to }));

describe('business time', () => {
  it('skips nights, weekends, holidays and days off', () => {
    const bavaria = calendar({
      holidays: { country: 'DE', state: 'BY', region: null },
      daysOff: ['2026-12-24', '2026-12-31'],
    });
    // Wednesday 23 December, 16:30 in Munich; the next office day is Monday 28.
    const from = at('2026-12-23T15:30');
    expect(iso(addBusinessMs(bavaria, from, 30 * minuteMs))).toBe('2026-12-23T16:00');
    expect(iso(addBusinessMs(bavaria, from, 31 * minuteMs))).toBe('2026-12-28T08:01');
    expect(iso(addBusinessDays(bavaria, from, 1))).toBe('2026-12-28T16:00');
    // 31 is off, 1 January and 6 January (in Bavaria) are holidays, 2 and 3 a weekend.
    expect(iso(addBusinessDays(bavaria, from, 6))).toBe('2027-01-07T16:00');
    expect(businessMsBetween(bavaria, at('2026-12-23T16:00'), at('2027-01-04T08:00'))).toBe(3 * 8 * hourMs);
  });

  it('counts the hour that clocks repeat twice, and the one they leave out not at all', () => {
    const nights = calendar({ hours: daily('01:00', '04:00') });
    const night = (day: string) => businessMsBetween(nights, at(`${day}T12:00`) - dayMs, at(`${day}T12:00`));
    expect(night('2026-03-28')).toBe(3 * hourMs);
    expect(night('2026-03-29')).toBe(2 * hourMs);
    expect(night('2026-10-25')).toBe(4 * hourMs);
    const islanders = calendar({ timeZone: 'Australia/Lord_Howe', hours: daily('01:00', '04:00') });
    // There clocks are set by half an hour: on 5 April 2026 back, on 4 October forward.
    expect(businessMsBetween(islanders, at('2026-04-04T03:00'), at('2026-04-05T03:00'))).toBe(3.5 * hourMs);
    expect(businessMsBetween(islanders, at('2026-10-03T03:00'), at('2026-10-04T03:00'))).toBe(2.5 * hourMs);
  });

  it('counts around the clock in days of 23, 24 and 25 hours, and none where a place left a day out', () => {
    const always = calendar({ timeZone: 'America/New_York', hours: daily('00:00', '24:00') });
    expect(businessMsBetween(always, at('2026-01-01T00:00'), at('2027-01-01T00:00'))).toBe(365 * dayMs);
    expect(iso(addBusinessDays(always, at('2026-03-07T12:00'), 1))).toBe('2026-03-09T04:00');
    expect(iso(addBusinessDays(always, at('2026-11-01T04:30'), 0))).toBe('2026-11-02T05:00');
    // Friday 30 December 2011 was none in Samoa.
    const apia = calendar({ timeZone: 'Pacific/Apia' });
    expect(iso(addBusinessDays(apia, at('2011-12-30T02:00'), 1))).toBe('2012-01-02T03:00');
  });

  it('closes for a part of a day, and for a holiday of several days that began the year before', () => {
    const adelaide = calendar({
      timeZone: 'Australia/Adelaide',
      hours: daily('08:00', '22:00'),
      holidays: { country: 'AU', state: 'SA', region: null },
    });
    // Christmas Eve is a public holiday from 19:00 on.
    expect(iso(addBusinessDays(adelaide, at('2026-12-24T00:00'), 0))).toBe('2026-12-24T08:30');
    const dubai = calendar({
      timeZone: 'Asia/Dubai',
      hours: daily('09:00', '17:00'),
      holidays: { country: 'AE', state: null, region: null },
    });
    expect(isOpen(dubai, at('2026-03-20T08:00'))).toBe(false);
    expect(isOpen(dubai, at('2026-03-22T08:00'))).toBe(false);
    expect(isOpen(dubai, at('2026-03-23T08:00'))).toBe(true);
  });

  it('counts back to the latest moment that leaves so much', () => {
    const office = calendar();
    expect(iso(addBusinessMs(office, at('2026-05-04T08:00'), -hourMs))).toBe('2026-05-04T07:00');
    expect(iso(addBusinessMs(office, at('2026-05-04T08:00'), -2 * hourMs))).toBe('2026-05-01T14:00');
    expect(iso(addBusinessMs(office, at('2026-01-01T08:00'), -9 * hourMs))).toBe('2025-12-30T15:00');
  });

  it('refuses a calendar that never opens, and a zone that nobody knows', () => {
    const off = Array.from({ length: 400 }, (_, day) =>
      new Date(at('2026-01-01T00:00') + (day * 7 + 4) * dayMs).toISOString().slice(0, 10),
    );
    const never = calendar({ hours: [{ weekday: 1, from: '09:00', to: '10:00' }], daysOff: off });
    expect(() => addBusinessMs(never, at('2026-01-01T00:00'), 1)).toThrow(/does not open for years on end/);
    expect(() => addBusinessDays(never, at('2026-01-01T00:00'), 1)).toThrow(/does not open/);
    const nowhere = calendar({ timeZone: 'Europe/Nowhere' });
    expect(() => isOpen(nowhere, 0)).toThrow(/which nobody knows/);
  });

  it('says itself in words', () => {
    expect(calendarWords(calendar())).toBe('Mon–Fri 09:00–17:00, Europe/Berlin');
    const mixed = calendar({
      hours: [
        ...daily('09:00', '12:00').slice(0, 5),
        ...daily('13:00', '18:00').slice(0, 4),
        { weekday: 6, from: '10:00', to: '13:00' },
      ],
      holidays: { country: 'DE', state: 'BY', region: null },
      daysOff: ['2026-12-24'],
    });
    expect(calendarWords(mixed)).toBe(
      'Mon–Thu 09:00–12:00 and 13:00–18:00, Fri 09:00–12:00, Sat 10:00–13:00, Europe/Berlin, without public holidays of DE-BY, 1 day off',
    );
    expect(calendarWords(calendar({ hours: daily('00:00', '24:00') }))).toBe(
      'around the clock, Europe/Berlin',
    );
  });

  it('lists the coming holidays of a place', () => {
    expect(
      listHolidays({ country: 'US', state: 'NY', region: null }, { from: '2026-12-01', count: 2 }),
    ).toMatchObject([
      { date: '2026-12-25', name: 'Christmas Day' },
      { date: '2027-01-01', name: "New Year's Day" },
    ]);
  });
});

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/Santiago',
  'America/Havana',
  'UTC',
];
const holidayPlaces = [
  null,
  { country: 'DE', state: 'BY', region: null },
  { country: 'US', state: null, region: null },
  { country: 'AU', state: 'SA', region: null },
];
const time = fc.integer({ min: 0, max: 96 }).map((quarter) => {
  const minutes = String((quarter % 4) * 15).padStart(2, '0');
  return `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${minutes}`;
});
const span = fc
  .tuple(fc.integer({ min: 1, max: 7 }), time, time)
  .filter(([, from, to]) => from < to)
  .map(([weekday, from, to]) => ({ weekday, from, to }));
const anyCalendar = fc
  .record({
    timeZone: fc.constantFrom(...zones),
    hours: fc.oneof(
      fc.array(span, { minLength: 1, maxLength: 12 }),
      fc.constant(daily('00:00', '24:00')),
      fc.constant(daily('01:00', '04:00')),
      fc.constant(daily('09:00', '17:00').slice(0, 5)),
    ),
    holidays: fc.constantFrom(...holidayPlaces),
    daysOff: fc.array(
      fc
        .integer({ min: 0, max: 900 })
        .map((day) => new Date(at('2025-10-01T00:00') + day * dayMs).toISOString().slice(0, 10)),
      { maxLength: 30 },
    ),
  })
  .map(calendar);
/** Around the settings of clocks and the turn of the year as often as anywhere. */
const instant = fc.oneof(
  fc.integer({ min: at('2025-11-01T00:00'), max: at('2027-11-01T00:00') }),
  fc
    .tuple(
      fc.constantFrom(
        '2026-03-29',
        '2026-10-25',
        '2026-03-08',
        '2026-11-01',
        '2026-04-05',
        '2026-10-04',
        '2026-12-31',
      ),
      fc.integer({ min: -30 * 60, max: 54 * 60 }),
    )
    .map(([day, minutes]) => at(`${day}T00:00`) + minutes * minuteMs),
);
const duration = fc.oneof(
  fc.integer({ min: 1, max: 300 * hourMs }),
  fc.integer({ min: 1, max: 1_200 }).map((quarters) => quarters * 15 * minuteMs),
);
const runs = { numRuns: 200 };

describe('laws of business time', () => {
  it('adding and measuring undo each other', () => {
    fc.assert(
      fc.property(anyCalendar, instant, duration, (office, from, ms) => {
        const due = addBusinessMs(office, from, ms);
        expect(businessMsBetween(office, from, due)).toBe(ms);
        expect(businessMsBetween(office, due, from)).toBe(-ms);
        expect(businessMsBetween(office, from, due - 1)).toBe(ms - 1);
        const back = addBusinessMs(office, from, -ms);
        expect(businessMsBetween(office, back, from)).toBe(ms);
        expect(businessMsBetween(office, back + 1, from)).toBe(ms - 1);
      }),
      runs,
    );
  });

  it('goes on from where it stopped, and a later start or more time is never due earlier', () => {
    fc.assert(
      fc.property(anyCalendar, instant, duration, duration, (office, from, one, other) => {
        const due = addBusinessMs(office, from, one);
        expect(addBusinessMs(office, due, other)).toBe(addBusinessMs(office, from, one + other));
        expect(addBusinessMs(office, from + other, one)).toBeGreaterThanOrEqual(due);
        expect(addBusinessMs(office, from, one + other)).toBeGreaterThan(due);
        const between = (to: number) => businessMsBetween(office, from, to);
        expect(between(from + one) + businessMsBetween(office, from + one, from + one + other)).toBe(
          between(from + one + other),
        );
      }),
      runs,
    );
  });

  it('is due in office hours or at their end', () => {
    fc.assert(
      fc.property(anyCalendar, instant, duration, (office, from, ms) => {
        const due = addBusinessMs(office, from, ms);
        expect(isOpen(office, due - 1)).toBe(true);
        expect(isOpen(office, addBusinessMs(office, from, -ms))).toBe(true);
      }),
      runs,
    );
  });

  it('agrees with a look at the wall minute by minute', () => {
    fc.assert(
      fc.property(
        anyCalendar,
        instant,
        fc.integer({ min: 1, max: 3 * 24 * 60 }),
        (office, someTime, minutes) => {
          const from = Math.floor(someTime / minuteMs) * minuteMs;
          const closed = closedDays(office);
          let openMinutes = 0;
          for (let minute = 0; minute < minutes; minute++) {
            const ms = from + minute * minuteMs;
            const open = looksOpen(office, closed, ms);
            if (minute % 7 === 0) expect(isOpen(office, ms)).toBe(open);
            if (open) openMinutes += 1;
          }
          const to = from + minutes * minuteMs;
          expect(businessMsBetween(office, from, to)).toBe(openMinutes * minuteMs);
          const spans = openSpans(office, from, to);
          expect(spans.reduce((total, { fromMs, toMs }) => total + toMs - fromMs, 0)).toBe(
            openMinutes * minuteMs,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('ends a business day when its office hours end', () => {
    fc.assert(
      fc.property(anyCalendar, instant, fc.integer({ min: 0, max: 40 }), (office, from, days) => {
        const end = addBusinessDays(office, from, days);
        expect(end).toBeGreaterThan(from);
        expect(isOpen(office, end - 1)).toBe(true);
        expect(addBusinessDays(office, from, days + 1)).toBeGreaterThanOrEqual(end);
        expect(addBusinessDays(office, from + hourMs, days)).toBeGreaterThanOrEqual(end);
        // From the end of one day on, one day more is the next.
        if (days > 0) expect(addBusinessDays(office, end, 0)).toBe(addBusinessDays(office, from, days + 1));
      }),
      runs,
    );
  });

  it('counts a hundred thousand times a second', () => {
    const office = calendar({ holidays: { country: 'DE', state: 'BY', region: null } });
    const from = at('2026-01-01T00:00');
    const startedMs = performance.now();
    let sum = 0;
    for (let count = 0; count < 200_000; count++) {
      sum += addBusinessMs(office, from + (count % 500_000) * minuteMs, 4 * hourMs) % 2;
    }
    expect(sum).toBeGreaterThanOrEqual(0);
    // Measured: 2 to 4 microseconds each, ten times that on a busy machine.
    expect(performance.now() - startedMs).toBeLessThan(20_000);
  });
});

/** Whether a place is closed at a time on its wall, read from the list of its holidays. */
function closedDays({ daysOff, holidays }: BusinessCalendar): (wallMs: number) => boolean {
  const off = new Set(daysOff);
  const listed = ['2025-10-01', '2027-01-01'].flatMap((from) =>
    holidays ? listHolidays(holidays, { from, count: 200 }) : [],
  );
  const holiday = new Set(listed.map(({ date }) => date));
  return (wallMs) => {
    const [day = '', clock = ''] = new Date(wallMs).toISOString().split('T');
    // The eves that are holidays in South Australia are so from 19:00 on.
    const isEve = holidays?.state === 'SA' && /-12-(24|31)$/.test(day);
    return off.has(day) || (holiday.has(day) && (!isEve || clock >= '19:00'));
  };
}

function looksOpen(office: BusinessCalendar, isClosed: (wallMs: number) => boolean, ms: number): boolean {
  const wallMs = ms + IANAZone.create(office.timeZone).offset(ms) * minuteMs;
  if (isClosed(wallMs)) return false;
  const wall = new Date(wallMs);
  const weekday = wall.getUTCDay() === 0 ? 7 : wall.getUTCDay();
  const clock = wall.toISOString().slice(11, 16);
  return office.hours.some((span) => span.weekday === weekday && span.from <= clock && clock < span.to);
}
