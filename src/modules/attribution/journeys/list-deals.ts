import { AppError } from '../../../platform/errors.ts';
import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { DealsQuery } from './contract.ts';
import type { DealOfJourneys } from './deals-contract.ts';
import { dealsSql, stepKey } from './deals-sql.ts';
import { placesSql, seeSteps } from './flow-links.ts';
import { inWords, namesOf } from './labels.ts';
import { metSql, stagesOfDecidedSql } from './lift-sql.ts';
import { ask, type JourneysContext, type JourneysPlan, planJourneys } from './plan.ts';
import { pathText } from './read-paths.ts';
import { dayMs, nobodyId, quoted, quotedUuid } from './sql-text.ts';
import { rowOfStalls } from './stall-limits.ts';
import { waitingSql } from './stalls-sql.ts';
import { readSteps, type Steps } from './step-kinds.ts';

const shownSteps = 12;

type Row = {
  id: string;
  name: string;
  account_id: string;
  owner_id: string;
  status: 'open' | 'won' | 'lost';
  stage: string;
  minor: number | null;
  opened_ms: number;
  closed_ms: number | null;
  sort_ms: number;
  touchpoints: number;
  people: number;
  first_ms: number | null;
  last_ms: number | null;
  keys: string[];
  runs: number[];
  steps: number;
};

/** The deals of a selection, as their ids in SQL; a selection of nothing is all of them. */
async function selectionSql(plan: JourneysPlan, input: DealsQuery): Promise<string[]> {
  const where: string[] = [];
  if (input.status === 'decided') where.push("status != 'open'");
  else if (input.status) where.push(`status = '${input.status}'`);
  if (input.path !== undefined)
    where.push(`id in (select id from (select *, arrayCompact(${stepKey[input.by]}) as walked from (${dealsSql(plan)}))
      where ${pathText(input.steps)} = ${quoted(input.path)})`);
  if (input.node !== undefined) {
    const places = placesSql(plan, { by: input.by, keys: (await seeSteps(plan, input)).keys });
    const hit =
      input.nextNode === undefined
        ? `has(places, ${quoted(input.node)})`
        : `arrayExists((one, next) -> one = ${quoted(input.node)} and next = ${quoted(input.nextNode)}, places, arrayPushBack(arrayPopFront(places), ''))`;
    where.push(`id in (select id from (${places}) where ${hit})`);
  }
  const { stage, lastTouch, untouched } = input;
  if (stage !== undefined)
    where.push(
      `id in (select id from (${waitingSql(plan, input.by)}) where ${rowOfStalls({ stage, lastTouch, untouched })})`,
    );
  if (input.liftOf !== undefined) {
    if (input.liftKey === undefined)
      throw new AppError('invalid_input', 'liftOf needs liftKey: of what?', {
        fields: [{ path: 'liftKey', message: 'is missing' }],
      });
    const what = { of: input.liftOf, landmarkDays: input.landmarkDays };
    const isStage = `buying_stage = ${quoted(input.liftStage)}`;
    where.push(
      `id in (select id from (${stagesOfDecidedSql(plan, what)}) where ${isStage} and result_ms >= landmark_ms)`,
      `id ${input.met ? 'in' : 'not in'} (select id from (${metSql(plan, what)}) where ${isStage} and key = ${quoted(input.liftKey)})`,
    );
  }
  return where;
}

/** Deals of journeys, the latest first. */
export async function listDealsOfJourneys(context: JourneysContext, input: DealsQuery) {
  const plan = await planJourneys(context, input);
  const where = await selectionSql(plan, input);
  if (input.cursor !== undefined) {
    const [ms, afterId] = decodeCursor(input.cursor, 2);
    where.push(`(sort_ms, id) < (toInt64(${Number(ms)}), ${quotedUuid(String(afterId))})`);
  }
  const [rows, steps] = await Promise.all([
    ask<Row>(
      plan,
      `select id, name, account_id, owner_id, status, stage, minor, opened_ms, closed_ms, result_ms as sort_ms, length(at) as touchpoints,
        length(arrayDistinct(person_ids)) as people, if(empty(at), null, toNullable(at[1])) as first_ms,
        if(empty(at), null, toNullable(at[-1])) as last_ms, ${stepKey[input.by]} as all_keys, arrayCompact(all_keys) as walked,
        arraySlice(walked, 1, ${shownSteps}) as keys,
        arrayMap(run -> length(run), arraySplit((key, other) -> key != other, all_keys, arrayPopBack(arrayPushFront(all_keys, '')))) as all_runs,
        arraySlice(all_runs, 1, ${shownSteps}) as runs, length(walked) as steps
      from (${dealsSql(plan)}) ${where.length ? `where ${where.join(' and ')}` : ''}
      order by sort_ms desc, id desc limit ${input.limit + 1}`,
    ),
    readSteps(context, plan, input.by),
  ]);
  const names = await context.inWorkspace(async (tx) => ({
    accounts: await namesOf(
      tx,
      'account',
      rows.map((row) => row.account_id),
    ),
    owners: await namesOf(
      tx,
      'teammate',
      rows.map((row) => row.owner_id),
    ),
    since: new Map(
      (
        await tx.rows<{ id: string; ms: number | null }>(sql`
          select o.id, (select floor(extract(epoch from max(s.at)) * 1000)::bigint from opportunity_stage_change s
            where s.workspace_id = o.workspace_id and s.opportunity_id = o.id and s.stage = o.stage) as ms
          from opportunity o where o.id = any(${sql.param(rows.map(({ id }) => id))}::uuid[])`)
      ).map(({ id, ms }) => [id, ms]),
    ),
  }));
  return toPage({
    rows,
    limit: input.limit,
    item: (row) => presentDeal(row, { plan, steps, names }),
    cursor: (row) => [row.sort_ms, row.id],
  });
}

type Names = {
  accounts: ReadonlyMap<string, string>;
  owners: ReadonlyMap<string, string>;
  since: ReadonlyMap<string, number | null>;
};

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

function presentDeal(
  row: Row,
  { plan, steps, names }: { plan: JourneysPlan; steps: Steps; names: Names },
): DealOfJourneys {
  const named = (id: string, known: ReadonlyMap<string, string>) => {
    const name = known.get(id);
    return id === nobodyId || name === undefined ? null : { id, name };
  };
  const since = names.since.get(row.id) ?? row.opened_ms;
  return {
    id: row.id,
    name: row.name,
    account: named(row.account_id, names.accounts),
    owner: named(row.owner_id, names.owners),
    status: row.status,
    stage: inWords(row.stage),
    minor: row.minor,
    openedAt: new Date(row.opened_ms).toISOString(),
    closedAt: iso(row.closed_ms),
    touchpoints: row.touchpoints,
    people: row.people,
    firstTouchAt: iso(row.first_ms),
    lastTouchAt: iso(row.last_ms),
    steps: row.keys.map((key, nth) => ({
      key,
      label: steps.label(key),
      kind: steps.kind(key),
      times: row.runs[nth] ?? 1,
    })),
    isCut: row.steps > shownSteps,
    daysInStage: row.status === 'open' ? Math.max(0, plan.now.getTime() - since) / dayMs : null,
  };
}
