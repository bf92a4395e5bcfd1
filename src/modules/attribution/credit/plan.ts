import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { AttributionModel } from '../models/models.ts';
import { attributionModels } from '../models/models.ts';
import type { RuleOptions } from '../models/share-of-touches.ts';
import { type RateStep, readRates } from '../settings/money.ts';
import { type AttributionSettings, readSettings } from '../settings/read-settings.ts';
import type { CreditPlan } from './contract.ts';
import { defaultModels } from './contract.ts';
import { type Dimension, findDimension, listDimensions } from './dimensions.ts';

/** What is asked, beyond doubt: what the settings and the clock say is worked in. */
export type Plan = {
  workspaceId: string;
  models: readonly AttributionModel[];
  by: Dimension;
  /** Each: the keys that count, as ClickHouse holds them. */
  filters: readonly { dimension: Dimension; keys: readonly string[] }[];
  value: string;
  eligibility: AttributionSettings['eligibility'];
  lookbackDays: number | null;
  basis: 'result' | 'touch';
  window: { from: string | null; to: string | null; fromMs: number | null; toMs: number | null };
  timeZone: string;
  currency: string;
  own: string;
  rates: readonly RateStep[];
  settings: AttributionSettings;
  rules: RuleOptions;
};

export type AskedCredit = Partial<CreditPlan> & { models?: readonly AttributionModel[] | undefined };

const day = 86_400_000;

/** Deals have money; of leads that reached a stage each counts as one. */
export const unitOf = (value: string): 'minor' | 'micro' =>
  value === 'revenue' || value === 'pipeline' ? 'minor' : 'micro';

export async function planCredit(
  tx: Tx,
  { workspaceId, now, asked }: { workspaceId: string; now: Date; asked: AskedCredit },
): Promise<Plan> {
  const workspace = await tx.first<{ currency: string; timeZone: string }>(
    sql`select currency, time_zone as "timeZone" from workspace where id = ${workspaceId}`,
  );
  if (!workspace) throw new AppError('not_found', 'There is no such workspace.');
  const settings = await readSettings(tx);
  const dimensions = await listDimensions(tx);
  const value = asked.value ?? 'revenue';
  await checkStage(tx, value);
  const models = [...new Set(asked.models ?? defaultModels)];
  if (models.includes('custom') && settings.customWeights === null)
    throw new AppError(
      'unprocessable',
      'The model custom has no weights yet. Give it some in the settings of results.',
    );
  const { timeZone } = workspace;
  return {
    workspaceId,
    models,
    by: findDimension(dimensions, asked.by ?? 'channel'),
    filters: Object.entries(asked.filter ?? {}).flatMap(([key, wanted]) => {
      const keys = Array.isArray(wanted) ? wanted : [wanted];
      return keys.length === 0 ? [] : [{ dimension: findDimension(dimensions, key), keys }];
    }),
    value,
    eligibility: asked.eligibility ?? settings.eligibility,
    lookbackDays:
      asked.lookbackDays === undefined
        ? settings.lookbackDays
        : asked.lookbackDays === 'all'
          ? null
          : asked.lookbackDays,
    basis: asked.basis ?? 'result',
    window: await windowOf(tx, { asked, now, timeZone }),
    timeZone,
    currency: asked.currency ?? workspace.currency,
    own: workspace.currency,
    rates: await readRates(tx, timeZone),
    settings,
    rules: {
      halfLifeMs: settings.halfLifeDays * day,
      ...(settings.customWeights ? { weights: settings.customWeights } : {}),
    },
  };
}

/** Names of models, separated by commas. */
export function parseModels(text: string | undefined): AttributionModel[] | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  return text.split(',').map((part) => {
    const found = attributionModels.find((model) => model === part.trim());
    if (found) return found;
    throw new AppError(
      'invalid_input',
      `There is no model "${part.trim()}". There are: ${attributionModels.join(', ')}.`,
      { fields: [{ path: 'models', message: 'names a model that there is not' }] },
    );
  });
}

async function checkStage(tx: Tx, value: string): Promise<void> {
  if (!value.startsWith('stage:')) return;
  const stages = await tx.rows<{ key: string }>(sql`select key from lifecycle_stage order by position`);
  const key = value.slice('stage:'.length);
  if (stages.some((stage) => stage.key === key)) return;
  throw new AppError(
    'invalid_input',
    `There is no stage "${key}". There are: ${stages.map((stage) => stage.key).join(', ')}.`,
    { fields: [{ path: 'value', message: 'names a stage that there is not' }] },
  );
}

/** Whole days in the zone of the workspace; PostgreSQL knows the zones and their changes. */
async function windowOf(
  tx: Tx,
  { asked, now, timeZone }: { asked: AskedCredit; now: Date; timeZone: string },
): Promise<Plan['window']> {
  const { from, to } = asked;
  const isCustom = from !== undefined || to !== undefined;
  const period = isCustom ? 'custom' : (asked.period ?? 'quarters');
  if (period === 'custom' && !isCustom)
    throw new AppError(
      'invalid_input',
      'A custom period needs its first day (from), its last day (to) or both.',
      { fields: [{ path: 'from', message: 'is missing' }] },
    );
  if (from !== undefined && to !== undefined && from > to)
    throw new AppError(
      'invalid_input',
      `The period ends (${to}) before it starts (${from}). Swap the two days.`,
      { fields: [{ path: 'to', message: 'is before from' }] },
    );
  const first =
    period === 'quarters'
      ? sql`(date_trunc('quarter', today) - interval '1 year')::date`
      : sql`${from ?? null}::date`;
  const last = period === 'quarters' ? sql`today` : sql`${to ?? null}::date`;
  const ms = (date: typeof first) =>
    sql`floor(extract(epoch from ${date}::timestamp at time zone ${timeZone}) * 1000)::bigint`;
  const row = await tx.first<Plan['window']>(sql`
    select "from"::text, "to"::text, ${ms(sql`"from"`)} as "fromMs", ${ms(sql`("to" + 1)`)} as "toMs"
    from (select ${first} as "from", ${last} as "to"
      from (select (${now}::timestamptz at time zone ${timeZone})::date as today) as t) as d`);
  if (!row) throw new Error('A select without a table answers one row.');
  return row;
}
