import type { FunnelStage } from './rows.ts';

/** A row's piece of the filter's edge: widths (0 to 1) at its upper and lower end, and how they change there, per row. */
export type Edge = { top: number; bottom: number; topSlope: number; bottomSlope: number };

/** The last stage leads nowhere; its band narrows a little, so that it still looks like a part of the filter. */
const lastNarrowing = 0.94;

/**
 * Each stage's band begins as wide as the square root of its share of the first stage. Between the rows the edge is a
 * monotone cubic (Fritsch and Carlson): smooth, and nowhere wider or narrower than the stages it joins.
 */
export function bandEdges(stages: readonly Pick<FunnelStage, 'reached'>[]): Edge[] {
  const first = stages[0]?.reached ?? 0;
  const tops = stages.map((stage) => (first === 0 ? 0 : Math.sqrt(stage.reached / first)));
  const widths = [...tops, (tops.at(-1) ?? 0) * lastNarrowing];
  const steps = widths.slice(1).map((width, index) => width - (widths[index] ?? 0));
  const slopes = widths.map((_, index) =>
    slopeBetween(steps[index - 1] ?? steps[0] ?? 0, steps[index] ?? steps.at(-1) ?? 0),
  );
  return tops.map((top, index) => ({
    top,
    bottom: widths[index + 1] ?? top,
    topSlope: slopes[index] ?? 0,
    bottomSlope: slopes[index + 1] ?? 0,
  }));
}

/** Harmonic mean of the steps on both sides: never more than three times the smaller, which keeps the curve monotone. */
function slopeBetween(before: number, after: number): number {
  return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
}

/** Width at a height of the row, 0 at the top to 1 at the bottom. */
export function widthAt({ top, bottom, topSlope, bottomSlope }: Edge, down: number): number {
  const [square, cube] = [down ** 2, down ** 3];
  return (
    (2 * cube - 3 * square + 1) * top +
    (cube - 2 * square + down) * topSlope +
    (3 * square - 2 * cube) * bottom +
    (cube - square) * bottomSlope
  );
}

/** A part of the row's edge, from one height to another, as an edge of its own. */
export function slice(edge: Edge, from: number, to: number): Edge {
  const size = to - from;
  return {
    top: widthAt(edge, from),
    bottom: widthAt(edge, to),
    topSlope: slopeAt(edge, from) * size,
    bottomSlope: slopeAt(edge, to) * size,
  };
}

function slopeAt({ top, bottom, topSlope, bottomSlope }: Edge, down: number): number {
  const square = down ** 2;
  return (
    (6 * square - 6 * down) * (top - bottom) +
    (3 * square - 4 * down + 1) * topSlope +
    (3 * square - 2 * down) * bottomSlope
  );
}
