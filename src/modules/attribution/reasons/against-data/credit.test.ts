import { expect, test } from 'vitest';
import type { Matter } from '../contract.ts';
import { unknownId } from '../read-journeys.ts';
import { compareOverall } from './compare-overall.ts';
import { creditOfNamed, type Parts, partsOf } from './credit-of-named.ts';

const journey = {
  touch_ids: ['t1', 't2', 't3', 't4'],
  person_ids: ['ada', 'ada', 'bob', 'ada'],
  asset_ids: ['paper', unknownId, unknownId, 'sheet'],
  teammate_ids: [unknownId, 'rosa', 'jan', unknownId],
};
const shares = [0.4, 0.3, 0.1, 0.2];

const named = (matter: Matter) => creditOfNamed(partsOf(journey, shares), { matter, touches: 4 });

test('what was named has the parts of its touchpoints, and a place among those of its kind', () => {
  expect(named({ kind: 'contact', id: 'ada', label: 'Ada' })).toMatchObject({
    touchpoints: 3,
    rank: 1,
    of: 2,
  });
  expect(named({ kind: 'contact', id: 'ada', label: 'Ada' })?.share).toBeCloseTo(0.9);
  expect(named({ kind: 'asset', id: 'sheet', label: 'Sheet' })?.words).toBe(
    '20 % of the credit, 2nd of 2 pieces; 1 touchpoint.',
  );
  expect(named({ kind: 'interaction', id: 't3', label: 'A call' })).toMatchObject({ rank: 4, of: 4 });
  expect(named({ kind: 'teammate', id: 'rosa', label: 'Rosa' })).toMatchObject({ rank: 1, of: 2 });
});

test('what was named and did not happen is said to stand nowhere', () => {
  expect(named({ kind: 'asset', id: 'film', label: 'Film' })).toEqual({
    share: 0,
    touchpoints: 0,
    rank: null,
    of: 2,
    words: 'Not in the journey: none of 4 touchpoints is of it.',
  });
  expect(named({ kind: 'competitor', id: null, label: 'Voltaris' })).toBe(null);
});

const parts = (assets: Record<string, number>): Parts => ({
  asset: new Map(Object.entries(assets).map(([id, share]) => [id, { share, touchpoints: 1 }])),
  interaction: new Map(),
  contact: new Map(),
  teammate: new Map(),
});

test('over all deals it finds what is named with little credit, and what has much and is never named', () => {
  const paper: Matter = { kind: 'asset', id: 'paper', label: 'Paper' };
  const deals = [
    { mattered: [paper], parts: parts({ paper: 0.01, sheet: 0.5, film: 0.1 }) },
    { mattered: [paper], parts: parts({ paper: 0.03, sheet: 0.7, film: 0.1 }) },
    { mattered: [], parts: parts({ sheet: 0.6, film: 0.1 }) },
  ];
  const found = compareOverall(deals, (_, id) => id);
  expect(found.map(({ matter, verdict }) => [matter.id, verdict])).toEqual([
    ['sheet', 'credit_never_named'],
    ['paper', 'named_little_credit'],
  ]);
  expect(found[1]?.words).toBe(
    'Named in 2 of 3 deals (95 %: 21 to 94 %), with 2 % of the credit of these; the middle piece has 10 % of all. It stands in the journeys of 2 of 3 deals.',
  );
  expect(compareOverall(deals, () => null)).toEqual([]);
});
