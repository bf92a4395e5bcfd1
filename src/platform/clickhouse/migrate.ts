import { readMigrations } from '../postgres/migrate.ts';
import type { ClickHouse } from './clickhouse.ts';

/** Same rules as for PostgreSQL, one statement after another: ClickHouse has no transaction around them. */
export async function migrateClickHouse(options: {
  clickhouse: ClickHouse;
  folder: string;
}): Promise<string[]> {
  const { clickhouse } = options;
  await clickhouse.command({
    query: `create table if not exists schema_migration (name String, checksum String, applied_at DateTime default now())
      engine = ReplacingMergeTree order by name`,
  });
  const done = await clickhouse.query({
    query: 'select name, checksum from schema_migration final',
    format: 'JSONEachRow',
  });
  const checksums = new Map(
    (await done.json<{ name: string; checksum: string }>()).map((r) => [r.name, r.checksum]),
  );
  const applied: string[] = [];
  for (const file of await readMigrations(options.folder)) {
    const checksum = checksums.get(file.name);
    if (checksum === file.checksum) continue;
    if (checksum !== undefined) throw new Error(`Migration ${file.name} was changed after it had run.`);
    for (const statement of statementsOf(file.text)) await clickhouse.command({ query: statement });
    await clickhouse.insert({
      table: 'schema_migration',
      values: [{ name: file.name, checksum: file.checksum }],
      format: 'JSONEachRow',
    });
    applied.push(file.name);
  }
  return applied;
}

function statementsOf(text: string): string[] {
  return text
    .replaceAll(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement.length > 0);
}
