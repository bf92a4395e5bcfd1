import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { nextDigest, nextLoudMoment } from './quiet-times.ts';

const night = { quiet: { fromMinute: 22 * 60, toMinute: 7 * 60 }, quietWeekends: false, digestHour: 8 };
const berlin = 'Europe/Berlin';
const at = (text: string, zone = berlin) => DateTime.fromISO(text, { zone }).toJSDate();
const wall = (date: Date, zone = berlin) => DateTime.fromJSDate(date, { zone }).toFormat('yyyy-MM-dd HH:mm');

describe('quiet hours', () => {
  it('let mail out by day, and hold it over midnight until they end', () => {
    const loud = (text: string) => wall(nextLoudMoment({ wishes: night, zone: berlin, at: at(text) }));
    expect(loud('2026-03-03T12:00')).toBe('2026-03-03 12:00');
    expect(loud('2026-03-03T07:00')).toBe('2026-03-03 07:00');
    expect(loud('2026-03-03T06:59')).toBe('2026-03-03 07:00');
    expect(loud('2026-03-03T22:00')).toBe('2026-03-04 07:00');
    expect(loud('2026-03-03T21:59')).toBe('2026-03-03 21:59');
  });

  it('end by the wall’s clock on the night when it is set forward or back', () => {
    const zone = berlin;
    expect(nextLoudMoment({ wishes: night, zone, at: at('2026-03-28T23:00') })).toEqual(
      new Date('2026-03-29T05:00:00Z'),
    );
    expect(nextLoudMoment({ wishes: night, zone, at: at('2026-10-24T23:00') })).toEqual(
      new Date('2026-10-25T06:00:00Z'),
    );
    // They end at an hour that the wall shows twice; asked between the two.
    const early = { ...night, quiet: { fromMinute: 22 * 60, toMinute: 150 } };
    expect(nextLoudMoment({ wishes: early, zone, at: new Date('2026-10-25T01:15:00Z') })).toEqual(
      new Date('2026-10-25T01:45:00Z'),
    );
  });

  it('hold a weekend’s mail until Monday, and then until the night is over', () => {
    const wishes = { ...night, quietWeekends: true };
    const loud = (text: string) => wall(nextLoudMoment({ wishes, zone: berlin, at: at(text) }));
    expect(loud('2026-03-07T12:00')).toBe('2026-03-09 07:00');
    expect(loud('2026-03-06T23:00')).toBe('2026-03-09 07:00');
    expect(loud('2026-03-06T21:00')).toBe('2026-03-06 21:00');
  });

  it('never answer a quiet moment, nor one that is past, nor one more than four days ahead', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) }),
        fc.integer({ min: 0, max: 1_439 }),
        fc.integer({ min: 0, max: 1_439 }),
        fc.boolean(),
        fc.constantFrom(berlin, 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'),
        (ms, fromMinute, toMinute, quietWeekends, zone) => {
          const wishes = { quiet: { fromMinute, toMinute }, quietWeekends, digestHour: 8 };
          const loud = nextLoudMoment({ wishes, zone, at: new Date(ms) });
          expect(loud.getTime()).toBeGreaterThanOrEqual(ms);
          expect(loud.getTime() - ms).toBeLessThan(4 * 86_400_000);
          expect(nextLoudMoment({ wishes, zone, at: loud })).toEqual(loud);
        },
      ),
    );
  });
});

describe('the digest', () => {
  it('goes out at the person’s hour, on the next day where that has passed', () => {
    const wishes = { ...night, quiet: null };
    const next = (text: string) => wall(nextDigest({ wishes, zone: berlin, at: at(text) }));
    expect(next('2026-03-03T07:59')).toBe('2026-03-03 08:00');
    expect(next('2026-03-03T08:00')).toBe('2026-03-04 08:00');
    expect(next('2026-03-28T20:00')).toBe('2026-03-29 08:00');
  });

  it('waits for the end of quiet hours', () => {
    const wishes = { ...night, digestHour: 5, quietWeekends: true };
    expect(wall(nextDigest({ wishes, zone: berlin, at: at('2026-03-06T12:00') }))).toBe('2026-03-09 07:00');
  });
});
