import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asDay, asMoment, readDate } from './dates.ts';
import { lifecycleStageOf, lifecycleStages } from './lifecycle-words.ts';
import { asMinorUnits, asNumber, minorDigitsOf, readNumber } from './numbers.ts';
import type { DateFormat } from './schema.ts';
import { asSalesforceId } from './values.ts';

const dayOf = (text: string, ...formats: DateFormat[]) => {
  const read = readDate(text, formats);
  return typeof read === 'string' ? read : asDay(read);
};
const momentOf = (text: string, timeZone = 'UTC', format: DateFormat = 'iso') => {
  const read = readDate(text, [format]);
  return typeof read === 'string' ? read : asMoment(read, timeZone).toISOString();
};

describe('dates', () => {
  it('reads the formats people use', () => {
    expect(dayOf('2024-12-31', 'iso')).toBe('2024-12-31');
    expect(dayOf('2024/1/5', 'year-month-day')).toBe('2024-01-05');
    expect(dayOf('31.12.2024', 'day-month-year')).toBe('2024-12-31');
    expect(dayOf('3 Jan 2024', 'day-month-year')).toBe('2024-01-03');
    expect(dayOf('12/31/24', 'month-day-year')).toBe('2024-12-31');
    expect(dayOf('March 3rd, 2024', 'month-day-year')).toBe('2024-03-03');
    expect(dayOf('12/31/2024', 'iso', 'month-day-year')).toBe('2024-12-31');
    expect(momentOf('1714557600', 'UTC', 'unix-seconds')).toBe('2024-05-01T10:00:00.000Z');
  });

  it('tells an impossible date from what is no date', () => {
    expect(dayOf('2023-02-30', 'iso')).toBe('impossible_date');
    expect(dayOf('2023-13-01', 'iso')).toBe('impossible_date');
    expect(dayOf('2024-02-29', 'iso')).toBe('2024-02-29');
    expect(dayOf('31/12/2024', 'month-day-year')).toBe('impossible_date');
    expect(momentOf('2024-01-01 25:00')).toBe('impossible_date');
    expect(dayOf('soon', 'iso')).toBe('wrong_type');
    expect(dayOf('12345', 'iso')).toBe('wrong_type');
  });

  it('takes the zone of the text first, then the mapping’s, across daylight saving', () => {
    expect(momentOf('2024-01-22T14:49:34.000+0000', 'Europe/Berlin')).toBe('2024-01-22T14:49:34.000Z');
    expect(momentOf('2024-01-22 14:49:34-03:00')).toBe('2024-01-22T17:49:34.000Z');
    expect(momentOf('2024-07-01 12:00', 'Europe/Berlin')).toBe('2024-07-01T10:00:00.000Z');
    expect(momentOf('2024-01-01', 'Europe/Berlin')).toBe('2023-12-31T23:00:00.000Z');
    expect(momentOf('2024-03-31 03:30', 'Europe/Berlin')).toBe('2024-03-31T01:30:00.000Z');
    expect(momentOf('3/9/2024 4:05 PM', 'America/New_York', 'month-day-year')).toBe(
      '2024-03-09T21:05:00.000Z',
    );
  });

  it('reads back any moment written in any zone', () => {
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/Sao_Paulo',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
    );
    const moment = fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(zone, moment, (timeZone, date) => {
        const whole = new Date(Math.floor(date.getTime() / 1_000) * 1_000);
        const local = new Intl.DateTimeFormat('sv-SE', {
          timeZone,
          dateStyle: 'short',
          timeStyle: 'medium',
        }).format(whole);
        const back = momentOf(local, timeZone);
        // In the hour that autumn repeats, one text names two moments; either is right.
        expect(Math.abs(new Date(back).getTime() - whole.getTime())).toBeLessThanOrEqual(3_600_000);
        const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
        expect(shown.format(new Date(back))).toBe(local);
      }),
      { numRuns: 300 },
    );
  });
});

describe('numbers', () => {
  const number = (text: string, decimals: 'point' | 'comma' = 'point') => {
    const written = readNumber(text, decimals);
    return written && asNumber(written);
  };
  it('reads them as written in either manner', () => {
    expect(number('1,234.56')).toBe(1234.56);
    expect(number('1.234,56', 'comma')).toBe(1234.56);
    expect(number("1'234.5")).toBe(1234.5);
    expect(number('1 234,5', 'comma')).toBe(1234.5);
    expect(number('R$ 1.000,00', 'comma')).toBe(1000);
    expect(number('-€5')).toBe(-5);
    expect(number('(12.50)')).toBe(-12.5);
    expect(number('12 %')).toBe(12);
    expect(number('1e3')).toBe(1000);
    expect(number('.5')).toBe(0.5);
    for (const no of ['', '-', 'abc', '1.2.3', '1,23.4', '12abc', '--5', '1,2'])
      expect(number(no)).toBeNull();
  });

  it('makes minor units on the digits, to the unit', () => {
    const minor = (text: string, digits = 2) => {
      const written = readNumber(text, 'point');
      return written && asMinorUnits(written, digits);
    };
    expect(minor('1.005')).toBe(101);
    expect(minor('0.004')).toBe(0);
    expect(minor('-1.005')).toBe(-101);
    expect(minor('1124741.15')).toBe(112_474_115);
    expect(minor('99999999999999999999')).toBeNull();
    expect(minor('5', 0)).toBe(5);
    expect([minorDigitsOf('EUR'), minorDigitsOf('JPY'), minorDigitsOf('KWD')]).toEqual([2, 0, 3]);
    fc.assert(
      fc.property(
        fc.integer({ min: -10_000_000, max: 10_000_000 }),
        (units) => minor((units / 100).toFixed(2)) === units,
      ),
    );
  });
});

describe('words of other systems', () => {
  it('knows lifecycle stages by label and by API value', () => {
    for (const word of ['Marketing Qualified Lead', 'marketingqualifiedlead', 'MQL', 'mql']) {
      expect(lifecycleStageOf(word)).toBe('mql');
    }
    expect(lifecycleStageOf('salesqualifiedlead')).toBe('sql');
    expect(lifecycleStageOf('Subscriber')).toBe('inquiry');
    expect(lifecycleStageOf('other')).toBeNull();
    for (const stage of lifecycleStages) expect(lifecycleStageOf(stage)).toBe(stage);
  });

  it('makes both forms of a Salesforce id one', () => {
    expect(asSalesforceId('001Ec00000GGw3h')).toBe('001Ec00000GGw3hIAD');
    expect(asSalesforceId('001Ec00000GGw3hIAD')).toBe('001Ec00000GGw3hIAD');
    expect(asSalesforceId('Acme Corporation')).toBeNull();
  });
});
