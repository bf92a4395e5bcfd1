import { expect, test } from 'vitest';
import { dayOf, quarterAt, quarterOf, quartersBefore, sameStretch } from './quarters.ts';
import { nextTime } from './sending/next-time.ts';

const berlin = 'Europe/Berlin';

test('a quarter begins at midnight where the workspace is', () => {
  const quarter = quarterAt(new Date('2026-09-30T22:30:00Z'), berlin);
  expect(quarter).toMatchObject({ key: '2026-Q4', end: '2026-12-31', days: 92 });
  expect(quarter.from.toISOString()).toBe('2026-09-30T22:00:00.000Z');
  expect(quartersBefore(quarter, 4, berlin).key).toBe('2025-Q4');
});

test('a running quarter is compared with the same days of another, up to the same time of day', () => {
  const until = new Date('2026-11-22T10:00:00Z');
  const quarter = quarterAt(until, berlin);
  const before = sameStretch(quartersBefore(quarter, 1, berlin), { of: quarter, until, zone: berlin });
  expect(dayOf(quarter, until, berlin)).toBe(53);
  // 22 August, 11:00 in Berlin: summer time there.
  expect(before.to.toISOString()).toBe('2026-08-22T09:00:00.000Z');
});

test('a quarter that has not begun, or is none, is refused', () => {
  const now = new Date('2026-11-22T10:00:00Z');
  expect(() => quarterOf('2027-Q1', { now, zone: berlin })).toThrow('has not begun');
});

test('pages go out at the same time on the wall, across a change of clocks', () => {
  const weekly = { cadence: 'weekly', weekday: 1, dayOfMonth: 1, hour: 8 } as const;
  const friday = new Date('2026-10-23T10:00:00Z');
  expect(nextTime(weekly, friday, berlin).toISOString()).toBe('2026-10-26T07:00:00.000Z');
  expect(nextTime(weekly, new Date('2026-10-19T06:00:00Z'), berlin).toISOString()).toBe(
    '2026-10-26T07:00:00.000Z',
  );
  const quarterly = { ...weekly, cadence: 'quarterly', dayOfMonth: 5 } as const;
  expect(nextTime(quarterly, friday, berlin).toISOString()).toBe('2027-01-05T07:00:00.000Z');
  const monthly = { ...weekly, cadence: 'monthly', dayOfMonth: 28 } as const;
  expect(nextTime(monthly, friday, berlin).toISOString()).toBe('2026-10-28T07:00:00.000Z');
});
