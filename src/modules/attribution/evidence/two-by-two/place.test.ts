import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EvidenceRow } from '../contract.ts';
import { type Delivered, placeOf, positionOf, waitsFor } from './place.ts';

const campaign = { id: '00000000-0000-7000-8000-000000000001', name: 'Webinars' };
const evidence = (score: number): EvidenceRow => ({
  key: campaign.id,
  label: campaign.name,
  score,
  low: Math.max(0, score - 8),
  high: Math.min(100, score + 8),
  parts: { brief: 0, traced: 0, agreement: 0, costs: 0, reported: 0 },
  claims: 0,
  vanityClaims: 0,
  todo: [{ campaign, part: 'brief', words: 'Write a brief and share it with sales' }],
  campaigns: [{ ...campaign, score, weight: 1 }],
});

const delivered = (ratio: [value: number, low: number, high: number] | null, leads = 96): Delivered => ({
  label: campaign.name,
  leads,
  young: 0,
  judged: leads,
  comparison: {
    leads,
    ratio: ratio === null ? null : { value: ratio[0], low: ratio[1], high: ratio[2] },
    verdict: 'not-shown',
    verdictWords: 'Nothing to be held against yet.',
  },
});

const place = (score: number, of: Delivered | null) =>
  placeOf({
    evidence: evidence(score),
    delivered: of,
    weak: of?.comparison?.ratio && of.comparison.ratio.value < 1 ? [{ ...campaign, ratio: 0.4 }] : [],
    baseline: 'the bought list',
    horizonDays: 90,
    isMe: false,
    isCampaign: true,
  });

test('the same as the alternative lies in the middle; twice and half lie as far from it', () => {
  expect(positionOf(1)).toBe(50);
  expect(positionOf(4)).toBe(100);
  expect(positionOf(0.25)).toBe(0);
  fc.assert(
    fc.property(fc.double({ min: 0.26, max: 3.9, noNaN: true }), (ratio) => {
      expect(positionOf(ratio) + positionOf(1 / ratio)).toBeCloseTo(100, 0);
    }),
  );
});

test('the four corners, each with what is to be done', () => {
  expect(place(80, delivered([2.4, 1.6, 3.5])).quadrant).toBe('aligned');
  const silent = place(20, delivered([2.4, 1.6, 3.5]));
  expect(silent.quadrant).toBe('silent');
  expect(silent.todo[0]?.words).toContain('Write a brief');
  const spin = place(80, delivered([0.4, 0.2, 0.7]));
  expect(spin.quadrant).toBe('spin');
  expect(spin.todo[0]?.words).toContain('Mend it or end it');
  expect(place(20, delivered([0.4, 0.2, 0.7])).quadrant).toBe('misaligned');
});

test('whose range takes in the alternative has a place, and nothing is claimed of it', () => {
  const point = place(80, delivered([1.3, 0.8, 2.1]));
  expect(point.isSettled).toBe(false);
  expect(point.words).toContain('neither more nor less is shown');
  expect(point.words).toContain('96 leads');
  expect(place(80, delivered([2.4, 1.6, 3.5])).isSettled).toBe(true);
});

test('few, young and incomparable leads wait in grey, in no quadrant, and say why', () => {
  expect(waitsFor(null, 90)?.why).toBe('few');
  expect(waitsFor(delivered([2, 1, 3], 12), 90)?.words).toBe('12 of the 30 leads that it takes.');
  const young = { ...delivered([2, 1, 3], 200), young: 180, judged: 20 };
  expect(waitsFor(young, 90)).toMatchObject({ why: 'young' });
  expect(waitsFor(young, 90)?.words).toContain('less than 90 days ago');
  expect(waitsFor(delivered(null), 90)?.why).toBe('incomparable');
  expect(place(50, delivered(null))).toMatchObject({ quadrant: null, delivers: null, isSettled: false });
  expect(waitsFor(delivered([2, 1, 3]), 90)).toBeNull();
});
