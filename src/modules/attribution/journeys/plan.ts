import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { type LifecycleStage, listStages } from '../../people/index.ts';
import type { WorkspaceContext } from '../../workspace/index.ts';
import { askWithTotals as askAllWithTotals, ask as askClickHouse } from '../credit/ask.ts';
import { type JourneysAsOf as FactsAsOf, journeysReady } from '../facts/journeys-ready.ts';
import { readRates, worthSql } from '../settings/money.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { JourneysAsOf, JourneysFilter } from './deals-contract.ts';
import { filterSql, type JourneyDimension, listJourneyDimensions } from './dimensions.ts';
import { quotedUuid } from './sql-text.ts';

type Window = { from: string | null; to: string | null; fromMs: number | null; toMs: number | null };

/** Whose journeys are asked, in words of ClickHouse. What a number and its list are made of comes from here alone. */
export type JourneysPlan = {
  clickhouse: ClickHouse;
  /** Ends what is asked where nobody waits for it any more. */
  signal: AbortSignal | undefined;
  workspaceId: string;
  /** The workspace as ClickHouse reads it. */
  workspace: string;
  now: Date;
  facts: FactsAsOf;
  period: JourneysFilter['period'];
  window: Window;
  eligibility: 'group' | 'account' | 'primary';
  currency: string;
  timeZone: string;
  /** The reporting currency's minor units, of an amount, its currency and the day; null without a rate. */
  money: (of: { amount: string; currency: string; ms: string }) => string;
  stages: readonly LifecycleStage[];
  dimensions: readonly JourneyDimension[];
  /** Over `lead` and `company`; null: everybody. */
  matches: string | null;
  filteredBy: readonly string[];
};

export type JourneysContext = Pick<WorkspaceContext, 'workspaceId' | 'inWorkspace'> & {
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>;
  signal?: AbortSignal | undefined;
};

export async function planJourneys(
  context: JourneysContext,
  filter: Partial<JourneysFilter>,
): Promise<JourneysPlan> {
  const { services, workspaceId } = context;
  const facts = await journeysReady(services, workspaceId);
  const now = services.now();
  return context.inWorkspace(async (tx) => {
    const workspace = await readWorkspace(tx);
    const dimensions = await listJourneyDimensions(tx);
    const { matches, keys } = filterSql(dimensions, filter.filter ?? {});
    const settings = await readSettings(tx);
    const rates = await readRates(tx, workspace.timeZone);
    const isCustom = filter.from !== undefined || filter.to !== undefined;
    const period = isCustom ? 'custom' : (filter.period ?? 'quarters');
    return {
      clickhouse: services.clickhouse,
      signal: context.signal,
      workspaceId,
      workspace: quotedUuid(workspaceId),
      now,
      facts,
      period,
      window: await windowOf(tx, { ...filter, period, now, timeZone: workspace.timeZone }),
      eligibility: filter.eligibility ?? settings.eligibility,
      ...workspace,
      money: (of) => worthSql({ ...workspace, rates }, of),
      stages: await listStages({ tx }),
      dimensions,
      matches,
      filteredBy: keys,
    };
  });
}

async function readWorkspace(tx: Tx): Promise<{ currency: string; timeZone: string }> {
  const row = await tx.first<{ currency: string; timeZone: string }>(
    sql`select currency, time_zone as "timeZone" from workspace
      where id = current_setting('liaison.workspace_id')::uuid`,
  );
  if (!row) throw new AppError('not_found', 'There is no such workspace.');
  return row;
}

type Asked = Pick<Partial<JourneysFilter>, 'from' | 'to'> & {
  period: JourneysFilter['period'];
  now: Date;
  timeZone: string;
};

/** Whole days in the zone of the workspace; PostgreSQL knows the zones and their changes. */
async function windowOf(tx: Tx, { period, from, to, now, timeZone }: Asked): Promise<Window> {
  if (period === 'custom' && from === undefined && to === undefined)
    throw new AppError(
      'invalid_input',
      'A custom period needs its first day (from), its last day (to) or both.',
      {
        fields: [{ path: 'from', message: 'is missing' }],
      },
    );
  if (from !== undefined && to !== undefined && from > to)
    throw new AppError(
      'invalid_input',
      `The period ends (${to}) before it starts (${from}). Swap the two days.`,
      {
        fields: [{ path: 'to', message: 'is before from' }],
      },
    );
  const first = {
    quarters: sql`(date_trunc('quarter', today) - interval '1 year')::date`,
    last90: sql`today - 89`,
    last365: sql`today - 364`,
    all: sql`null::date`,
    custom: sql`${from ?? null}::date`,
  }[period];
  const last = { custom: sql`${to ?? null}::date`, all: sql`null::date` }[period as 'custom'] ?? sql`today`;
  const ms = (day: typeof first) =>
    sql`floor(extract(epoch from ${day}::timestamp at time zone ${timeZone}) * 1000)::bigint`;
  const row = await tx.first<Window>(sql`
    select "from"::text, "to"::text, ${ms(sql`"from"`)} as "fromMs", ${ms(sql`("to" + 1)`)} as "toMs"
    from (select ${first} as "from", ${last} as "to"
      from (select (${now}::timestamptz at time zone ${timeZone})::date as today) as t) as d`);
  if (!row) throw new Error('A select without a table answers one row.');
  return row;
}

/** Whether a moment lies in the period. */
export function inWindow(plan: Pick<JourneysPlan, 'window'>, ms: string): string {
  const { fromMs, toMs } = plan.window;
  const parts = [
    ...(fromMs === null ? [] : [`${ms} >= ${fromMs}`]),
    ...(toMs === null ? [] : [`${ms} < ${toMs}`]),
  ];
  return parts.length === 0 ? '1' : `(${parts.join(' and ')})`;
}

export const presentAsOf = (plan: JourneysPlan, dealsWithoutRate: number): JourneysAsOf => ({
  madeAt: plan.facts.madeAt.toISOString(),
  isBehind: plan.facts.isBehind,
  range: { period: plan.period, from: plan.window.from, to: plan.window.to },
  currency: plan.currency,
  dealsWithoutRate,
});

/** Rows of a query of this folder, as it names them. */
export const ask = <Row>(
  { clickhouse, signal }: Pick<JourneysPlan, 'clickhouse'> & Partial<Pick<JourneysPlan, 'signal'>>,
  query: string,
): Promise<Row[]> => askClickHouse<Row>(clickhouse, query, signal);

/** The same of a grouped query `with totals`. */
export const askWithTotals = <Row>(
  { clickhouse, signal }: Pick<JourneysPlan, 'clickhouse' | 'signal'>,
  query: string,
) => askAllWithTotals<Row>(clickhouse, query, signal);
