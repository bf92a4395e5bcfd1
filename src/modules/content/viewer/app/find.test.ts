import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findHits, folded, partsOfRun } from './find.ts';

const foundIn = (runs: string[], words: string) =>
  findHits(runs, words).map((hit) =>
    runs
      .flatMap((text, run) => partsOfRun([hit], run, text.length).map(({ from, to }) => text.slice(from, to)))
      .join('|'),
  );

test('capitals and accents do not matter, lines may end between the words', () => {
  expect(foundIn(['The Café’s', 'downtime fell'], 'cafe’s down')).toEqual(['Café’s|down']);
  expect(foundIn(['Straße STRASSE strasse'], 'STRASSE')).toEqual(['STRASSE', 'strasse']);
  expect(foundIn(['pump', 'pump pump'], 'pump')).toEqual(['pump', 'pump', 'pump']);
  expect(foundIn(['a  b'], 'a b')).toEqual(['a  b']);
  expect(foundIn(['A𝒳B'], '𝒳b')).toEqual(['𝒳B']);
  expect(foundIn(['anything'], '   ')).toEqual([]);
  expect(foundIn([], 'a')).toEqual([]);
});

test('of ligatures the whole is marked', () => {
  expect(foundIn(['eﬃcient'], 'effi')).toEqual(['eﬃ']);
});

test('whatever stands in a run is found in it, where it stands', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 8 }), fc.nat(), (runs, seed) => {
      const run = runs[seed % Math.max(1, runs.length)] ?? '';
      const words = folded(run).text.trim().replace(/\s+/g, ' ');
      const hits = findHits(runs, run);
      if (words === '') expect(hits).toEqual([]);
      else expect(hits.length).toBeGreaterThan(0);
      for (const { from, to } of hits) {
        expect(from.run <= to.run).toBe(true);
        expect(runs[from.run]?.length ?? 0).toBeGreaterThanOrEqual(from.at);
        expect(runs[to.run]?.length ?? 0).toBeGreaterThanOrEqual(to.at);
      }
    }),
  );
});
