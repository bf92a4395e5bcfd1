/** How far a model stands from the mean of all that are shown, as the table shades it. */
export type Shade = { towards: 'more' | 'less'; percent: number };

/** As strong as a shade may get, so that the number on it stays easy to read. */
const strongestPercent = 70;
/** A model that gives all of the mean more, or nothing at all, has this much of the shade. */
const percentPerMean = 60;
/** Below it nothing is seen. */
const faintestPercent = 2;

export function shadeOf(credit: number, mean: number): Shade | null {
  if (mean === 0) return null;
  const distance = (credit - mean) / Math.abs(mean);
  const percent = Math.min(strongestPercent, Math.round(Math.abs(distance) * percentPerMean));
  return percent < faintestPercent ? null : { towards: distance > 0 ? 'more' : 'less', percent };
}

export function meanOf(credits: readonly number[]): number {
  return credits.length === 0 ? 0 : credits.reduce((sum, credit) => sum + credit, 0) / credits.length;
}

/** How far apart the models are: from the least to the most, as a part of their mean. */
export function spreadOf(credits: readonly number[]): number {
  const mean = meanOf(credits);
  if (mean === 0) return 0;
  return (Math.max(...credits) - Math.min(...credits)) / Math.abs(mean);
}
