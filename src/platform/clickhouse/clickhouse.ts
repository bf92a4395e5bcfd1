import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';

export type ClickHouse = ClickHouseClient;

export function openClickHouse(options: { url: string }): ClickHouse {
  return createClient({
    url: options.url,
    application: 'liaison',
    request_timeout: 120_000,
    // What fails is thrown, and logged where it is caught.
    log: { level: ClickHouseLogLevel.OFF },
    keep_alive: { idle_socket_ttl: 2_000 },
    clickhouse_settings: { date_time_input_format: 'best_effort' },
  });
}
