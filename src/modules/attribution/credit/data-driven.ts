import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import { AppError } from '../../../platform/errors.ts';
import { type Gram, type RemovalEffect, removalEffects } from '../models/markov-of-grams.ts';
import type { AttributionModel } from '../models/models.ts';
import { shapleyCredits } from '../models/shapley.ts';
import { splitExactly } from '../models/split-exactly.ts';
import { ask } from './ask.ts';
import { dealsSql } from './deals-sql.ts';
import { isById } from './dimensions.ts';
import type { Plan } from './plan.ts';
import { withoutNobody } from './rule-credits.ts';

export type DataDriven = {
  /** What each key gets in all; keys without a result of their own get nothing. */
  credits: ReadonlyMap<string, number>;
  effects: readonly RemovalEffect[] | null;
  sampled: { sets: number; largestError: number } | null;
};

type Asked = {
  clickhouse: ClickHouse;
  plan: Plan;
  amount: 'value' | 'count';
  /** What there is to share out. */
  total: number;
  /** Keys that stand in a result that is worth something: credit must open to deals. */
  isEarning: (key: string) => boolean;
  signal?: AbortSignal | undefined;
};

/** Above so many different steps the answer would be about chance, and take minutes. */
const mostGrams = 400_000;
const mostSets = 4_096;

/** What each key gets by a model that learns from journeys with and without a result. */
export async function readDataDriven(model: AttributionModel, asked: Asked): Promise<DataDriven> {
  return model === 'shapley' ? byShapley(asked) : byMarkov(asked, Number(model.slice(-1)));
}

async function byMarkov(asked: Asked, order: number): Promise<DataDriven> {
  const grams = await readGrams(asked, order);
  const byValue = await removalEffects(grams, { by: 'value', signal: asked.signal });
  // Where what came of it is worth nothing or less in all, journeys are counted instead.
  const effects = byValue.some(({ effect }) => effect > 0)
    ? byValue
    : await removalEffects(grams, { by: 'conversions', signal: asked.signal });
  return { credits: shareOut(asked, effects), effects, sampled: null };
}

/** Steps of journeys from one key to the next, repeats in a row left out, by the `order` keys before. */
async function readGrams({ clickhouse, plan, amount, signal }: Asked, order: number): Promise<Gram[]> {
  const { sql } = dealsSql(plan, { amount, withOthers: true });
  // No key of the facts: text there is trimmed, and the nil uuid is the only one that nobody made.
  const before = isById(plan.by) ? `toUUID('ffffffff-ffff-ffff-ffff-ffffffffffff')` : `'\\n'`;
  const places = Array.from({ length: order + 1 }, (_, index) => order - index);
  const arrays = places.map((back) =>
    back === 0
      ? 'steps as x0'
      : `arrayResize(arrayConcat(arrayWithConstant(${back}, ${before}), steps), length(steps)) as x${back}`,
  );
  const names = places.map((back) => `x${back}`).join(', ');
  const rows = await ask<{ keys: string[] } & Omit<Gram, 'keys'>>(
    clickhouse,
    `select [${places.map((back) => `toString(x${back})`).join(', ')}] as keys, count() as count, countIf(is_end) as ends,
      countIf(is_end and won) as conversions, sumIf(sign * size, is_end and won) as value
    from (select arrayCompact(keys) as steps, won, size, sign from (${sql}))
    array join ${arrays.join(', ')}, arrayMap(nth -> nth = length(steps), arrayEnumerate(steps)) as is_end
    group by ${names} order by ${names} limit ${mostGrams + 1}`,
    signal,
  );
  if (rows.length > mostGrams)
    throw new AppError(
      'unprocessable',
      `Journeys take more than ${mostGrams} different turns here. Take a Markov model of a lower order, or something with fewer kinds to split by.`,
    );
  const beforeText = isById(plan.by) ? 'ffffffff-ffff-ffff-ffff-ffffffffffff' : '\n';
  return rows.map((row) => ({
    ...row,
    keys: row.keys.map((key) => (key === beforeText ? null : withoutNobody(key))),
  }));
}

async function byShapley(asked: Asked): Promise<DataDriven> {
  const { sql } = dealsSql(asked.plan, { amount: asked.amount, withOthers: true });
  const rows = await ask<{ keys: string[]; journeys: number; conversions: number; value: number }>(
    asked.clickhouse,
    `select arraySort(arrayDistinct(arrayMap(key -> toString(key), keys))) as keys, count() as journeys,
      countIf(won) as conversions, sumIf(sign * size, won) as value
    from (${sql}) group by 1 order by keys limit ${mostSets + 1}`,
    asked.signal,
  );
  if (rows.length > mostSets)
    throw new AppError(
      'unprocessable',
      `Journeys hold more than ${mostSets} different sets of these. Take something with fewer kinds to split by, or a Markov model.`,
    );
  const { credits, sampledSets, largestError } = shapleyCredits(
    rows.map(({ keys, journeys, conversions, value }) => ({
      keys: keys.map(withoutNobody),
      conversions,
      value,
      nulls: journeys - conversions,
    })),
  );
  const parts = credits.map(({ key, value, conversions }) => ({
    key,
    effect: Math.max(0, asked.total > 0 ? value : conversions),
  }));
  return {
    credits: shareOut(asked, parts),
    effects: null,
    sampled: sampledSets > 0 ? { sets: sampledSets, largestError } : null,
  };
}

function shareOut(
  { total, isEarning }: Asked,
  effects: readonly RemovalEffect[],
): ReadonlyMap<string, number> {
  const earning = effects.filter(({ key }) => isEarning(key)).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  if (earning.length === 0) return new Map();
  const parts = earning.map(({ effect }) => effect);
  // Nothing would be lost without any of them: each stands for another, and they share alike.
  const pieces = splitExactly(total, parts.some((part) => part > 0) ? parts : parts.map(() => 1));
  return new Map(earning.map(({ key }, index) => [key, pieces[index] ?? 0]));
}
