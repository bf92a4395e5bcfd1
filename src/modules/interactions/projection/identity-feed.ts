import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type pg from 'pg';
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import type { ProjectionFeed } from './projection-feed.ts';

const blockRows = 10_000;

type Table = 'profile_identity' | 'contact_identity' | 'account_identity';
const tables: readonly Table[] = ['profile_identity', 'contact_identity', 'account_identity'];

type Change = { id: string; kind: 'profile' | 'contact' | 'account'; record_id: string };

/**
 * Tells ClickHouse whose each profile is and what each contact and company was merged into. Triggers put what changed
 * into a queue; an entry is taken out in the transaction that follows the telling, so that a crash tells it again. Each
 * telling has a higher version, kept on both sides: where ClickHouse knows less than it was told, it has lost
 * something and is told all anew.
 */
export class IdentityFeed implements ProjectionFeed {
  readonly #clickhouse: ClickHouse;

  constructor(clickhouse: ClickHouse) {
    this.#clickhouse = clickhouse;
  }

  /** To be called before anything else is told. */
  async begin(client: pg.PoolClient): Promise<void> {
    for (const table of tables) {
      await this.#clickhouse.command({ query: `drop table if exists ${table}_rebuild` });
    }
    const { rows } = await client.query<{ version: number }>('select version from identity_projection');
    const known = await this.#knownVersion();
    if (known < (rows[0]?.version ?? 0)) await this.rebuild(client);
    // After a crash in between, or where PostgreSQL was put back to an earlier state.
    else await client.query('update identity_projection set version = $1 where version < $1', [known]);
  }

  /** Tells the next changes; answers whether there were any. */
  async catchUp(client: pg.PoolClient): Promise<boolean> {
    const { rows: changes } = await client.query<Change>(
      'select id::text, kind, record_id from identity_change order by id limit $1',
      [blockRows],
    );
    if (changes.length === 0) return false;
    const idsOf = (kind: Change['kind']) => [
      ...new Set(changes.filter((change) => change.kind === kind).map((change) => change.record_id)),
    ];
    await client.query('begin');
    try {
      const version = await nextVersion(client);
      const lines = {
        profile_identity: await linesOf(client, profileLines, [idsOf('profile'), version]),
        contact_identity: await linesOf(client, familyLines('contact'), [idsOf('contact'), version]),
        account_identity: await linesOf(client, familyLines('account'), [idsOf('account'), version]),
      };
      for (const table of tables) await this.#insert(table, lines[table]);
      await this.#insert('account_identity', [mark(version)]);
      await client.query('delete from identity_change where id = any($1::bigint[])', [
        changes.map((change) => change.id),
      ]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    }
    return true;
  }

  /** Tells everything anew beside what is known, and swaps the two. What changes meanwhile is told after it. */
  async rebuild(client: pg.PoolClient): Promise<void> {
    const version = await nextVersion(client);
    for (const table of tables) {
      await this.#clickhouse.command({ query: `drop table if exists ${table}_rebuild` });
      await this.#clickhouse.command({ query: `create table ${table}_rebuild as ${table}` });
    }
    await this.#copyAll(client, 'profile_identity', profileLines, boundProfiles, version);
    await this.#copyAll(client, 'contact_identity', familyLines('contact'), allContacts, version);
    await this.#copyAll(client, 'account_identity', familyLines('account'), mergedAccounts, version);
    await this.#insert('account_identity_rebuild', [mark(version)]);
    for (const table of tables) {
      await this.#clickhouse.command({ query: `exchange tables ${table} and ${table}_rebuild` });
      await this.#clickhouse.command({ query: `drop table ${table}_rebuild` });
    }
  }

  waiting(client: pg.PoolClient): Promise<number> {
    return changesWaiting(client);
  }

  async #copyAll(
    client: pg.PoolClient,
    table: Table,
    lines: string,
    idsAfter: string,
    version: number,
  ): Promise<void> {
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const { rows } = await client.query<{ id: string }>(idsAfter, [after, blockRows]);
      const last = rows.at(-1);
      if (!last) return;
      const ids = rows.map((row) => row.id);
      await this.#insert(`${table}_rebuild`, await linesOf(client, lines, [ids, version]));
      after = last.id;
    }
  }

  async #insert(table: string, lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    const answer = await this.#clickhouse.exec({
      query: `insert into ${table} format JSONEachRow`,
      values: Readable.from(
        lines.map((line) => `${line}\n`),
        { objectMode: false },
      ),
      clickhouse_settings: { input_format_parallel_parsing: 0 },
    });
    await text(answer.stream);
  }

  async #knownVersion(): Promise<number> {
    const maxima = tables.map((table) => `select max(version) as version from ${table}`);
    const result = await this.#clickhouse.query({
      query: `select toInt64(max(version)) as version from (${maxima.join(' union all ')})`,
      format: 'JSONEachRow',
      clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    });
    const rows = await result.json<{ version: number }>();
    return rows[0]?.version ?? 0;
  }
}

async function changesWaiting(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ waiting: number }>('select count(*) as waiting from identity_change');
  return rows[0]?.waiting ?? 0;
}

async function nextVersion(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    'update identity_projection set version = version + 1 returning version',
  );
  return rows[0]?.version ?? 1;
}

async function linesOf(
  client: pg.PoolClient,
  query: string,
  [ids, version]: [readonly string[], number],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await client.query<{ line: string }>(query, [ids, version]);
  return rows.map((row) => row.line);
}

/** A row that stands for no account: it keeps the version also where nothing was left to tell. */
function mark(version: number): string {
  const nobody = '00000000-0000-0000-0000-000000000000';
  return JSON.stringify({ workspace_id: nobody, account_id: nobody, kept_id: nobody, version });
}

// ClickHouse's times begin in 1900, which stands for "from the beginning".
const fromTimes = `json_agg(to_char(greatest(b.from_at, '1900-01-01Z') at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS')
  order by b.from_at)`;
const profileLines = `
  select json_build_object('workspace_id', p.workspace_id, 'profile_id', p.id, 'account_id', p.account_id, 'version', $2::bigint,
    'from_times', coalesce(s.from_times, '[]'), 'contact_ids', coalesce(s.contact_ids, '[]'))::text as line
  from unnest($1::uuid[]) as given(id) join profile p on p.id = given.id
  left join lateral (select ${fromTimes} as from_times, json_agg(b.contact_id order by b.from_at) as contact_ids
    from profile_binding b where b.workspace_id = p.workspace_id and b.profile_id = p.id) s on true`;

/** Everybody of the families of these records: those merged into whom they, or whoever they were merged into, are. */
function familyLines(table: 'contact' | 'account'): string {
  const account = table === 'contact' ? ", 'account_id', k.account_id" : '';
  return `
    with recursive up as (
      select r.id, r.merged_into_id from unnest($1::uuid[]) as given(id) join ${table} r on r.id = given.id
      union
      select r.id, r.merged_into_id from up join ${table} r on r.id = up.merged_into_id
    ),
    down as (
      select id as kept_id, id from up where merged_into_id is null
      union
      select d.kept_id, r.id from down d join ${table} r on r.merged_into_id = d.id
    )
    select json_build_object('workspace_id', k.workspace_id, '${table}_id', d.id, 'kept_id', k.id${account},
      'version', $2::bigint)::text as line
    from down d join ${table} k on k.id = d.kept_id`;
}

const boundProfiles = `
  select p.id from profile p where p.id > $1
    and (p.account_id is not null or exists (select from profile_binding b
      where b.workspace_id = p.workspace_id and b.profile_id = p.id))
  order by p.id limit $2`;
// Merged ones come with those they were merged into.
const allContacts = 'select id from contact where id > $1 and merged_into_id is null order by id limit $2';
const mergedAccounts = `
  select a.id from account a where a.id > $1 and a.merged_into_id is null
    and exists (select from account m where m.merged_into_id = a.id)
  order by a.id limit $2`;
