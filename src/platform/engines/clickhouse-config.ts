import { availableParallelism, totalmem } from 'node:os';

const MIB = 1024 * 1024;

/**
 * The engine's server settings. Small caches and few background threads, as the program shares a
 * machine; enough memory for a replay of the whole history, which spills to disk beyond it.
 */
export function clickhouseConfig(): string {
  const settings: Record<string, string | number> = {
    max_server_memory_usage: serverMemoryBytes(),
    mark_cache_size: 64 * MIB,
    primary_index_cache_size: 64 * MIB,
    index_mark_cache_size: 8 * MIB,
    uncompressed_cache_size: 0,
    index_uncompressed_cache_size: 0,
    mmap_cache_size: 64,
    compiled_expression_cache_size: 16 * MIB,
    parquet_metadata_cache_size: MIB,
    iceberg_metadata_files_cache_size: MIB,
    query_condition_cache_size: 8 * MIB,
    background_pool_size: 2,
    background_merges_mutations_concurrency_ratio: 2,
    background_schedule_pool_size: 2,
    background_common_pool_size: 2,
    background_move_pool_size: 1,
    background_fetches_pool_size: 1,
    timezone: 'UTC',
  };
  const lines = Object.entries(settings).map(([name, value]) => `  <${name}>${value}</${name}>`);
  // An acknowledged insert is on the disk: the projection asks its own max(position) where it
  // stands, so a part lost behind a later one would be a hole nobody sees.
  const mergeTree = [
    '  <merge_tree>',
    '    <fsync_after_insert>1</fsync_after_insert>',
    '    <fsync_part_directory>1</fsync_part_directory>',
    '    <min_rows_to_fsync_after_merge>1</min_rows_to_fsync_after_merge>',
    // Merges keep room for two in the pool of two; the defaults expect a pool of sixteen.
    '    <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>',
    '    <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>',
    '    <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>',
    '  </merge_tree>',
  ];
  return `<clickhouse>\n${[...lines, ...mergeTree].join('\n')}\n</clickhouse>\n`;
}

/** What every query starts with; a request's own settings come after, and win. */
export function defaultQuerySettings(): string {
  const perQuery = Math.floor(serverMemoryBytes() * 0.8);
  const settings: Record<string, string | number> = {
    // A bare expression is no statement on a server either.
    implicit_select: 0,
    max_memory_usage: perQuery,
    max_bytes_before_external_group_by: Math.floor(perQuery / 2),
    max_bytes_before_external_sort: Math.floor(perQuery / 2),
    max_threads: availableParallelism(),
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
}

/** Two fifths of the machine, at least 1 GiB (a replay needs it), at most 16 GiB. */
function serverMemoryBytes(): number {
  const limit = Math.min(process.constrainedMemory() || totalmem(), totalmem());
  return Math.floor(Math.min(Math.max(limit * 0.4, 1024 * MIB), 16_384 * MIB));
}
