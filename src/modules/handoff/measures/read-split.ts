import type { Tx } from '../../../platform/postgres/database.ts';
import { addSamples, compare, comparedKeys, sampleOf, standsOutRule } from './compare.ts';
import type { SlaDimension, SlaFilter, SlaSplitRow } from './contract.ts';
import { findDimension, namesOf, presentDimension } from './dimensions.ts';
import { planSla } from './plan.ts';
import { compareByDimension, type KeyCounts } from './queries/compare-by-dimension.ts';

/** Not "unknown": that is a value which fields really have. */
const noneLabel = '(none)';

/** The measures by one dimension: those that stand out for the worse first, then by how many hand-offs they have. */
export async function readSplit(options: {
  tx: Tx;
  now: Date;
  filter: SlaFilter;
  dimension: string;
  limit: number;
}): Promise<{ dimension: SlaDimension; rows: SlaSplitRow[]; rule: string }> {
  const plan = await planSla(options);
  const dimension = findDimension(plan.dimensions, options.dimension);
  const counts = await compareByDimension(plan, [dimension]);
  const names = await namesOf(
    plan.tx,
    dimension,
    counts.map(({ key }) => key),
  );
  const rows = counts
    .map((one) => rowOf(one, counts, one.key === '' ? noneLabel : (names.get(one.key) ?? one.key)))
    .toSorted((left, right) => worseIn(right) - worseIn(left) || right.n - left.n)
    .slice(0, options.limit);
  return { dimension: presentDimension(dimension), rows, rule: standsOutRule };
}

function rowOf(own: KeyCounts, all: readonly KeyCounts[], label: string): SlaSplitRow {
  const figures: SlaSplitRow['figures'] = {};
  for (const key of comparedKeys) {
    const compared = compare(key, sampleOf(key, own), addSamples(all.map((one) => sampleOf(key, one))));
    if (compared) figures[key] = compared;
  }
  return {
    key: own.key,
    label,
    n: own.n,
    figures,
    medianResponseHours: own.responseMedianS === null ? null : own.responseMedianS / 3_600,
  };
}

const worseIn = ({ figures }: SlaSplitRow): number =>
  Object.values(figures).filter((one) => one?.standsOut === 'worse').length;
