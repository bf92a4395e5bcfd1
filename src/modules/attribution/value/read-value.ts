import { journeysReady } from '../facts/journeys-ready.ts';
import { type Alternative, composeRow } from './compose-row.ts';
import {
  allOfMarketing,
  type Value,
  type ValueBaseline,
  type ValueQuery,
  type ValueRow,
} from './contract.ts';
import { type Gathered, gatherValue, type ValueServices } from './gather-value.ts';
import { readLabels } from './labels.ts';
import { headlineOf, methodWords } from './words.ts';

/** Whose figures may be shown by name: everybody's, or one's own. */
export type Sight = { everybody: boolean; ownTeammateId: string | null };

/** Whether marketing adds value, and where: every way in beside comparable leads of the alternative. */
export async function readValue(
  services: ValueServices,
  options: { workspaceId: string; query: ValueQuery; sight: Sight; ratesOnly?: boolean },
): Promise<Value> {
  const { workspaceId, query, sight, ratesOnly = false } = options;
  const journeys = await journeysReady(services, workspaceId);
  const gathered = await gatherValue(services, { workspaceId, query, journeys, ratesOnly });
  const { plan, horizon, tests } = gathered;
  const label = await services.database.inWorkspace(workspaceId, (tx) =>
    readLabels(tx, { ...plan, keys: gathered.counted.rows.map(({ key }) => key) }),
  );
  const { baseline, alternative } = composeBaseline(gathered);
  const marketing = composeRow(gathered, {
    name: allOfMarketing,
    label: 'All of marketing',
    counts: { ...gathered.counted.marketing, key: allOfMarketing },
    alternative,
  });
  const rows = gathered.counted.rows
    .filter(
      ({ key }) => plan.by !== 'marketer' || key === '' || sight.everybody || key === sight.ownTeammateId,
    )
    .map((counts) =>
      composeRow(gathered, { name: `row:${counts.key}`, label: label(counts.key), counts, alternative }),
    );
  const stageOf = ({ key, name }: { key: string; name: string }) => ({ key, name });
  return {
    asOf: journeys.madeAt.toISOString(),
    isBehind: journeys.isBehind,
    range: { from: plan.range.from, to: plan.range.to },
    by: plan.by,
    currency: plan.currency,
    stage: stageOf(plan.stage),
    lastStage: stageOf(plan.lastStage),
    stages: plan.stages.slice(1).map(stageOf),
    horizon,
    tests: tests && {
      definitionKey: tests.definitionKey,
      word: tests.word,
      versionNumber: tests.versionNumber,
      isSigned: tests.isSigned,
      names: tests.names,
    },
    baseline,
    headline: headlineOf({
      compared: marketing.comparison,
      baseline,
      stageName: plan.stage.name,
      currency: plan.currency,
    }),
    marketing,
    rows: inOrder(rows, plan.by === 'marketer'),
    mayName: sight.everybody,
    leftOut: {
      dealsWithoutRate: gathered.revenue.dealsWithoutRate,
      costsWithoutRate: gathered.costs.withoutRate,
      dealsWithoutPeople: gathered.revenue.dealsWithoutPeople,
    },
    method: methodWords({ horizon: horizon.words, baseline, tests: tests?.word ?? null }),
  };
}

/** Figures of people are in the order of their names: this is no ranking. What is not known stands last. */
function inOrder(rows: readonly ValueRow[], byName: boolean): ValueRow[] {
  return rows.toSorted(
    (a, b) =>
      Number(a.key === '') - Number(b.key === '') ||
      (byName ? 0 : b.leads - a.leads) ||
      a.label.localeCompare(b.label, 'en') ||
      (a.key < b.key ? -1 : 1),
  );
}

function composeBaseline(gathered: Gathered): { baseline: ValueBaseline; alternative: Alternative } {
  const { setting, stage } = gathered.plan;
  const isRateAssumed = setting.kind === 'assumed';
  const isMeasured = setting.kind === 'channel' || setting.kind === 'campaigns';
  const row = isMeasured
    ? composeRow(gathered, {
        name: 'baseline',
        label: setting.name,
        counts: { ...gathered.counted.baseline, key: 'baseline' },
        alternative: null,
      })
    : null;
  const assumedRate = isRateAssumed ? (setting.assumedRates[stage.key] ?? null) : null;
  const costPerLeadMinor = setting.costPerLeadMinor ?? row?.costPerLeadMinor ?? null;
  return {
    baseline: {
      kind: setting.kind,
      name: setting.name,
      isSuggested: setting.isSuggested,
      isRateAssumed,
      isCostAssumed: setting.costPerLeadMinor !== null,
      source: setting.source,
      row,
      rate: isRateAssumed ? assumedRate : (row?.rate ?? null),
      costPerLeadMinor,
      days: isRateAssumed ? (setting.assumedDays[stage.key] ?? null) : (row?.medianDays ?? null),
    },
    alternative: { kind: setting.kind, name: setting.name, isRateAssumed, assumedRate, costPerLeadMinor },
  };
}
