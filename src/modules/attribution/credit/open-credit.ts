import { decodeCursor, encodeCursor } from '../../../platform/http/paging.ts';
import { isId } from '../../../platform/ids.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { journeysReady } from '../facts/journeys-ready.ts';
import { quotedUuid } from '../journeys/sql-text.ts';
import type { AttributionModel } from '../models/models.ts';
import { ask } from './ask.ts';
import type { CreditOpenings } from './contract.ts';
import { readDataDriven } from './data-driven.ts';
import { keySql, resultsSql } from './deals-sql.ts';
import { labelsOf } from './labels.ts';
import { modelWords } from './model-words.ts';
import { type AskedCredit, type Plan, planCredit, unitOf } from './plan.ts';
import { presentOpenings } from './present-openings.ts';
import type { Reading } from './read-models.ts';
import { isRuleModel, readRuleCredits, ruleCreditsSql } from './rule-credits.ts';
import { spreadSql } from './spread-sql.ts';
import { readSummary } from './summary.ts';
import { usedDefinitions } from './used-definitions.ts';
import { withoutPart } from './without-part.ts';

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
export type OpenedResult = { id: string; credit: number; ofKey: number };

/** The results behind one figure of credit, most first: what they give sums to the figure. */
export async function openCredit(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  { workspaceId, model, key, withoutTouch, limit, cursor, signal, ...asked }: Opening,
): Promise<CreditOpenings> {
  await journeysReady(services, workspaceId);
  const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  const plan = await inWorkspace((tx) =>
    planCredit(tx, { workspaceId, now: services.now(), asked: { ...asked, models: [model] } }),
  );
  const reading = { clickhouse: services.clickhouse, plan, signal };
  const parts = withoutTouch
    ? `select id, size as credit, size as ofKey from (${resultsSql(plan)}) where size is not null and not touched`
    : await partsSql(reading, model, key);
  const page = await ask<OpenedResult & { total: number; deals: number }>(
    services.clickhouse,
    `select * from (select id, credit, ofKey, sum(credit) over () as total, count() over () as deals from (${parts}))
    ${afterCursor(cursor)} order by credit desc, id limit ${limit + 1}`,
    signal,
  );
  const shown = page.slice(0, limit);
  const last = page.length > limit ? shown.at(-1) : undefined;
  const items = await presentOpenings(reading, { services, model, key, shown, withoutTouch });
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
    words: withoutTouch
      ? 'Nothing that we know of came before these results: nobody gets credit for them.'
      : wordsOf(model, plan),
    items,
    nextCursor: last ? encodeCursor([last.credit, last.id]) : null,
    definitions,
  };
}

/** A row for each result with a touchpoint of the key, and what it gives to it. */
async function partsSql(reading: Reading, model: AttributionModel, key: string): Promise<string> {
  const { clickhouse, plan, signal } = reading;
  const summary = await readSummary(clickhouse, plan, signal);
  const only = keySql(plan.by, key);
  if (isRuleModel(model)) {
    const rows = ruleCreditsSql({
      plan,
      models: [model],
      amount: 'value',
      hasNegative: summary.hasNegative,
      group: 'id',
      only,
    });
    return `select id, sum(c0) as credit, toInt64(0) as ofKey from (${rows}) group by id having sum(touchpoints) > 0`;
  }
  const whole = withoutPart(plan);
  const all = await readSummary(clickhouse, whole, signal);
  const keys = await readRuleCredits({
    clickhouse,
    plan: whole,
    models: [],
    amount: 'value',
    hasNegative: false,
    signal,
  });
  const known = new Set(keys.map((one) => one.key));
  const { credits } = await readDataDriven(model, {
    clickhouse,
    plan: whole,
    amount: 'value',
    total: all.total - all.withoutTouch.value,
    isEarning: (one) => known.has(one),
    signal,
  });
  return `select id, counted_credit as credit, credit as ofKey
    from (${spreadSql(plan, { credits, amount: 'value', only: key })}) where has(marks, 1)`;
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
