import { z } from 'zod';
import { AppError, notFound } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { executionSettings, firstHoldingSql } from '../execution/index.ts';
import { chooseStep, gridOf, readDays, type Step } from './moments.ts';
import { type Judged, loadJudged } from './prepare.ts';
import { countFacts } from './queries/count-facts.ts';
import { timesOf, uuidLiteral } from './queries/lead-rows.ts';

/** A lifecycle stage read under a version of its definition: who would have come to it, and when. */
export type Recast = {
  recastId: string;
  versionId: string;
  definitionId: string;
  number: number;
  word: string;
  stageKey: string;
  step: Step;
  madeAt: Date;
};

type RecastServices = Pick<Services, 'database' | 'clickhouse' | 'now'>;

/** So long a recast is read again; whoever looks later sees what has happened since. */
const freshForMs = 10 * 60_000;
/** Of others' versions, too: a recast holds 24 bytes a lead. */
const keptRecasts = 6;
const leadsAPart = 10_000;
const longestDays = 3_660;

/**
 * The recast of the stage under the version: the one kept where it is fresh, else a new one. Of several who ask at once, one
 * works it out and the others wait for it.
 */
export async function ensureRecast(options: {
  services: RecastServices;
  workspaceId: string;
  versionId: string;
}): Promise<Recast> {
  const { services, workspaceId, versionId } = options;
  return services.database.inWorkspace(workspaceId, async (tx) => {
    const judged = await loadJudged(tx, { subject: { versionId }, threshold: undefined, path: 'recast' });
    const named = { versionId, ...(await describe(tx, judged)) };
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`recast:${versionId}`}, 1))`);
    const fresh = await findFresh(tx, versionId, services.now());
    if (fresh) return { ...fresh, ...named };
    return { ...(await makeRecast(tx, { services, workspaceId, judged, named })), ...named };
  });
}

type Named = Pick<Recast, 'versionId' | 'definitionId' | 'number' | 'word' | 'stageKey'>;
type Kept = Pick<Recast, 'recastId' | 'step' | 'madeAt'>;

async function describe(tx: Tx, judged: Judged): Promise<Omit<Named, 'versionId'>> {
  if (judged.body.kind !== 'stage' || judged.definitionId === null) {
    throw new AppError(
      'unprocessable',
      `"${judged.body.word}" is no lifecycle stage, so no cohort can be read under it. Take a version of a stage's definition.`,
    );
  }
  const row = await tx.first<{ number: number; places: boolean }>(sql`select v.number,
      exists (select from lifecycle_stage s where s.key = ${judged.body.stageKey}) as places
    from definition_version v where v.id = ${judged.versionId}`);
  if (row === null) throw notFound('version of a definition');
  if (!row.places) throw new AppError('unprocessable', `The stage "${judged.body.stageKey}" is gone.`);
  const { word, stageKey } = judged.body;
  return { definitionId: judged.definitionId, number: row.number, word, stageKey };
}

const step = z.enum(['day', 'week', 'month']);

async function findFresh(tx: Tx, versionId: string, now: Date): Promise<Kept | null> {
  const row = await tx.first<{
    id: string;
    step: string;
    made_at: Date;
  }>(sql`select id, step, made_at from recast
    where version_id = ${versionId} and made_at > ${new Date(now.getTime() - freshForMs)} and made_at <= ${now}
    order by made_at desc limit 1`);
  return row && { recastId: row.id, step: step.parse(row.step), madeAt: row.made_at };
}

async function makeRecast(
  tx: Tx,
  options: { services: RecastServices; workspaceId: string; judged: Judged; named: Named },
): Promise<Kept> {
  const { services, workspaceId, judged, named } = options;
  const now = services.now();
  const { parts, step: asked } = await askThePast(tx, { services, workspaceId, judged, now });
  await tx.run(sql`delete from recast where id in (
    select id from recast where version_id <> ${named.versionId} order by made_at desc offset ${keptRecasts - 1})
    or version_id = ${named.versionId}`);
  const id = newId();
  const leads = parts.reduce((sum, part) => sum + part.leads, 0);
  await tx.run(sql`insert into recast (id, workspace_id, version_id, stage_key, made_at, step, leads)
    values (${id}, ${workspaceId}, ${named.versionId}, ${named.stageKey}, ${now}, ${asked}, ${leads})`);
  for (const [place, part] of parts.entries()) {
    await tx.run(sql`insert into recast_part (workspace_id, recast_id, part, contact_ids, reached_ms)
      values (${workspaceId}, ${id}, ${place}, ${`{${part.ids}}`}::uuid[], ${`{${part.times}}`}::bigint[])`);
  }
  return { recastId: id, step: asked, madeAt: now };
}

type Part = { ids: string; times: string; leads: number };

/** From when the first lead was known until now. A million leads come as a hundred long texts, not as a million rows. */
async function askThePast(
  tx: Tx,
  options: { services: RecastServices; workspaceId: string; judged: Judged; now: Date },
): Promise<{ parts: Part[]; step: Step }> {
  const { services, workspaceId, judged, now } = options;
  const { clickhouse } = services;
  const firstKnown = await readFirstKnown(services, workspaceId);
  if (firstKnown === null || firstKnown > now) return { parts: [], step: 'day' };
  const { timeZone } = judged.env;
  const span = await tx.first<{ from: string; to: string }>(sql`select
      greatest((${firstKnown}::timestamptz at time zone ${timeZone})::date,
        (${now}::timestamptz at time zone ${timeZone})::date - ${longestDays}::integer)::text as from,
      (${now}::timestamptz at time zone ${timeZone})::date::text as to`);
  if (span === null) throw new Error('A select without a table answers one row.');
  const days = await readDays(tx, { ...span, timeZone });
  const facts = await countFacts({ clickhouse, workspaceId, until: now });
  const chosen = chooseStep({ days: days.length, ...facts });
  const times = timesOf(gridOf({ days, step: chosen, now }));
  const held = firstHoldingSql({
    workspaceId,
    env: judged.env,
    subject: { rule: judged.rule },
    moments: times,
  });
  const result = await clickhouse.query({
    query: `select arrayStringConcat(groupArray(toString(contact_id)), ',') as ids,
        arrayStringConcat(groupArray(toString([${times.map((at) => at.getTime()).join(', ')}][first_m + 1])), ',') as times,
        toUInt32(count()) as leads
      from (${held}) group by cityHash64(contact_id) % ${Math.ceil(facts.leads / leadsAPart) || 1}`,
    format: 'JSONEachRow',
    clickhouse_settings: executionSettings,
  });
  return { parts: await result.json<Part>(), step: chosen };
}

async function readFirstKnown(services: RecastServices, workspaceId: string): Promise<Date | null> {
  const result = await services.clickhouse.query({
    query: `select toInt64(toUnixTimestamp64Milli(min(known_at))) as first, count() as rows from lead_state
      where workspace_id = ${uuidLiteral(workspaceId)} and not gone`,
    format: 'JSONEachRow',
    clickhouse_settings: executionSettings,
  });
  const [row] = await result.json<{ first: number; rows: number }>();
  return row && row.rows > 0 ? new Date(row.first) : null;
}
