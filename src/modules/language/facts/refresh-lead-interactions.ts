import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import type { Services } from '../../../platform/services.ts';
import { leadInteractionColumns, leadInteractionsSql } from './lead-interactions-sql.ts';

type Progress = { position: number; identity_version: number; version: number; pending: boolean };

/** Beyond so many people whose rows change hands, all are made anew. */
const mostPeople = 5_000;
/** Beyond so many rows all identities are read rather than those of each row. */
const fewRows = 100_000;

const settings = {
  output_format_json_quote_64bit_integers: 0,
  max_query_size: '16777216',
  short_circuit_function_evaluation: 'force_enable',
  max_insert_threads: '2',
} as const;

/**
 * Brings the interactions of a workspace's leads up to where ClickHouse knows the log and who is who. New rows are
 * added; where people were merged, devices changed hands or rows were corrected, those concerned are made anew. One at
 * a time in a workspace. A crash in between leaves a mark, and the next one makes everything anew.
 */
export async function refreshLeadInteractions(
  services: Pick<Services, 'clickhouse' | 'database'>,
  workspaceId: string,
): Promise<void> {
  const { clickhouse, database } = services;
  const before = await readProgress(clickhouse, workspaceId);
  if (before && !before.pending && !(await findNews(clickhouse, workspaceId, before))) return;
  await database.asSystem(async ({ client }) => {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `liaison.lead_interactions:${workspaceId}`,
    ]);
    await bringUp(clickhouse, workspaceId);
  });
}

async function bringUp(clickhouse: ClickHouse, workspaceId: string): Promise<void> {
  const known = await readProgress(clickhouse, workspaceId);
  const from = known ?? { position: 0, identity_version: 0, version: 0, pending: true };
  const news = await findNews(clickhouse, workspaceId, from);
  if (!news && !from.pending) return;
  const to = news ?? from;
  const people = from.pending ? null : await findPeople(clickhouse, workspaceId, { from, to });
  await writeProgress(clickhouse, workspaceId, { ...from, pending: true, version: from.version + 1 });
  if (people === null || people.length > mostPeople) await makeAnew(clickhouse, workspaceId, to.position);
  else await change(clickhouse, workspaceId, { from, to, people });
  await writeProgress(clickhouse, workspaceId, {
    position: to.position,
    identity_version: to.identity_version,
    pending: false,
    version: from.version + 2,
  });
}

type Place = Pick<Progress, 'position' | 'identity_version'>;
type Step = { from: Place; to: Place };

/** How far ClickHouse knows the log and the identities; null where that is no further than before. */
async function findNews(clickhouse: ClickHouse, workspaceId: string, from: Place): Promise<Place | null> {
  const ofWorkspace = `workspace_id = toUUID('${workspaceId}')`;
  const newer = `${ofWorkspace} and version > ${from.identity_version}`;
  const [row] = await query<Place>(
    clickhouse,
    `select
      (select max(position) from interaction where ${ofWorkspace} and position > ${from.position}) as position,
      greatest((select max(version) from contact_identity where ${newer}),
        (select max(version) from profile_identity where ${newer})) as identity_version`,
  );
  if (!row || (row.position === 0 && row.identity_version === 0)) return null;
  return {
    position: Math.max(row.position, from.position),
    identity_version: Math.max(row.identity_version, from.identity_version),
  };
}

/** Whose rows are no longer what they were: told from what is stored and what is known now. */
async function findPeople(clickhouse: ClickHouse, workspaceId: string, step: Step): Promise<string[]> {
  const { from, to } = step;
  const ofWorkspace = `workspace_id = toUUID('${workspaceId}')`;
  const isNew = `position > ${from.position} and position <= ${to.position}`;
  if (from.identity_version === to.identity_version) {
    const [row] = await query<{ replaced: number }>(
      clickhouse,
      `select count() as replaced from interaction where ${ofWorkspace} and ${isNew} and isNotNull(replaces_id)`,
    );
    if (row?.replaced === 0) return [];
  }
  const newer = `${ofWorkspace} and version > ${from.identity_version}`;
  const rows = await query<{ id: string }>(
    clickhouse,
    `with moved as (
      select arrayJoin([person_id, now_id]) as someone from (
        select distinct person_id, arrayJoin(who_ids) as who_id from lead_interaction
        where ${ofWorkspace} and hasAny(who_ids, (select groupArray(contact_id) from contact_identity where ${newer}))
      ) as stored
      join (
        select contact_id, kept_id as now_id from contact_identity final where ${newer}
      ) as known on contact_id = who_id
      where person_id != now_id
    ),
    devices as (select distinct profile_id from profile_identity where ${newer}),
    lent as (
      select distinct assumeNotNull(profile_id) as lent_id from interaction
      where ${ofWorkspace} and position <= ${from.position} and isNull(contact_id) and profile_id in devices
    ),
    owners as (
      select assumeNotNull(arrayJoin(arrayFilter(owner -> isNotNull(owner), contact_ids))) as owner_id
      from profile_identity final where ${ofWorkspace} and profile_id in lent
    ),
    replaced as (
      select assumeNotNull(replaces_id) from interaction
      where ${ofWorkspace} and ${isNew} and isNotNull(replaces_id)
    )
    select distinct toString(someone) as id from (
      select someone from moved
      union all
      select if(kept_id = toUUID('00000000-0000-0000-0000-000000000000'), owner_id, kept_id) as someone from owners
      left join (select contact_id, kept_id from contact_identity final where ${ofWorkspace} and contact_id in owners) as known on contact_id = owner_id
      union all
      select person_id as someone from lead_interaction where ${ofWorkspace} and profile_id in lent
      union all
      select person_id as someone from lead_interaction
      where ${ofWorkspace} and (select count() from replaced) > 0 and id in replaced
    ) limit ${mostPeople + 1}`,
  );
  return rows.map((row) => row.id);
}

/** Adds what is new, and makes the rows of these people anew. */
async function change(
  clickhouse: ClickHouse,
  workspaceId: string,
  { from, to, people }: Step & { people: readonly string[] },
): Promise<void> {
  const isNew = `position > ${from.position}`;
  const upTo = `position <= ${to.position}`;
  if (people.length === 0) {
    return insert(clickhouse, 'lead_interaction', {
      workspaceId,
      where: `${isNew} and ${upTo}`,
      few: to.position - from.position < fewRows,
    });
  }
  const list = `[${people.map((id) => `toUUID('${id}')`).join(', ')}]`;
  await clickhouse.command({
    query: `delete from lead_interaction where workspace_id = toUUID('${workspaceId}') and person_id in ${list}`,
    clickhouse_settings: settings,
  });
  const ofWorkspace = `workspace_id = toUUID('${workspaceId}')`;
  // Also what was told before counts: more of the log is read then than needed, and nothing is missed.
  const family = `(select contact_id from contact_identity where ${ofWorkspace} and kept_id in ${list}
    union distinct select arrayJoin(${list}) as contact_id)`;
  const ids = `(select groupArray(contact_id) from ${family})`;
  const devices = `(select profile_id from profile_identity
    where ${ofWorkspace} and hasAny(contact_ids, arrayMap(one -> toNullable(one), ${ids})))`;
  await insert(clickhouse, 'lead_interaction', {
    workspaceId,
    where: `${upTo} and (${isNew} or contact_id in ${family}
      or (isNull(contact_id) and profile_id in ${devices}) or hasAny(other_contact_ids, ${ids}))`,
    having: `${isNew} or person_id in ${list}`,
  });
}

/** All rows of the workspace, beside those there are, which they then replace at once. */
async function makeAnew(clickhouse: ClickHouse, workspaceId: string, upTo: number): Promise<void> {
  const building = `lead_interaction_of_${workspaceId.replaceAll('-', '')}`;
  const run = (statement: string) => clickhouse.command({ query: statement });
  await run(`drop table if exists ${building}`);
  await run(`create table ${building} as lead_interaction`);
  await insert(clickhouse, building, { workspaceId, where: `position <= ${upTo}` });
  const [row] = await query<{ rows: number }>(clickhouse, `select count() as rows from ${building}`);
  const partition = `partition '${workspaceId}'`;
  if (row?.rows) await run(`alter table lead_interaction replace ${partition} from ${building}`);
  else await run(`alter table lead_interaction drop ${partition}`);
  await run(`drop table ${building}`);
}

async function insert(
  clickhouse: ClickHouse,
  table: string,
  options: { workspaceId: string; where: string; having?: string; few?: boolean },
): Promise<void> {
  const having = options.having === undefined ? '' : `where ${options.having}`;
  await clickhouse.command({
    query: `insert into ${table} (${leadInteractionColumns})
      select ${leadInteractionColumns} from (${leadInteractionsSql(options)}) ${having}`,
    clickhouse_settings: settings,
  });
}

async function readProgress(clickhouse: ClickHouse, workspaceId: string): Promise<Progress | null> {
  const [row] = await query<Progress>(
    clickhouse,
    `select position, identity_version, version, pending from lead_interaction_progress final
    where workspace_id = toUUID('${workspaceId}')`,
  );
  return row ?? null;
}

async function writeProgress(clickhouse: ClickHouse, workspaceId: string, progress: Progress): Promise<void> {
  await clickhouse.insert({
    table: 'lead_interaction_progress',
    values: [{ workspace_id: workspaceId, ...progress }],
    format: 'JSONEachRow',
  });
}

async function query<Row>(clickhouse: ClickHouse, statement: string): Promise<Row[]> {
  const result = await clickhouse.query({
    query: statement,
    format: 'JSONEachRow',
    clickhouse_settings: settings,
  });
  return result.json<Row>();
}
