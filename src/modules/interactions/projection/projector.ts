import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import { type Log, warnOnce } from '../../../platform/log.ts';
import type { Database } from '../../../platform/postgres/database.ts';
import { IdentityFeed } from './identity-feed.ts';
import type { ProjectionFeed } from './projection-feed.ts';

/** Where the projection stands against the log. */
export type ProjectionStatus = {
  /** `follower`: another process of the same databases does the projecting. */
  state: 'starting' | 'following' | 'rebuilding' | 'waiting' | 'follower' | 'stopped';
  position: number;
  headPosition: number;
  lagRows: number;
  /** Age of the oldest row of the log that the projection lacks; 0 when it lacks none. */
  lagSeconds: number;
  /** Changes of who is who that the projection has still to be told. */
  waitingIdentities: number;
  /** Changes of people, companies and deals that it has still to be told. */
  waitingRecords: number;
  rebuild: { doneRows: number; totalRows: number } | null;
  lastError: string | null;
};

type Options = {
  database: Database;
  clickhouse: ClickHouse;
  /** Brings ClickHouse's tables up to date; run whenever projecting begins anew, for the engine may have lost its files. */
  migrate: () => Promise<unknown>;
  log: Log;
  /** What else is told in the same loop; composed by the program, for this module does not know of it. */
  feeds?: readonly ProjectionFeed[];
  pollMs?: number;
  blockRows?: number;
};

// One insert is one block is one part, so it is there whole or not at all. Far below the engine's own limit of
// 1,048,449 rows a block, and small enough (about 10 MB as text) to stay flat in memory.
const defaultBlockRows = 20_000;
const defaultPollMs = 400;
const retryMs = 1_000;
const lockName = "hashtextextended('liaison.projector', 0)";

/**
 * Feeds ClickHouse from the log, in log order. ClickHouse itself says where it stands (`max(position)`), asked anew
 * after every failure, so that a crash on either side neither repeats nor skips a row.
 */
export class Projector {
  readonly #options: Options;
  readonly #warn: (reason: string) => void;
  readonly #identity: ProjectionFeed;
  readonly #others: readonly ProjectionFeed[];
  #state: ProjectionStatus['state'] = 'starting';
  #position = 0;
  #rebuild: ProjectionStatus['rebuild'] = null;
  #rebuildAsked: { resolve: () => void; reject: (error: Error) => void }[] = [];
  #lastError: string | null = null;
  #wake: (() => void) | null = null;
  #stopping = false;
  #loop: Promise<void> | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.#identity = new IdentityFeed(options.clickhouse);
    this.#others = options.feeds ?? [];
    this.#warn = warnOnce(options.log, 'projection waits');
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake?.();
    await this.#loop;
    this.#state = 'stopped';
  }

  /** Makes the projection anew beside the old one and swaps them when it is complete. */
  rebuild(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#rebuildAsked.push({ resolve, reject });
      this.#wake?.();
    });
  }

  async status(): Promise<ProjectionStatus> {
    const head = await this.#options.database.asSystem(async ({ client }) => {
      const { rows } = await client.query<{ head: number; behind: number; lag: number }>(
        `select coalesce((select position from interaction order by position desc limit 1), 0) as head,
          (select count(*) from (select 1 from interaction where position > $1 limit 1000000) missing) as behind,
          coalesce((select extract(epoch from now() - received_at) from interaction where position > $1 order by position limit 1), 0)::float8 as lag`,
        [this.#position],
      );
      const identities = await this.#identity.waiting(client);
      let records = 0;
      for (const feed of this.#others) records += await feed.waiting(client);
      return { ...(rows[0] ?? { head: 0, behind: 0, lag: 0 }), identities, records };
    });
    return {
      state: this.#state,
      position: this.#position,
      headPosition: head.head,
      lagRows: head.behind,
      lagSeconds: Math.max(0, head.lag),
      waitingIdentities: head.identities,
      waitingRecords: head.records,
      rebuild: this.#rebuild,
      lastError: this.#lastError,
    };
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      try {
        await this.#lead();
      } catch (error) {
        this.#lastError = error instanceof Error ? error.message : String(error);
        this.#state = 'waiting';
        this.#warn(this.#lastError);
        for (const asked of this.#rebuildAsked.splice(0)) asked.reject(new Error(this.#lastError));
      }
      if (!this.#stopping) await this.#pause(retryMs);
    }
  }

  /** Holds the one projector's lock on a connection of its own, and projects until something fails. */
  async #lead(): Promise<void> {
    const client = await this.#options.database.pool.connect();
    let failure: Error | undefined;
    const onError = (error: Error) => {
      failure = error;
      this.#wake?.();
    };
    client.on('error', onError);
    try {
      const { rows } = await client.query<{ held: boolean }>(
        `select pg_try_advisory_lock(${lockName}) as held`,
      );
      if (!rows[0]?.held) {
        this.#state = 'follower';
        return;
      }
      await this.#options.migrate();
      await this.#options.clickhouse.command({ query: 'drop table if exists interaction_rebuild' });
      for (const feed of this.#feeds()) await feed.begin(client);
      this.#position = await this.#projectedPosition('interaction');
      this.#lastError = null;
      while (!this.#stopping && !failure) await this.#step(client);
      if (failure) throw failure;
    } finally {
      await client.query(`select pg_advisory_unlock(${lockName})`).catch((error: Error) => {
        failure = error;
      });
      client.off('error', onError);
      client.release(failure);
    }
  }

  #feeds(): readonly ProjectionFeed[] {
    return [this.#identity, ...this.#others];
  }

  async #step(client: pg.PoolClient): Promise<void> {
    if (this.#rebuildAsked.length > 0) return this.#rebuildNow(client);
    const moved = await this.#copyBlock(client, 'interaction', this.#position);
    let told = false;
    for (const feed of this.#feeds()) told = (await feed.catchUp(client)) || told;
    this.#state = 'following';
    if (moved === null && told) return;
    if (moved === null) return this.#pause(this.#options.pollMs ?? defaultPollMs);
    this.#position = moved;
  }

  async #rebuildNow(client: pg.PoolClient): Promise<void> {
    const { clickhouse } = this.#options;
    const asked = this.#rebuildAsked.splice(0);
    try {
      this.#state = 'rebuilding';
      const { rows } = await client.query<{ total: number }>('select count(*) as total from interaction');
      this.#rebuild = { doneRows: 0, totalRows: rows[0]?.total ?? 0 };
      await clickhouse.command({ query: 'drop table if exists interaction_rebuild' });
      await clickhouse.command({ query: 'create table interaction_rebuild as interaction' });
      let position = 0;
      for (;;) {
        if (this.#stopping) throw new Error('Liaison is stopping; the old projection stays in use.');
        const moved = await this.#copyBlock(client, 'interaction_rebuild', position);
        if (moved === null) break;
        position = moved;
      }
      for (const feed of this.#feeds()) await feed.rebuild(client);
      await clickhouse.command({ query: 'exchange tables interaction and interaction_rebuild' });
      await clickhouse.command({ query: 'drop table interaction_rebuild' });
      this.#position = position;
      for (const { resolve } of asked) resolve();
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      for (const { reject } of asked) reject(reason);
      throw reason;
    } finally {
      this.#rebuild = null;
    }
  }

  /** Copies the next block above `after`; answers its last position, or null when there is none. */
  async #copyBlock(client: pg.PoolClient, table: string, after: number): Promise<number | null> {
    const { rows } = await client.query<{ last: number | null; count: number }>(
      `select max(position) as last, count(*)::int as count from (
        select position from interaction where position > $1 order by position limit $2) block`,
      [after, this.#options.blockRows ?? defaultBlockRows],
    );
    const [block] = rows;
    if (!block || block.last === null) return null;
    const lines = await buffer(client.query(copyTo(blockLines(after, block.last))));
    const answer = await this.#options.clickhouse.exec({
      query: `insert into ${table} (${Object.keys(columns).join(', ')}) format TabSeparated`,
      values: Readable.from([lines]),
      clickhouse_settings: { input_format_parallel_parsing: 0, input_format_null_as_default: 1 },
    });
    await text(answer.stream);
    if (this.#rebuild) this.#rebuild.doneRows += block.count;
    return block.last;
  }

  async #projectedPosition(table: string): Promise<number> {
    const result = await this.#options.clickhouse.query({
      query: `select toInt64(max(position)) as position from ${table}`,
      format: 'JSONEachRow',
      clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    });
    const rows = await result.json<{ position: number }>();
    return rows[0]?.position ?? 0;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      const wake = done.bind(null);
      this.#wake = wake;
      function done() {
        clearTimeout(timer);
        resolve();
      }
    });
  }
}

/**
 * The columns of ClickHouse's table, and what of the log each is. PostgreSQL writes the lines itself, as ClickHouse reads
 * them: the rows pass through this process as bytes, not as objects.
 */
const columns = {
  position: 'position',
  id: 'id',
  workspace_id: 'workspace_id',
  received_at: 'received_at',
  occurred_at: 'occurred_at',
  kind: 'kind',
  type: 'type',
  profile_id: 'profile_id',
  contact_id: 'contact_id',
  account_id: 'account_id',
  opportunity_id: 'opportunity_id',
  teammate_id: 'teammate_id',
  channel: 'channel',
  campaign_id: 'campaign_id',
  asset_id: 'asset_id',
  engaged_seconds: 'engaged_seconds',
  completion: 'completion',
  verified: 'verified',
  flag_reason: 'flag_reason',
  source: 'source',
  subject: 'subject',
  url: 'url',
  properties: 'properties',
  direction: 'direction',
  context: 'context',
  other_contact_ids: `case when other_contact_ids = '{}' then '[]'
    else '[''' || array_to_string(other_contact_ids, ''',''') || ''']' end`,
  replaces_id: 'replaces_id',
} as const;

/** COPY takes no parameters; both are numbers of ours. */
function blockLines(after: number, last: number): string {
  return `copy (select ${Object.values(columns).join(', ')} from interaction
    where position > ${after} and position <= ${last} order by position) to stdout`;
}
