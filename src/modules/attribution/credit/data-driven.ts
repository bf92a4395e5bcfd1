import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import { type RemovalEffect, removalEffects } from '../models/markov-of-grams.ts';
import type { DataDrivenModel } from '../models/models.ts';
import { splitExactly } from '../models/split-exactly.ts';
import type { Plan } from './plan.ts';
import { readChain } from './read-chain.ts';
import { readShapley } from './read-sets.ts';

export type DataDriven = {
  /** What each key gets in all; keys without a result of their own get nothing. */
  credits: ReadonlyMap<string, number>;
  effects: readonly RemovalEffect[] | null;
  sampled: { sets: number; largestError: number } | null;
  /** So many keys were weighed as one by Shapley. */
  together: number;
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

/** Of which journeys it is learnt. */
export type Learning = Pick<Asked, 'clickhouse' | 'plan' | 'amount' | 'signal'>;

/** What each key gets by a model that learns from journeys with and without a result. */
export async function readDataDriven(model: DataDrivenModel, asked: Asked): Promise<DataDriven> {
  return model === 'shapley' ? byShapley(asked) : byMarkov(asked, Number(model.slice(-1)));
}

async function byMarkov(asked: Asked, order: number): Promise<DataDriven> {
  const chain = await readChain(asked, order);
  const byValue = await removalEffects(chain, { by: 'value', signal: asked.signal });
  // Where what came of it is worth nothing or less in all, journeys are counted instead.
  const effects = byValue.some(({ effect }) => effect > 0)
    ? byValue
    : await removalEffects(chain, { by: 'conversions', signal: asked.signal });
  return { credits: shareOut(asked, effects), effects, sampled: null, together: 0 };
}

async function byShapley(asked: Asked): Promise<DataDriven> {
  const { credits, sampledSets, largestError, together } = await readShapley(asked);
  const parts = credits.map(({ key, value, conversions }) => ({
    key,
    effect: Math.max(0, asked.total > 0 ? value : conversions),
  }));
  return {
    credits: shareOut(asked, parts),
    effects: null,
    sampled: sampledSets > 0 ? { sets: sampledSets, largestError } : null,
    together,
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
