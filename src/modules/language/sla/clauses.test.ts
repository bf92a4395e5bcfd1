import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareClauses } from '../definitions/compare-versions.ts';
import { slaClauses } from './clauses.ts';
import { gradeNames, responseHoursFor, type SlaPolicy } from './policy.ts';
import { agreement } from './sla.test-support.ts';

const difference = (change: (policy: SlaPolicy) => void, before = agreement()) => {
  const after = structuredClone(before);
  change(after);
  return compareClauses(slaClauses(before, after), slaClauses(after, before)).summary;
};

test('says what is promised, of leads that have the same time in one row', () => {
  const rows = slaClauses(agreement()).map(({ label, text }) => `${label}: ${text}`);
  expect(rows).toContain('first response to A1 and A2: within 4 business hours');
  expect(rows).toContain('first response to B: within 8 business hours');
  expect(rows).toContain('first response to every other lead: within 16 business hours');
  expect(rows).toContain('packets are complete: to at least 80 % on average');
  expect(rows).toContain('who is not reached is tried: 4 times within 10 days, 4 business hours apart');
  expect(rows).toContain('1 business hour before the answer is due: the notice goes to whose lead it is');
  expect(rows).toContain('hours count by Office hours: Mon–Fri 09:00–17:00, Europe/Berlin');
});

test('says a difference of exactly those whom it concerns', () => {
  expect(
    difference((policy) => {
      policy.sales.firstResponse[0] = { grades: ['A1'], hours: 2 };
    }),
  ).toEqual([
    'first response to A1: 2 business hours instead of 4',
    'first response to A2: 16 business hours instead of 4',
  ]);
  expect(
    difference((policy) => {
      policy.sales.firstResponse[1] = { grades: ['B1', 'B2', 'B3', 'B4'], hours: 8 };
    }),
  ).toEqual([]);
  expect(
    difference((policy) => {
      policy.sales.dispositionDays = 3;
    }),
  ).toEqual(['sales decides: 3 business days instead of 5']);
  expect(
    difference((policy) => {
      policy.marketing.volumePerMonth = 40;
    }),
  ).toEqual(['new: marketing offers: at least 40 leads a month']);
  expect(difference((policy) => void policy.escalation.pop())).toEqual([
    'no longer: 8 business hours after it was due: the notice goes to the marketer and the liaison',
  ]);
});

test('every lead stands in exactly one row, with its own hours, also beside another agreement', () => {
  const lines = fc.array(
    fc.record({
      grades: fc.array(fc.constantFrom('A', 'B1', 'C2', '1', '4', 'D'), { minLength: 1, maxLength: 3 }),
      hours: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 4 },
  );
  const policies = lines.map((firstResponse) =>
    agreement((policy) => {
      policy.sales.firstResponse = firstResponse;
    }),
  );
  fc.assert(
    fc.property(policies, policies, (one, other) => {
      const rows = (policy: SlaPolicy, beside: SlaPolicy) =>
        slaClauses(policy, beside).filter(({ key }) => key.startsWith('sales.response'));
      const [own, beside] = [rows(one, other), rows(other, one)];
      expect(own.map(({ key }) => key).sort()).toEqual(beside.map(({ key }) => key).sort());
      for (const grade of gradeNames) {
        const found = own.filter(({ key }) => key.includes(grade));
        const hours = responseHoursFor(one, grade);
        expect(found.map(({ text }) => text)).toEqual([
          `within ${hours} business ${hours === 1 ? 'hour' : 'hours'}`,
        ]);
      }
    }),
  );
});
