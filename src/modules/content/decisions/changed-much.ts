import type { EvidenceFigure } from './contract.ts';

/** A share has changed much by so much, a count or a sum by this share of what it was and this many. */
const ofShares = 0.15;
const ofCounts = { share: 0.5, least: 5 };

/** Whether the evidence of then tells another story now: what was turned down may be asked again. */
export function changedMuch(then: readonly EvidenceFigure[], now: readonly EvidenceFigure[]): boolean {
  const before = new Map(then.map((figure) => [figure.key, figure.value]));
  return now.some(({ key, value }) => {
    const was = before.get(key);
    if (was === undefined || key === 'lateDays') return false;
    const moved = Math.abs(value - was);
    if (isShare(value) && isShare(was)) return moved >= ofShares && !areCounts(key);
    return moved >= ofCounts.least && moved >= was * ofCounts.share;
  });
}

const isShare = (value: number) => value >= 0 && value <= 1;
const counts = new Set([
  'shares',
  'sellers',
  'deals',
  'requests',
  'amountMinor',
  'pageViewers',
  'allSellers',
]);
const areCounts = (key: string) => counts.has(key);
