import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';

/** What the statements of this folder are run with, also where they stand within others. */
export const executionSettings = {
  output_format_json_quote_64bit_integers: 0,
  /** Numbers of custom fields stand as text: read them to the last digit. */
  precise_float_parsing: 1,
  /** What is probed carries arrays of every moment; the parallel one copies them to spread them. */
  join_algorithm: 'hash',
  /** A model of sixty signals is a long statement. */
  max_query_size: '67108864',
  max_ast_elements: '5000000',
  max_expanded_ast_elements: '20000000',
  max_ast_depth: '20000',
} as const;

export async function runQuery<Row>(clickhouse: ClickHouse, query: string): Promise<Row[]> {
  const result = await clickhouse.query({
    query,
    format: 'JSONEachRow',
    clickhouse_settings: executionSettings,
  });
  return result.json<Row>();
}
