import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type pg from 'pg';
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import type { ProjectionFeed } from './projection-feed.ts';

/** One kind of record that a feed tells of: a table in ClickHouse, and what stands in it of each record. */
export type FedKind = {
  /** As the queue calls it. */
  kind: string;
  table: string;
  /** What is told of these records, as lines of JSON. */
  linesOf(client: pg.PoolClient, ids: readonly string[], version: number): Promise<string[]>;
  /** SQL that gives, in order, the next $2 ids after $1 of all that a rebuild tells of. */
  idsAfter: string;
  /** A row that stands for no record: it keeps the version also where nothing was left to tell. */
  mark?: (version: number) => string;
};

export type FeedSource = {
  /** The table of PostgreSQL into which triggers put what changed: `id, kind, record_id`. */
  queue: string;
  /** The table of one row that keeps the version told last. */
  progress: string;
  kinds: readonly FedKind[];
  blockRows: number;
};

const beforeAllIds = '00000000-0000-0000-0000-000000000000';

/**
 * Tells ClickHouse what a queue of changes names. An entry is taken out in the transaction that follows the telling, so
 * that a crash tells it again. Each telling has a higher version, kept on both sides: where ClickHouse knows less than
 * it was told, it has lost something and is told all anew.
 */
export class VersionedFeed implements ProjectionFeed {
  protected readonly clickhouse: ClickHouse;
  readonly #source: FeedSource;

  constructor(clickhouse: ClickHouse, source: FeedSource) {
    this.clickhouse = clickhouse;
    this.#source = source;
  }

  async begin(client: pg.PoolClient): Promise<void> {
    const { progress, kinds } = this.#source;
    for (const { table } of kinds) await this.command(`drop table if exists ${table}_rebuild`);
    const { rows } = await client.query<{ version: number }>(`select version from ${progress}`);
    const known = await this.#knownVersion();
    if (known < (rows[0]?.version ?? 0)) await this.rebuild(client);
    // After a crash in between, or where PostgreSQL was put back to an earlier state.
    else await client.query(`update ${progress} set version = $1 where version < $1`, [known]);
  }

  async catchUp(client: pg.PoolClient): Promise<boolean> {
    const { queue, kinds, blockRows } = this.#source;
    const { rows: changes } = await client.query<{ id: string; kind: string; record_id: string }>(
      `select id::text, kind, record_id from ${queue} order by id limit $1`,
      [blockRows],
    );
    if (changes.length === 0) return false;
    await client.query('begin');
    try {
      const version = await this.#nextVersion(client);
      for (const { kind, table, linesOf, mark } of kinds) {
        const ids = new Set(
          changes.filter((change) => change.kind === kind).map((change) => change.record_id),
        );
        const lines = ids.size === 0 ? [] : await linesOf(client, [...ids], version);
        await this.#insert(table, mark ? [...lines, mark(version)] : lines);
      }
      await client.query(`delete from ${queue} where id = any($1::bigint[])`, [
        changes.map((change) => change.id),
      ]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    }
    return true;
  }

  /** What changes meanwhile is told after it. */
  async rebuild(client: pg.PoolClient): Promise<void> {
    const { kinds } = this.#source;
    const version = await this.#nextVersion(client);
    for (const fed of kinds) {
      const anew = `${fed.table}_rebuild`;
      await this.command(`drop table if exists ${anew}`);
      await this.command(`create table ${anew} as ${fed.table}`);
      await this.#copyAll(client, fed, version);
      if (fed.mark) await this.#insert(anew, [fed.mark(version)]);
    }
    for (const { table } of kinds) {
      await this.command(`exchange tables ${table} and ${table}_rebuild`);
      await this.command(`drop table ${table}_rebuild`);
    }
  }

  async waiting(client: pg.PoolClient): Promise<number> {
    const { rows } = await client.query<{ waiting: number }>(
      `select count(*) as waiting from ${this.#source.queue}`,
    );
    return rows[0]?.waiting ?? 0;
  }

  protected async command(query: string): Promise<void> {
    await this.clickhouse.command({ query });
  }

  async #copyAll(client: pg.PoolClient, fed: FedKind, version: number): Promise<void> {
    let after = beforeAllIds;
    for (;;) {
      const { rows } = await client.query<{ id: string }>(fed.idsAfter, [after, this.#source.blockRows]);
      const last = rows.at(-1);
      if (!last) return;
      const ids = rows.map((row) => row.id);
      await this.#insert(`${fed.table}_rebuild`, await fed.linesOf(client, ids, version));
      after = last.id;
    }
  }

  async #insert(table: string, lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    const answer = await this.clickhouse.exec({
      query: `insert into ${table} format JSONEachRow`,
      values: Readable.from(
        lines.map((line) => `${line}\n`),
        { objectMode: false },
      ),
      clickhouse_settings: { input_format_parallel_parsing: 0 },
    });
    await text(answer.stream);
  }

  async #nextVersion(client: pg.PoolClient): Promise<number> {
    const { rows } = await client.query<{ version: number }>(
      `update ${this.#source.progress} set version = version + 1 returning version`,
    );
    return rows[0]?.version ?? 1;
  }

  /** What the table knows that knows least, of those that are told of every version. */
  async #knownVersion(): Promise<number> {
    const maxima = this.#source.kinds.flatMap(({ table, mark }) =>
      mark ? [`select max(version) as version from ${table}`] : [],
    );
    const result = await this.clickhouse.query({
      query: `select toInt64(min(version)) as version from (${maxima.join(' union all ')})`,
      format: 'JSONEachRow',
      clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    });
    const rows = await result.json<{ version: number }>();
    return rows[0]?.version ?? 0;
  }
}
