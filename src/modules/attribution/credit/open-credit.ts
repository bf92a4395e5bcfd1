import { decodeCursor, encodeCursor } from '../../../platform/http/paging.ts';
import { isId } from '../../../platform/ids.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { journeysReady } from '../facts/journeys-ready.ts';
import { quotedUuid } from '../journeys/sql-text.ts';
import type { AttributionModel } from '../models/models.ts';
import { ask } from './ask.ts';
import type { CreditOpenings } from './contract.ts';
import type { DataDriven } from './data-driven.ts';
import { keySql, resultsSql } from './deals-sql.ts';
import { labelsOf } from './labels.ts';
import { modelWords } from './model-words.ts';
import { type AskedCredit, type Plan, planCredit, unitOf } from './plan.ts';
import { presentOpenings } from './present-openings.ts';
import type { Reading } from './read-models.ts';
import { isRuleModel, ruleCreditsSql } from './rule-credits.ts';
import { shareByData } from './share-by-data.ts';
import { spreadSql } from './spread-sql.ts';
import { readSummary } from './summary.ts';
import { usedDefinitions } from './used-definitions.ts';

type Opening = Omit<AskedCredit, 'models'> & {
  workspaceId: string;
  model: AttributionModel;
  key: string;
  withoutTouch: boolean;
  limit: number;
  cursor?: string | undefined;
  signal?: AbortSignal | undefined;
};

/** A result's part of the figure that is opened. */
export type OpenedResult = { id: string; credit: number };

/** The results behind one figure of credit, most first: what they give sums to the figure. */
export async function openCredit(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  { workspaceId, model, key, withoutTouch, limit, cursor, signal, ...asked }: Opening,
): Promise<CreditOpenings> {
  const journeys = await journeysReady(services, workspaceId);
  const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  const plan = await inWorkspace((tx) =>
    planCredit(tx, { workspaceId, now: services.now(), asked: { ...asked, models: [model] } }),
  );
  const reading = { clickhouse: services.clickhouse, plan, journeys, signal };
  const shared =
    withoutTouch || isRuleModel(model) ? null : await shareByData(model, reading, { amount: 'value' });
  const parts = withoutTouch
    ? `select id, size as credit from (${resultsSql(plan)}) where size is not null and not touched`
    : await partsSql(reading, { model, key, shared });
  const page = await ask<OpenedResult & { total: number; deals: number; earning: number }>(
    services.clickhouse,
    `select * from (select id, credit, sum(credit) over () as total, count() over () as deals, countIf(credit != 0) over () as earning from (${parts}))
    ${afterCursor(cursor)} order by credit desc, id limit ${limit + 1}`,
    signal,
  );
  const shown = page.slice(0, limit);
  const last = page.length > limit ? shown.at(-1) : undefined;
  const items = await presentOpenings(reading, {
    services,
    model,
    key,
    shown,
    withoutTouch,
    ofKeys: shared ? await creditsOfDeals(reading, shared, shown) : null,
  });
  const { labels, definitions } = await inWorkspace(async (tx) => ({
    labels: await labelsOf(tx, plan.by, [key]),
    definitions: await usedDefinitions(tx, plan),
  }));
  return {
    unit: unitOf(plan.value),
    currency: plan.currency,
    label: withoutTouch ? 'No touchpoint known' : labels(key),
    total: page[0]?.total ?? 0,
    deals: page[0]?.deals ?? 0,
    earning: page[0]?.earning ?? 0,
    words: withoutTouch
      ? 'Nothing that we know of came before these results: nobody gets credit for them.'
      : wordsOf(model, plan),
    items,
    nextCursor: last ? encodeCursor([last.credit, last.id]) : null,
    definitions,
  };
}

/** A row for each result with a touchpoint of the key, and what it gives to it. */
async function partsSql(
  { clickhouse, plan, signal }: Reading,
  { model, key, shared }: { model: AttributionModel; key: string; shared: DataDriven | null },
): Promise<string> {
  if (shared)
    return `select id, counted_credit as credit
      from (${spreadSql(plan, { credits: shared.credits, amount: 'value', only: key })}) where has(marks, 1)`;
  if (!isRuleModel(model)) throw new Error(`${model} is neither a rule nor learnt.`);
  const { hasNegative } = await readSummary(clickhouse, plan, signal);
  const rows = ruleCreditsSql({
    plan,
    models: [model],
    amount: 'value',
    hasNegative,
    group: 'id',
    only: keySql(plan.by, key),
  });
  return `select id, sum(c0) as credit from (${rows}) group by id having sum(touchpoints) > 0`;
}

/** By result, what each of its keys gets of it: a reader sees what the others got beside the one that was opened. */
async function creditsOfDeals(
  { clickhouse, plan, signal }: Reading,
  { credits }: DataDriven,
  shown: readonly OpenedResult[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  if (shown.length === 0) return new Map();
  const rows = await ask<{ id: string; key: string; credit: number }>(
    clickhouse,
    `select id, key, credit from (${spreadSql(plan, { credits, amount: 'value' })})
    where id in (${shown.map(({ id }) => quotedUuid(id)).join(', ')})`,
    signal,
  );
  const byDeal = Map.groupBy(rows, ({ id }) => id);
  return new Map(
    [...byDeal].map(([id, some]) => [id, new Map(some.map(({ key, credit }) => [key, credit]))]),
  );
}

function afterCursor(cursor: string | undefined): string {
  if (cursor === undefined) return '';
  const [credit, id] = decodeCursor(cursor, 2);
  if (typeof credit !== 'number' || !Number.isSafeInteger(credit) || typeof id !== 'string' || !isId(id))
    return 'where 0';
  return `where credit < ${credit} or (credit = ${credit} and id > ${quotedUuid(id)})`;
}

const dataDrivenWords =
  'What a key gets is told down to its results in proportion to their value, and from there to their touchpoints of that key evenly.';

function wordsOf(model: AttributionModel, plan: Plan): string {
  const { words } = modelWords[model];
  if (model === 'time-decay') return `${words} The half-life is ${plan.settings.halfLifeDays} days.`;
  return isRuleModel(model) ? words : `${words} ${dataDrivenWords}`;
}
