import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factsAsOf } from './facts-as-of.ts';
import type { LeadHistory } from './lead-facts.ts';
import { statesOf } from './read-records.ts';

const ms = fc.integer({ min: 0, max: 50 });
const past = fc.array(fc.tuple(ms, fc.string({ maxLength: 3 })), { maxLength: 6 });

const history = (more: Partial<LeadHistory>): LeadHistory => ({
  contactId: 'ada',
  knownAtMs: 0,
  contact: [{ fromMs: 0, values: {} }],
  accountIds: [],
  accounts: {},
  opportunities: [],
  reachedMs: {},
  interactions: [],
  ...more,
});

const fact = (atMs: number, id: number): LeadHistory['interactions'][number] => ({
  id: String(id),
  atMs,
  kind: 'content',
  type: 'page_view',
  counted: true,
  channel: null,
  campaignId: null,
  assetId: null,
  topics: [],
  page: null,
  direction: null,
  engagedSeconds: 0,
  completionPercent: null,
  subject: null,
});

test('states follow each other without gap or overlap, whatever the clocks of their writers said', () => {
  fc.assert(
    fc.property(past, fc.string(), (before, present) => {
      const states = statesOf(before, present);
      const times = states.map((state) => state.fromMs);
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      expect(states.at(-1)?.values).toBe(present);
    }),
  );
});

test('a field says what the last state begun by then says; the first also stands for the time before', () => {
  fc.assert(
    fc.property(past, fc.string(), ms, (before, present, atMs) => {
      const contact = statesOf(before, present).map((state) => ({
        fromMs: state.fromMs,
        values: { title: state.values },
      }));
      const begun = contact.filter((state) => state.fromMs <= atMs).at(-1) ?? contact[0];
      expect(factsAsOf(history({ contact }), atMs)?.contact).toEqual(begun?.values);
    }),
  );
});

test('nobody is asked about before they were known, and nothing counts that had not happened', () => {
  fc.assert(
    fc.property(ms, ms, fc.array(ms), (knownAtMs, atMs, days) => {
      const interactions = days.sort((a, b) => a - b).map(fact);
      const facts = factsAsOf(history({ knownAtMs, interactions, reachedMs: { mql: 20, sal: 30 } }), atMs);
      if (atMs < knownAtMs) {
        expect(facts).toBe(null);
        return;
      }
      expect(facts?.interactions).toEqual(interactions.filter((one) => one.atMs <= atMs));
      expect(Object.keys(facts?.reachedMs ?? {})).toEqual([
        ...(atMs >= 20 ? ['mql'] : []),
        ...(atMs >= 30 ? ['sal'] : []),
      ]);
    }),
  );
});

test('of the deals opened and joined by then the one opened last is meant, open until it closed', () => {
  const deal = (id: string, openedAtMs: number, joinedAtMs: number, closedAtMs: number | null) => ({
    id,
    openedAtMs,
    joinedAtMs,
    closedAtMs,
    status: 'won' as const,
    stages: [{ atMs: openedAtMs, stage: 'talks' }],
    fields: [{ fromMs: 0, values: { name: id } }],
  });
  const opportunities = [deal('b', 10, 0, 40), deal('a', 10, 0, null), deal('late', 20, 30, 35)];
  const seen = (atMs: number) => {
    const found = factsAsOf(history({ opportunities }), atMs)?.opportunity;
    return found ? [found.name, found.status] : null;
  };
  expect([5, 10, 25, 30, 35].map(seen)).toEqual([
    null,
    ['b', 'open'],
    ['b', 'open'],
    ['late', 'open'],
    ['late', 'won'],
  ]);
});
