import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';

/** What somebody asked of results and waits for: all queries of it belong together, wherever they are written. */
export type Question = {
  /** Who asked, in which workspace: nobody else hears how far it is. */
  asker: string;
  /** The operation: `results.value.read`. */
  of: string;
  /** Whoever asked went away. */
  signal: AbortSignal | undefined;
  startedMs: number;
  /** Queries that are running, by their id, with what was last heard of them. */
  running: Map<string, Rows>;
  /** Of queries that are over. */
  done: Rows;
  /** How much of it was told to be read; it never falls. */
  share: number;
};

type Rows = { read: number; of: number };

const current = new AsyncLocalStorage<Question>();
const open = new Set<Question>();

export const questionNow = (): Question | undefined => current.getStore();

/** Does work as the answer to a question. */
export async function answering<T>(
  asked: Pick<Question, 'asker' | 'of' | 'signal'>,
  work: () => Promise<T>,
): Promise<T> {
  const question: Question = {
    ...asked,
    startedMs: performance.now(),
    running: new Map(),
    done: { read: 0, of: 0 },
    share: 0,
  };
  open.add(question);
  try {
    return await current.run(question, work);
  } finally {
    open.delete(question);
  }
}

/** Work that others wait for as well: it goes on when whoever began it goes away. */
export const forEverybody = <T>(work: () => T): T => current.exit(work);

export function queryBegins(question: Question | undefined, queryId: string): void {
  question?.running.set(queryId, { read: 0, of: 0 });
}

export function queryEnds(question: Question | undefined, queryId: string): void {
  const rows = question?.running.get(queryId);
  if (!question || !rows) return;
  question.running.delete(queryId);
  question.done.read += rows.of;
  question.done.of += rows.of;
}

export type Progress = {
  isRunning: boolean;
  /** How much of what is known to be read is; null: nothing is known of it. */
  share: number | null;
  seconds: number;
};

/** More is not told before the answer is there: what follows reading is not known. */
const mostShare = 0.99;

/** How far the latest question of its kind is that somebody asked. */
export async function progressOf(
  clickhouse: ClickHouse,
  { asker, of }: Pick<Question, 'asker' | 'of'>,
): Promise<Progress> {
  const question = [...open].findLast((one) => one.asker === asker && one.of === of);
  if (!question) return { isRunning: false, share: null, seconds: 0 };
  const ids = [...question.running.keys()];
  if (ids.length > 0) {
    const result = await clickhouse.query({
      // An engine of our own knows a query by its comment, a server by its id.
      query: `select if(has({ids: Array(String)}, query_id), query_id, Settings['log_comment']) as id, read_rows as read,
          total_rows_approx as of
        from system.processes where has({ids: Array(String)}, id)`,
      query_params: { ids },
      format: 'JSONEachRow',
      clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    });
    for (const { id, read, of: all } of await result.json<Rows & { id: string }>())
      if (question.running.has(id)) question.running.set(id, { read: Math.min(read, all), of: all });
  }
  const rows = [question.done, ...question.running.values()];
  const all = rows.reduce((sum, one) => sum + one.of, 0);
  const read = rows.reduce((sum, one) => sum + one.read, 0);
  if (all > 0) question.share = Math.max(question.share, Math.min(mostShare, read / all));
  return {
    isRunning: true,
    share: all > 0 ? question.share : null,
    seconds: (performance.now() - question.startedMs) / 1_000,
  };
}
