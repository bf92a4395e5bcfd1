import { addSamples, compare, comparedKeys, sampleOf } from './compare.ts';
import type { SlaStandOut } from './contract.ts';
import { type Dimension, namesOf } from './dimensions.ts';
import type { SlaPlan } from './plan.ts';
import { compareByDimension, type KeyCounts } from './queries/compare-by-dimension.ts';

const mostShown = 30;

/** Who and what keeps a promise much worse or better than all others, the worst first. */
export async function findStandOuts(plan: SlaPlan): Promise<SlaStandOut[]> {
  const watched = plan.dimensions.filter((one) => one.watched);
  const counts = await compareByDimension(plan, watched);
  const found = watched.flatMap((dimension) =>
    standOutsOf(
      dimension,
      counts.filter((one) => one.dimension === dimension.key),
    ),
  );
  const labels = new Map<string, string>();
  for (const dimension of watched) {
    const keys = found.flatMap((one) => (one.dimension === dimension.key ? [one.key] : []));
    const names = await namesOf(plan.tx, dimension, [...new Set(keys)]);
    for (const [key, name] of names) labels.set(`${dimension.key}:${key}`, name);
  }
  return found
    .map((one) => ({ ...one, label: labels.get(`${one.dimension}:${one.key}`) ?? one.label }))
    .toSorted((left, right) => gapOf(left) - gapOf(right))
    .slice(0, mostShown);
}

const gapOf = ({ figure, rest }: SlaStandOut): number => figure - (rest ?? figure);

function standOutsOf(dimension: Dimension, counts: readonly KeyCounts[]): SlaStandOut[] {
  return comparedKeys.flatMap((commitment) => {
    const all = addSamples(counts.map((one) => sampleOf(commitment, one)));
    return counts.flatMap((one) => {
      // What is not known of a lead is nobody's doing, and shows in the split.
      if (one.key === '') return [];
      const compared = compare(commitment, sampleOf(commitment, one), all);
      if (!compared?.standsOut) return [];
      return [
        {
          ...compared,
          commitment,
          dimension: dimension.key,
          dimensionLabel: dimension.label,
          key: one.key,
          label: one.key,
        },
      ];
    });
  });
}
