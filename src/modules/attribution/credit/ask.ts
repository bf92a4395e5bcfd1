import { randomUUID } from 'node:crypto';
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import { queryBegins, queryEnds, questionNow } from '../asking/question.ts';
import { quoted } from '../journeys/sql-text.ts';

const settings = {
  output_format_json_quote_64bit_integers: 0,
  join_use_nulls: 0,
  // What is compiled is asked once in this very form: compiling takes longer than the answer.
  compile_expressions: 0,
} as const;

/** Rows of a query. */
export async function ask<Row>(
  clickhouse: ClickHouse,
  query: string,
  signal?: AbortSignal | undefined,
): Promise<Row[]> {
  return untilLetGo(clickhouse, signal, async (asked) => {
    const result = await clickhouse.query({
      query,
      format: 'JSONEachRow',
      clickhouse_settings: settings,
      ...asked,
    });
    return result.json<Row>();
  });
}

/**
 * Rows of a grouped query `with totals`, the same of all groups together (null where there is none), and how many groups
 * there were before any limit: one pass over the data tells all three.
 */
export async function askWithTotals<Row>(
  clickhouse: ClickHouse,
  query: string,
  signal?: AbortSignal | undefined,
): Promise<{ rows: Row[]; totals: Row | null; groups: number }> {
  const text = await untilLetGo(clickhouse, signal, async (asked) => {
    const result = await clickhouse.query({
      query,
      format: 'JSON',
      clickhouse_settings: { ...settings, exact_rows_before_limit: 1 },
      ...asked,
    });
    return result.text();
  });
  // Where there is no group, the embedded engine writes the end of the answer alone, which is no JSON.
  if (!text.startsWith('{')) return { rows: [], totals: null, groups: 0 };
  const answer: { data: Row[]; totals: Row; rows_before_limit_at_least?: number } = JSON.parse(text);
  const { data, totals, rows_before_limit_at_least: groups = data.length } = answer;
  return data.length === 0 ? { rows: [], totals: null, groups: 0 } : { rows: data, totals, groups };
}

/** Whoever asked and went away (`signal`, else that of the question) ends what was asked in the engine as well. */
export async function untilLetGo<T>(
  clickhouse: ClickHouse,
  asker: AbortSignal | undefined,
  asking: (asked: { query_id: string; abort_signal?: AbortSignal }) => Promise<T>,
): Promise<T> {
  const question = questionNow();
  const signal = asker ?? question?.signal;
  signal?.throwIfAborted();
  const queryId = randomUUID();
  const end = () => {
    // Without waiting: nobody is there any more who would hear how it went.
    clickhouse
      .command({ query: `kill query where query_id = ${quoted(queryId)} async` })
      .catch(() => undefined);
  };
  signal?.addEventListener('abort', end, { once: true });
  queryBegins(question, queryId);
  try {
    return await asking({ query_id: queryId, ...(signal ? { abort_signal: signal } : {}) });
  } finally {
    queryEnds(question, queryId);
    signal?.removeEventListener('abort', end);
  }
}
