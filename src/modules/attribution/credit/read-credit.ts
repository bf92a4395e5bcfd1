import type { Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { journeysReady } from '../facts/journeys-ready.ts';
import { KeptAnswers } from '../facts/kept-answers.ts';
import type { Credit, CreditRow } from './contract.ts';
import { findDisagreement, sayer } from './disagreement.ts';
import { labelsOf } from './labels.ts';
import { type AskedCredit, type Plan, planCredit, unitOf } from './plan.ts';
import { type Found, readModels } from './read-models.ts';
import type { KeyCredits } from './rule-credits.ts';
import { countPeople, readSummary, type Summary } from './summary.ts';
import { usedDefinitions } from './used-definitions.ts';

type Asking = AskedCredit & {
  workspaceId: string;
  /** Of money, what parts of results the models give as well. */
  withCounts?: boolean | undefined;
  signal?: AbortSignal | undefined;
};

/** What there is to be shared out is the same whatever shares it, and by whatever it is told. */
const kept = new KeptAnswers<{ summary: Summary; people: number }>({ most: 2_000, sizeOf: () => 1 });

/** Who gets the credit for results, by several models side by side: all sums exact, to the minor unit. */
export async function readCredit(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  asking: Asking,
): Promise<Credit> {
  const { workspaceId, withCounts, signal, ...asked } = asking;
  const asOf = await journeysReady(services, workspaceId);
  const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  const plan = await inWorkspace((tx) => planCredit(tx, { workspaceId, now: services.now(), asked }));
  const reading = { clickhouse: services.clickhouse, plan, journeys: asOf, signal };
  const { models: _models, by: _by, ...scope } = plan;
  const { summary, people } = await kept.of({ workspaceId, journeys: asOf, what: scope }, async () => {
    const [ofResults, ofPeople] = await Promise.all([
      readSummary(services.clickhouse, plan, signal),
      countPeople(services.clickhouse, plan, signal),
    ]);
    return { summary: ofResults, people: ofPeople };
  });
  const found = await readModels(reading, summary, 'value');
  const unit = unitOf(plan.value);
  const counted = unit === 'minor' && withCounts ? await readModels(reading, summary, 'count') : null;
  const { labels, definitions } = await inWorkspace(async (tx) => ({
    labels: await labelsOf(
      tx,
      plan.by,
      found.keys.map(({ key }) => key),
    ),
    definitions: await usedDefinitions(tx, plan),
  }));
  const countsOf = new Map(counted?.keys.map(({ key, credits }) => [key, credits]));
  const rows = found.keys
    .map(
      (one): CreditRow => ({
        key: one.key,
        label: labels(one.key),
        kind: kindOf(one),
        credits: one.credits,
        results: unit === 'micro' ? one.credits : (countsOf.get(one.key) ?? null),
        removalEffect: effectsOf(found.dataDriven, one.key),
        touchpoints: one.touchpoints,
        deals: one.deals,
      }),
    )
    .toSorted((a, b) => sumOf(b.credits) - sumOf(a.credits) || (a.key < b.key ? -1 : 1));
  return {
    asOf: asOf.madeAt.toISOString(),
    isBehind: asOf.isBehind,
    plan: presentPlan(plan),
    unit,
    currency: plan.currency,
    rows,
    total: summary.total,
    totals: Object.fromEntries(
      plan.models.map((model) => [model, rows.reduce((sum, { credits }) => sum + (credits[model] ?? 0), 0)]),
    ),
    results: summary.results,
    touchpoints: rows.reduce((sum, { touchpoints }) => sum + touchpoints, 0),
    people,
    withoutTouch: summary.withoutTouch,
    noRate: summary.noRate,
    withoutAmount: summary.withoutAmount,
    sampled: found.dataDriven.get('shapley')?.sampled ?? null,
    together: found.dataDriven.get('shapley')?.together ?? 0,
    disagreement: findDisagreement(rows, { models: plan.models, say: sayer(unit, plan.currency) }),
    definitions,
  };
}

const sumOf = (credits: Record<string, number>): number =>
  Object.values(credits).reduce((total, credit) => total + credit, 0);

/** Of a key with a few of the other kind it is said what nearly all are. */
const mixedFrom = 0.2;

function kindOf({ touchpoints, persons }: KeyCredits): CreditRow['kind'] {
  if (touchpoints === 0) return null;
  const part = persons / touchpoints;
  return part > 1 - mixedFrom ? 'person' : part < mixedFrom ? 'content' : 'both';
}

function effectsOf(found: Found['dataDriven'], key: string): CreditRow['removalEffect'] {
  const effects = [...found].flatMap(([model, { effects: some }]) => {
    const effect = some?.find((one) => one.key === key);
    return effect ? [[model, effect.effect] as const] : [];
  });
  return Object.fromEntries(effects);
}

const presentPlan = (plan: Plan): Credit['plan'] => ({
  models: [...plan.models],
  by: { key: plan.by.key, label: plan.by.label },
  value: plan.value,
  eligibility: plan.eligibility,
  lookbackDays: plan.lookbackDays,
  basis: plan.basis,
  range: { from: plan.window.from, to: plan.window.to, timeZone: plan.timeZone },
  halfLifeDays: plan.settings.halfLifeDays,
  leadStage: plan.settings.leadStage,
});
