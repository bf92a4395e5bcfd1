/** How many leads had this score at best, with the outcome and without it. Whole points. */
export type ScoreCount = { score: number; positives: number; negatives: number };

export type CurvePoint = { threshold: number; x: number; y: number };
export type Curves = { roc: CurvePoint[]; pr: CurvePoint[]; auc: number };

/** As many as can be told apart in a picture; the area is worked out over all of them. */
const mostPoints = 120;

/**
 * ROC and precision against recall, a point for every threshold from the highest score down; whoever has as many points
 * or more counts as qualified. Null where there is nothing to tell apart: nobody with the outcome, or nobody without.
 */
export function curvesOf(counts: readonly ScoreCount[]): Curves | null {
  const sorted = counts.toSorted((one, other) => other.score - one.score);
  const positives = sum(sorted, (one) => one.positives);
  const negatives = sum(sorted, (one) => one.negatives);
  if (positives === 0 || negatives === 0) return null;
  const highest = sorted[0]?.score ?? 0;
  const roc: CurvePoint[] = [{ threshold: highest + 1, x: 0, y: 0 }];
  const pr: CurvePoint[] = [];
  let [found, wrong, area] = [0, 0, 0];
  for (const count of sorted) {
    if (count.positives + count.negatives === 0) continue;
    // Those with the same score come in together: half of their pairs are in the right order.
    area += count.negatives * (found + count.positives / 2);
    found += count.positives;
    wrong += count.negatives;
    roc.push({ threshold: count.score, x: wrong / negatives, y: found / positives });
    pr.push({ threshold: count.score, x: found / positives, y: found / (found + wrong) });
  }
  return { roc: thin(roc), pr: thin(pr), auc: area / (positives * negatives) };
}

/** Keeps the first, the last and those that lie evenly between. */
function thin(points: readonly CurvePoint[]): CurvePoint[] {
  if (points.length <= mostPoints) return [...points];
  const step = (points.length - 1) / (mostPoints - 1);
  return Array.from({ length: mostPoints }, (_, index) => points[Math.round(index * step)]).filter(
    (point) => point !== undefined,
  );
}

const sum = (counts: readonly ScoreCount[], of: (count: ScoreCount) => number): number =>
  counts.reduce((total, count) => total + of(count), 0);
