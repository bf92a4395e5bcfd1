import type { CommitmentKey, SlaComparison } from './contract.ts';
import type { KeyCounts } from './queries/compare-by-dimension.ts';

/** A mean of values between 0 and 1: of shares, the values are 0 and 1. */
type Sample = { n: number; sum: number; squares: number };

/** Standard normal, two-sided 99 %. */
const z = 2.576;
const fewestCases = 8;
const leastPoints = 10;

/** How it is said on the page; the numbers are those above. */
export const standsOutRule = `Stands out: at least ${leastPoints} points from all others together, with at least ${fewestCases} hand-offs on each side, and surely so: the 99 % interval of the difference leaves out zero.`;

/** What splits compare. Volume is nobody's to keep alone, so it is not compared. */
export const comparedKeys = [
  'completeness',
  'acceptance',
  'response',
  'attempts',
  'disposition',
  'expired',
] as const satisfies readonly CommitmentKey[];
export type ComparedKey = (typeof comparedKeys)[number];

export function sampleOf(key: ComparedKey, counts: KeyCounts): Sample {
  const share = (kept: number, n: number): Sample => ({ n, sum: kept, squares: kept });
  switch (key) {
    case 'completeness':
      return { n: counts.packets, sum: counts.completenessSum, squares: counts.completenessSquares };
    case 'acceptance':
      return share(counts.accepted, counts.acceptanceOf);
    case 'response':
      return share(counts.responseKept, counts.responseOf);
    case 'attempts':
      return share(counts.attemptsKept, counts.attemptsOf);
    case 'disposition':
      return share(counts.dispositionKept, counts.dispositionOf);
    case 'expired':
      return share(counts.notExpired, counts.expiredOf);
  }
}

export function addSamples(samples: readonly Sample[]): Sample {
  return samples.reduce(
    (sum, one) => ({ n: sum.n + one.n, sum: sum.sum + one.sum, squares: sum.squares + one.squares }),
    { n: 0, sum: 0, squares: 0 },
  );
}

/** One key beside all others: the difference of the means with its interval (Agresti and Caffo's for shares, else Welch's). */
export function compare(key: ComparedKey, own: Sample, all: Sample): SlaComparison | null {
  if (own.n === 0) return null;
  const rest = { n: all.n - own.n, sum: all.sum - own.sum, squares: all.squares - own.squares };
  const figure = (100 * own.sum) / own.n;
  if (rest.n === 0) return { figure, n: own.n, rest: null, low: null, high: null, standsOut: null };
  const isShare = key !== 'completeness';
  const [left, right] = isShare ? [withOneEach(own), withOneEach(rest)] : [own, rest];
  const difference = mean(left) - mean(right);
  const error = z * Math.sqrt(varianceOfMean(left, isShare) + varianceOfMean(right, isShare));
  const points = figure - (100 * rest.sum) / rest.n;
  const low = 100 * (difference - error);
  const high = 100 * (difference + error);
  const isEnough =
    own.n >= fewestCases && rest.n >= fewestCases && Math.abs(points) >= leastPoints && (high < 0 || low > 0);
  return {
    figure,
    n: own.n,
    rest: (100 * rest.sum) / rest.n,
    low,
    high,
    standsOut: isEnough ? (points < 0 ? 'worse' : 'better') : null,
  };
}

const mean = ({ n, sum }: Sample): number => sum / n;
/** One kept and one broken more on each side: the interval then holds for small numbers, too. */
const withOneEach = ({ n, sum, squares }: Sample): Sample => ({
  n: n + 2,
  sum: sum + 1,
  squares: squares + 1,
});

function varianceOfMean(sample: Sample, isShare: boolean): number {
  const m = mean(sample);
  if (isShare) return (m * (1 - m)) / sample.n;
  const variance = sample.n > 1 ? (sample.squares - sample.n * m * m) / (sample.n - 1) : 0.25;
  return Math.max(0, variance) / sample.n;
}
