import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type LifecycleStage, listStages } from '../../people/index.ts';
import { readSetting, type Setting } from './baseline/read-setting.ts';
import type { ValueDimension, ValueQuery } from './contract.ts';

/** Who is counted and as what: every figure of value and the list behind it are made of the same. */
export type ValuePlan = {
  workspaceId: string;
  nowMs: number;
  currency: string;
  timeZone: string;
  /** Days, the last one inclusive, and the moments at which they begin and end where the workspace is. */
  range: { from: string; to: string; fromMs: number; toMs: number };
  by: ValueDimension;
  stages: readonly LifecycleStage[];
  stage: LifecycleStage;
  lastStage: LifecycleStage;
  setting: Setting;
  campaigns: readonly Campaign[];
  /** Of pieces that have one, in small letters; read where leads are told apart by it. */
  assetTypes: readonly { id: string; type: string }[];
};

export type Campaign = {
  id: string;
  name: string;
  channel: string | null;
  ownerId: string | null;
  startsOn: string | null;
  endsOn: string | null;
  budgetMinor: number | null;
  costMinor: number | null;
  currency: string | null;
};

/** Moments of a question are full ones, so that whoever asks again is answered at once. */
const fullMs = 10 * 60_000;

type PlanOptions = {
  workspaceId: string;
  now: Date;
  query: Pick<ValueQuery, 'from' | 'to' | 'by' | 'stage'>;
};

export async function planValue(tx: Tx, options: PlanOptions): Promise<ValuePlan> {
  const { workspaceId, now, query } = options;
  const workspace = await readRange(tx, { now, query });
  const stages = await listStages({ tx });
  const lastStage = stages.at(-1);
  if (lastStage === undefined)
    throw new AppError('unprocessable', 'This workspace has no lifecycle stages to judge by.');
  const campaigns = await tx.rows<Campaign>(sql`select id, name, channel, owner_id as "ownerId",
      starts_on::text as "startsOn", ends_on::text as "endsOn", budget_minor as "budgetMinor", cost_minor as "costMinor",
      currency from campaign order by lower(name), id`);
  return {
    workspaceId,
    nowMs: Math.ceil(now.getTime() / fullMs) * fullMs,
    ...workspace,
    by: query.by,
    stages,
    stage: stageOf(stages, query.stage) ?? stages.at(-2) ?? lastStage,
    lastStage,
    setting: await readSetting(tx),
    campaigns,
    assetTypes: query.by === 'asset_type' ? await readAssetTypes(tx) : [],
  };
}

const readAssetTypes = (tx: Tx) =>
  tx.rows<{ id: string; type: string }>(
    sql`select id, lower(type) as type from asset where type is not null order by id`,
  );

function stageOf(stages: readonly LifecycleStage[], key: string | undefined): LifecycleStage | null {
  if (key === undefined) return stages.find((stage) => stage.key === 'opportunity') ?? null;
  const stage = stages.find((one) => one.key === key);
  if (stage) return stage;
  const known = stages.map((one) => one.key).join(', ');
  throw new AppError('invalid_input', `There is no lifecycle stage "${key}". The stages are: ${known}.`, {
    fields: [{ path: 'stage', message: 'is no stage of this workspace' }],
  });
}

type Workspace = Pick<ValuePlan, 'range' | 'currency' | 'timeZone'>;

/** Four whole quarters and the one that runs, unless asked otherwise; days begin where the workspace is. */
async function readRange(
  tx: Tx,
  { now, query }: { now: Date; query: Pick<ValueQuery, 'from' | 'to'> },
): Promise<Workspace> {
  const row = await tx.first<{
    currency: string;
    timeZone: string;
    from: string;
    to: string;
    fromMs: number;
    toMs: number;
  }>(sql`
    select currency, time_zone as "timeZone", first_day::text as "from", last_day::text as "to",
      (extract(epoch from first_day::timestamp at time zone time_zone) * 1000)::float8 as "fromMs",
      (extract(epoch from (last_day + 1)::timestamp at time zone time_zone) * 1000)::float8 as "toMs"
    from (select currency, time_zone,
        coalesce(${query.from ?? null}::date,
          (date_trunc('quarter', ${now}::timestamptz at time zone time_zone) - interval '12 months')::date) as first_day,
        coalesce(${query.to ?? null}::date, (${now}::timestamptz at time zone time_zone)::date) as last_day
      from workspace) as w`);
  if (row === null) throw new AppError('not_found', 'There is no such workspace.');
  const { currency, timeZone, ...range } = row;
  if (range.from > range.to)
    throw new AppError('invalid_input', 'The period ends before it begins.', {
      fields: [{ path: 'to', message: 'is before from' }],
    });
  return { currency, timeZone, range };
}
