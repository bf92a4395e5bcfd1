/** What is expected of a week, with the interval that holds in eight weeks of ten. */
export type Expected = { volume: number; low: number; high: number };
export type Forecast = {
  /** How much of each new week goes into the level, 0 to 1. */
  smoothing: number;
  level: number;
  weeks: Expected[];
};

const smoothings = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6] as const;
const startWeeks = 4;
const fewestWeeks = 6;
/** Of the normal distribution: eight of ten lie within so many standard deviations. */
const eightOfTen = 1.2816;

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** The level after the last week, and how far each week was from what the weeks before it had said. */
function smooth(counts: readonly number[], smoothing: number): { level: number; squared: number } {
  let level = sumOf(counts.slice(0, startWeeks)) / startWeeks;
  let squared = 0;
  for (const count of counts.slice(startWeeks)) {
    const off = count - level;
    squared += off * off;
    level += smoothing * off;
  }
  return { level, squared };
}

/**
 * The recent level of a weekly count, by simple exponential smoothing: the smoothing that would have foretold each known
 * week best from those before it. The interval comes from how far those forecasts were off, and is never narrower than
 * chance alone makes counts of this size (Poisson). Neither trend nor season is read into the few weeks there are.
 * Null: there are too few.
 */
export function forecastWeeks(counts: readonly number[], ahead: number): Forecast | null {
  if (counts.length < fewestWeeks) return null;
  let best = { smoothing: 0, level: 0, squared: Number.POSITIVE_INFINITY };
  for (const smoothing of smoothings) {
    const tried = smooth(counts, smoothing);
    if (tried.squared < best.squared - 1e-9) best = { smoothing, ...tried };
  }
  const { smoothing, level } = best;
  const variance = Math.max(best.squared / (counts.length - startWeeks), level);
  const weeks = Array.from({ length: ahead }, (_, at) => {
    const spread = eightOfTen * Math.sqrt(variance * (1 + at * smoothing * smoothing));
    return { volume: level, low: Math.max(0, level - spread), high: level + spread };
  });
  return { smoothing, level, weeks };
}
