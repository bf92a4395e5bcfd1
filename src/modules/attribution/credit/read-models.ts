import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import type { JourneysAsOf } from '../facts/journeys-ready.ts';
import { KeptAnswers } from '../facts/kept-answers.ts';
import type { AttributionModel, DataDrivenModel, RuleModel } from '../models/models.ts';
import { ask } from './ask.ts';
import type { DataDriven } from './data-driven.ts';
import type { Plan } from './plan.ts';
import { isRuleModel, type KeyCredits, readRuleCredits } from './rule-credits.ts';
import { shareByData } from './share-by-data.ts';
import { spreadSql } from './spread-sql.ts';
import type { Summary } from './summary.ts';
import { withoutPart } from './without-part.ts';

export type Reading = {
  clickhouse: ClickHouse;
  plan: Plan;
  journeys: JourneysAsOf;
  signal: AbortSignal | undefined;
};

export type Found = { keys: KeyCredits[]; dataDriven: ReadonlyMap<AttributionModel, DataDriven> };

/** Keys with a figure a model; some tens of megabytes at most. */
const kept = new KeptAnswers<KeyCredits[]>({ most: 50_000, sizeOf: (keys) => 1 + keys.length });

/** What each key gets by each model asked. */
export async function readModels(
  reading: Reading,
  summary: Summary,
  amount: 'value' | 'count',
): Promise<Found> {
  const { clickhouse, plan, signal } = reading;
  const rules = plan.models.filter((model): model is RuleModel => isRuleModel(model));
  const { workspaceId, models: _, ...asked } = plan;
  const found = await kept.of({ workspaceId, journeys: reading.journeys, what: [rules, amount, asked] }, () =>
    readRuleCredits({ clickhouse, plan, models: rules, amount, hasNegative: summary.hasNegative, signal }),
  );
  const keys = found.map((one) => ({ ...one, credits: { ...one.credits } }));
  const others = plan.models.filter((model): model is DataDrivenModel => !isRuleModel(model));
  const dataDriven = new Map<AttributionModel, DataDriven>();
  const whole = withoutPart(plan);
  const isPartial = whole.basis !== plan.basis || whole.filters.length < plan.filters.length;
  for (const model of others) {
    const answer = await shareByData(model, reading, {
      amount,
      known: isPartial ? undefined : { summary, keys },
    });
    dataDriven.set(model, answer);
    const credits = isPartial ? await ofPart(reading, answer.credits, amount) : answer.credits;
    for (const one of keys) one.credits[model] = credits.get(one.key) ?? 0;
  }
  return { keys, dataDriven };
}

/** What of each key's credit stands at touchpoints that count. */
async function ofPart(
  { clickhouse, plan, signal }: Reading,
  credits: ReadonlyMap<string, number>,
  amount: 'value' | 'count',
): Promise<ReadonlyMap<string, number>> {
  const rows = await ask<{ key: string; credit: number }>(
    clickhouse,
    `select key, sum(counted_credit) as credit from (${spreadSql(plan, { credits, amount })}) group by key`,
    signal,
  );
  return new Map(rows.map(({ key, credit }) => [key, credit]));
}
