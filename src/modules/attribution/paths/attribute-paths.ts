import { AppError } from '../../../platform/errors.ts';
import { markovCredits, type Path } from '../models/markov.ts';
import { type AttributionModel, markovModels } from '../models/models.ts';
import { shapleyCredits } from '../models/shapley.ts';
import { shareOfTouches } from '../models/share-of-touches.ts';

export type PathCredit = { key: string; conversions: number; value: number; removalEffect?: number };

/** Models that need nothing but the order of what happened. */
const byOrder = ['first', 'last', 'last-non-direct', 'linear', 'position', 'j', 'inverse-j'] as const;

/** Who gets the credit in journeys that are known by their order alone; most credit first. */
export async function attributePaths(paths: readonly Path[], model: AttributionModel): Promise<PathCredit[]> {
  return (await creditsOf(paths, model)).toSorted(
    (a, b) => b.conversions - a.conversions || (a.key < b.key ? -1 : 1),
  );
}

async function creditsOf(paths: readonly Path[], model: AttributionModel): Promise<PathCredit[]> {
  if (model === 'shapley') return (await shapleyCredits(paths)).credits;
  const markov = /^markov-([1-4])$/.exec(model);
  if (markov) return markovCredits(paths, Number(markov[1]));
  const rule = byOrder.find((name) => name === model);
  if (rule === undefined)
    throw new AppError(
      'unprocessable',
      `The model ${model} needs times or milestones, which a file of paths does not hold. Take one of: ${[...byOrder, ...markovModels, 'shapley'].join(', ')}.`,
    );
  return byRule(paths, rule);
}

function byRule(paths: readonly Path[], rule: (typeof byOrder)[number]): PathCredit[] {
  const credits = new Map<string, PathCredit>();
  for (const { keys, conversions, value } of paths) {
    const touches = keys.map((key, index) => ({ atMs: index, isDirect: /^\(?direct\b/i.test(key) }));
    const parts = shareOfTouches(rule, touches, { leadCreatedMs: null, opportunityCreatedMs: null });
    keys.forEach((key, index) => {
      const part = parts[index] ?? 0;
      const so = credits.get(key) ?? { key, conversions: 0, value: 0 };
      credits.set(key, {
        key,
        conversions: so.conversions + conversions * part,
        value: so.value + value * part,
      });
    });
  }
  return [...credits.values()];
}
