import type { OpenedTouch, Opening } from './api-types.ts';

const percent = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** “22.5 %”; what is not nothing never reads 0. */
export function weightText(weightPercent: number): string {
  if (weightPercent > 0 && weightPercent < 0.05) return 'under 0.1 %';
  return `${percent.format(weightPercent)} %`;
}

export type PartWords = {
  /** Of the touchpoint that weighs most. */
  why: string;
  /** How many more touchpoints of the same figure there are. */
  others: number;
  weightPercent: number;
};

/** What of a deal's journey earned the figure that was opened; null where nothing did. */
export function partWords({ touches }: Pick<Opening, 'touches'>): PartWords | null {
  const counting = touches.filter(
    ({ counts, credit, weightPercent }) => counts && (credit !== 0 || weightPercent > 0),
  );
  const [heaviest] = counting.toSorted((a, b) => b.weightPercent - a.weightPercent);
  if (!heaviest) return null;
  return {
    why: heaviest.why,
    others: counting.length - 1,
    weightPercent: counting.reduce((sum, touch) => sum + touch.weightPercent, 0),
  };
}

export type Dot = { touch: OpenedTouch; x: number; size: number };

/** A journey as dots from its first touchpoint (0) to the result (1), the heavier the larger (area by weight). */
export function dotsOf({ touches, resultAt }: Pick<Opening, 'touches' | 'resultAt'>): Dot[] {
  const times = touches.map(({ at }) => Date.parse(at));
  const start = Math.min(...times);
  const span = Math.max(Date.parse(resultAt), ...times) - start;
  return touches.map((touch, index) => ({
    touch,
    x: span === 0 ? 0.5 : ((times[index] ?? start) - start) / span,
    size: smallestDot + (largestDot - smallestDot) * Math.sqrt(Math.max(0, touch.weightPercent) / 100),
  }));
}

const smallestDot = 2.5;
const largestDot = 9;
