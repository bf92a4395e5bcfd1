import { randomUUID } from 'node:crypto';
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import { quoted } from '../journeys/sql-text.ts';

const settings = {
  output_format_json_quote_64bit_integers: 0,
  join_use_nulls: 0,
  // What is compiled is asked once in this very form: compiling takes longer than the answer.
  compile_expressions: 0,
} as const;

/** Rows of a query. Whoever asked and went away (`signal`) ends it in the engine as well. */
export async function ask<Row>(
  clickhouse: ClickHouse,
  query: string,
  signal?: AbortSignal | undefined,
): Promise<Row[]> {
  signal?.throwIfAborted();
  const queryId = randomUUID();
  const end = () => {
    // Without waiting: nobody is there any more who would hear how it went.
    clickhouse
      .command({ query: `kill query where query_id = ${quoted(queryId)} async` })
      .catch(() => undefined);
  };
  signal?.addEventListener('abort', end, { once: true });
  try {
    const result = await clickhouse.query({
      query,
      query_id: queryId,
      format: 'JSONEachRow',
      clickhouse_settings: settings,
      ...(signal ? { abort_signal: signal } : {}),
    });
    return await result.json<Row>();
  } finally {
    signal?.removeEventListener('abort', end);
  }
}
