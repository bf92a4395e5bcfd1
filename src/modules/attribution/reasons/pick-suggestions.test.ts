import { expect, test } from 'vitest';
import { pickSuggestions } from './pick-suggestions.ts';
import { unknownId } from './read-journeys.ts';

type Touch = { person: string; kind: 'content' | 'person'; asset?: string; mate?: string };

const journeyOf = (touches: readonly Touch[]) => ({
  at: touches.map((_, nth) => nth + 1),
  touch_ids: touches.map((_, nth) => `touch-${nth + 1}`),
  person_ids: touches.map(({ person }) => person),
  kinds: touches.map(({ kind }) => kind),
  asset_ids: touches.map(({ asset }) => asset ?? unknownId),
  teammate_ids: touches.map(({ mate }) => mate ?? unknownId),
});

const read = (person: string, asset: string): Touch => ({ person, kind: 'content', asset });
const talk = (person: string, mate: string): Touch => ({ person, kind: 'person', mate });

test('proposes what came last and what came most of each kind, what came last first', () => {
  const picked = pickSuggestions(
    journeyOf([
      read('ada', 'paper'),
      read('ada', 'paper'),
      read('ada', 'paper'),
      read('bob', 'sheet'),
      read('bob', 'sheet'),
      read('bob', 'film'),
      talk('ada', 'rosa'),
      talk('ada', 'jan'),
      talk('bob', 'rosa'),
      read('cyd', 'prices'),
    ]),
  );
  const of = (kind: string) => picked.filter((one) => one.kind === kind).map(({ id }) => id);
  expect(of('asset')).toEqual(['prices', 'sheet', 'paper']);
  expect(of('interaction')).toEqual(['touch-9', 'touch-8']);
  expect(of('contact')).toEqual(['cyd', 'ada']);
  expect(of('teammate')).toEqual(['rosa', 'jan']);
  expect(picked.map(({ lastMs }) => lastMs)).toEqual(
    picked.map(({ lastMs }) => lastMs).toSorted((a, b) => b - a),
  );
  expect(picked.find(({ id }) => id === 'paper')).toMatchObject({ touchpoints: 3, lastMs: 3 });
});

test('of nothing it proposes nothing', () => {
  expect(pickSuggestions(journeyOf([]))).toEqual([]);
});
