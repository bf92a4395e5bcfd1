import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { LiftQuery } from './contract.ts';
import type { Lift, LiftCell, LiftRow } from './deals-contract.ts';
import { inWords, type StepNames, stepNames } from './labels.ts';
import { liftOf } from './lift-of.ts';
import { metSql, stagesOfDecidedSql, wholePurchase } from './lift-sql.ts';
import { ask, type JourneysContext, planJourneys, presentAsOf } from './plan.ts';

type StageRow = { stage: string; deals: number; wins: number; left_out: number; no_rate: number };
type MetRow = { stage: string; key: string; deals: number; wins: number; persons: number; contents: number };

const methodOf = (days: number) =>
  `Win rate of decided deals that met it ÷ of those that did not. Only what was met within ${days} days after the buyer came to the stage counts (for the whole purchase: up to ${days} days after the deal opened), and only deals still undecided then, so that long deals do not win by having had time. Haldane’s correction; 95 % interval of the logarithm of the ratio. Under five deals on a side nothing is said. Coming before a win is not causing it.`;

/** Which reading and which talks come before a win, stage by stage. */
export async function readLift(context: JourneysContext, input: LiftQuery): Promise<Lift> {
  const plan = await planJourneys(context, input);
  const [stages, met] = await Promise.all([
    ask<StageRow>(
      plan,
      `select buying_stage as stage, countIf(result_ms >= landmark_ms) as deals, countIf(result_ms >= landmark_ms and status = 'won') as wins,
        countIf(result_ms < landmark_ms) as left_out, countIf(minor is null) as no_rate
      from (${stagesOfDecidedSql(plan, input)}) group by stage`,
    ),
    ask<MetRow>(
      plan,
      `select buying_stage as stage, key, uniqExact(id) as deals, uniqExactIf(id, status = 'won') as wins,
        countIf(kind = 'person') as persons, countIf(kind != 'person') as contents
      from (${metSql(plan, input)}) group by stage, key order by deals desc limit 5000`,
    ),
  ]);
  const { order, label } = await context.inWorkspace(async (tx) => ({
    order: await buyingStages(tx),
    label: await stepNames(
      tx,
      input.of,
      met.map(({ key }) => key),
    ),
  }));
  const shown = presentStages(stages, order);
  const rows = presentRows({ met, stages: shown, label });
  return {
    ...presentAsOf(plan, stages.find(({ stage }) => stage === wholePurchase)?.no_rate ?? 0),
    of: input.of,
    landmarkDays: input.landmarkDays,
    stages: shown,
    rows: rows.slice(0, input.limit),
    comparisons: rows.flatMap(({ cells }) => cells).filter(({ ratio }) => ratio !== null).length,
    method: methodOf(input.landmarkDays),
  };
}

type BuyingStage = { key: string; name: string };

const buyingStages = (tx: Tx): Promise<BuyingStage[]> =>
  tx.rows<BuyingStage>(sql`select key, name from buying_stage order by position`);

function presentStages(rows: readonly StageRow[], order: readonly BuyingStage[]): Lift['stages'] {
  const byKey = new Map(rows.map((row) => [row.stage, row]));
  const known: BuyingStage[] = [{ key: wholePurchase, name: 'Whole purchase' }, ...order];
  const others = rows
    .filter(({ stage }) => !known.some(({ key }) => key === stage))
    .map(({ stage }) => ({ key: stage, name: inWords(stage) }));
  return [...known, ...others].map(({ key, name }) => {
    const row = byKey.get(key);
    return { key, name, deals: row?.deals ?? 0, wins: row?.wins ?? 0, leftOut: row?.left_out ?? 0 };
  });
}

function presentRows(given: { met: readonly MetRow[]; stages: Lift['stages']; label: StepNames }): LiftRow[] {
  const rows = [...Map.groupBy(given.met, ({ key }) => key)].map(([key, own]): LiftRow => {
    const persons = own.reduce((sum, row) => sum + row.persons, 0);
    const contents = own.reduce((sum, row) => sum + row.contents, 0);
    return {
      key,
      label: given.label(key),
      kind: contents === 0 ? 'person' : persons === 0 ? 'content' : 'both',
      cells: given.stages.map((stage) =>
        cellOf(
          stage,
          own.find((row) => row.stage === stage.key),
        ),
      ),
    };
  });
  return rows.toSorted(
    (one, other) =>
      strength(other) - strength(one) || deals(other) - deals(one) || (one.key < other.key ? -1 : 1),
  );
}

function cellOf(stage: Lift['stages'][number], row: MetRow | undefined): LiftCell {
  const withDeals = row?.deals ?? 0;
  const withWins = row?.wins ?? 0;
  const counts = {
    withWins,
    withDeals,
    withoutWins: stage.wins - withWins,
    withoutDeals: stage.deals - withDeals,
  };
  return { stage: stage.key, ...counts, ...liftOf(counts) };
}

const deals = ({ cells }: LiftRow) => cells[0]?.withDeals ?? 0;

/** What is shown most plainly comes first: how far the nearer end of an interval lies from 1. */
const strength = ({ cells }: LiftRow): number =>
  Math.max(0, ...cells.map(({ low, high }) => Math.max(Math.log(low ?? 1), -Math.log(high ?? 1), 0)));
