import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type pg from 'pg';
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import type { ProjectionFeed } from '../../interactions/index.ts';
import { readSuccessors } from './load-lead-histories.ts';
import { readAccounts, readContacts, readDeals } from './read-records.ts';
import type { RecordType } from './record-facts.ts';
import { accountLines, dealLines, leadLines, markLine } from './state-lines.ts';

const blockRows = 5_000;

const tables: Readonly<Record<RecordType, string>> = {
  contact: 'lead_state',
  account: 'account_state',
  opportunity: 'deal_state',
};
const recordTypes: readonly RecordType[] = ['contact', 'account', 'opportunity'];

type Change = { id: string; kind: RecordType; record_id: string };

/**
 * Tells ClickHouse what was known of each person, company and deal when. As with identities: triggers put what changed
 * into a queue, an entry is taken out in the transaction that follows the telling, and a version kept on both sides
 * shows where ClickHouse has lost something. A record's past only grows, so that what is told anew replaces all of it.
 */
export class LeadFeed implements ProjectionFeed {
  readonly #clickhouse: ClickHouse;

  constructor(clickhouse: ClickHouse) {
    this.#clickhouse = clickhouse;
  }

  async begin(client: pg.PoolClient): Promise<void> {
    for (const table of Object.values(tables)) await this.#command(`drop table if exists ${table}_rebuild`);
    await this.#forgetLostInteractions();
    const { rows } = await client.query<{ version: number }>('select version from lead_projection');
    const known = await this.#knownVersion();
    if (known < (rows[0]?.version ?? 0)) await this.rebuild(client);
    // After a crash in between, or where PostgreSQL was put back to an earlier state.
    else await client.query('update lead_projection set version = $1 where version < $1', [known]);
  }

  async catchUp(client: pg.PoolClient): Promise<boolean> {
    const { rows: changes } = await client.query<Change>(
      'select id::text, kind, record_id from lead_change order by id limit $1',
      [blockRows],
    );
    if (changes.length === 0) return false;
    await client.query('begin');
    try {
      const version = await nextVersion(client);
      for (const kind of recordTypes) {
        const ids = new Set(
          changes.filter((change) => change.kind === kind).map((change) => change.record_id),
        );
        const lines = await linesOf(client, kind, [...ids], version);
        await this.#insert(tables[kind], [...lines, markLine(kind, version)]);
      }
      await client.query('delete from lead_change where id = any($1::bigint[])', [
        changes.map((change) => change.id),
      ]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    }
    return true;
  }

  async rebuild(client: pg.PoolClient): Promise<void> {
    const version = await nextVersion(client);
    for (const kind of recordTypes) {
      const table = tables[kind];
      await this.#command(`drop table if exists ${table}_rebuild`);
      await this.#command(`create table ${table}_rebuild as ${table}`);
      await this.#copyAll(client, kind, version);
      await this.#insert(`${table}_rebuild`, [markLine(kind, version)]);
    }
    for (const table of Object.values(tables)) {
      await this.#command(`exchange tables ${table} and ${table}_rebuild`);
      await this.#command(`drop table ${table}_rebuild`);
    }
    // Whoever asks next makes the interactions of leads anew.
    await this.#command('truncate table lead_interaction_progress');
  }

  async waiting(client: pg.PoolClient): Promise<number> {
    const { rows } = await client.query<{ waiting: number }>('select count(*) as waiting from lead_change');
    return rows[0]?.waiting ?? 0;
  }

  async #copyAll(client: pg.PoolClient, kind: RecordType, version: number): Promise<void> {
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const { rows } = await client.query<{ id: string }>(
        `select id from ${kind} where id > $1 order by id limit $2`,
        [after, blockRows],
      );
      const last = rows.at(-1);
      if (!last) return;
      const ids = rows.map((row) => row.id);
      await this.#insert(`${tables[kind]}_rebuild`, await linesOf(client, kind, ids, version));
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

  /** Progress without the rows that it speaks of, after the engine lost files: they are made anew. */
  async #forgetLostInteractions(): Promise<void> {
    const result = await this.#clickhouse.query({
      query: `select count() = 0 and (select max(position) from lead_interaction_progress) > 0 as lost
        from lead_interaction`,
      format: 'JSONEachRow',
    });
    const [row] = await result.json<{ lost: number }>();
    if (row?.lost) await this.#command('truncate table lead_interaction_progress');
  }

  /** What the table knows that knows least: each is told of every version. */
  async #knownVersion(): Promise<number> {
    const maxima = Object.values(tables).map((table) => `select max(version) as version from ${table}`);
    const result = await this.#clickhouse.query({
      query: `select toInt64(min(version)) as version from (${maxima.join(' union all ')})`,
      format: 'JSONEachRow',
      clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    });
    const rows = await result.json<{ version: number }>();
    return rows[0]?.version ?? 0;
  }

  async #command(query: string): Promise<void> {
    await this.#clickhouse.command({ query });
  }
}

async function nextVersion(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    'update lead_projection set version = version + 1 returning version',
  );
  return rows[0]?.version ?? 1;
}

async function linesOf(
  client: pg.PoolClient,
  kind: RecordType,
  ids: readonly string[],
  version: number,
): Promise<string[]> {
  if (kind === 'account')
    return (await readAccounts(client, ids)).flatMap((one) => accountLines(one, version));
  if (kind === 'opportunity') return (await readDeals(client, ids)).flatMap((one) => dealLines(one, version));
  const contacts = await readContacts(client, ids);
  const accountIds = contacts.flatMap((one) => one.states.flatMap(({ accountId }) => accountId ?? []));
  const successors = await readSuccessors(client, [...new Set(accountIds)]);
  return contacts.flatMap((one) => leadLines(one, successors, version));
}
