import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';

type MigrationFile = { name: string; text: string; checksum: string };

export async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/**
 * Brings the schema up to date: each file once, in name order, each in a transaction of its own, one process at a
 * time. A file that was changed after it ran is an error: write a new one instead.
 */
export async function migratePostgres(options: { pool: pg.Pool; folder: string }): Promise<string[]> {
  const files = await readMigrations(options.folder);
  const client = await options.pool.connect();
  try {
    await client.query("select pg_advisory_lock(hashtextextended('liaison.migrations', 0))");
    await client.query(`create table if not exists schema_migration (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    const done = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from schema_migration',
    );
    const checksums = new Map(done.rows.map((row) => [row.name, row.checksum]));
    const applied: string[] = [];
    for (const file of files) {
      const checksum = checksums.get(file.name);
      if (checksum === file.checksum) continue;
      if (checksum !== undefined) throw new Error(`Migration ${file.name} was changed after it had run.`);
      await applyOne(client, file);
      applied.push(file.name);
    }
    if (applied.length > 0) await protectTables(client);
    await client.query("select ensure_interaction_partitions((current_date - interval '1 month')::date, 15)");
    return applied;
  } finally {
    await client
      .query("select pg_advisory_unlock(hashtextextended('liaison.migrations', 0))")
      .catch(() => {});
    client.release();
  }
}

async function applyOne(client: pg.PoolClient, file: MigrationFile): Promise<void> {
  try {
    await client.query('begin');
    await client.query(file.text);
    await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [
      file.name,
      file.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(
      `Migration ${file.name} failed: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

/**
 * Row-level security on every table that carries workspace_id, found in the catalogue so that none is forgotten.
 * The policy binds liaison_app; the owner, which runs migrations and sign-in, stays outside it.
 */
async function protectTables(client: pg.PoolClient): Promise<void> {
  await client.query(`
    do $$
    declare t record;
    begin
      grant usage on schema public to liaison_app;
      grant usage on all sequences in schema public to liaison_app;
      for t in
        select c.oid::regclass as name, c.oid from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      loop
        execute format('alter table %s enable row level security', t.name);
        execute format('drop policy if exists of_workspace on %s', t.name);
        execute format('create policy of_workspace on %s to liaison_app
          using (workspace_id = current_setting(''liaison.workspace_id'')::uuid)', t.name);
        execute format('grant select, insert, update, delete on %s to liaison_app', t.name);
      end loop;
      drop policy if exists of_workspace on workspace;
      alter table workspace enable row level security;
      create policy of_workspace on workspace to liaison_app
        using (id = current_setting('liaison.workspace_id')::uuid);
      grant select, update on workspace to liaison_app;
      grant select (id, name, email, image) on auth_user to liaison_app;
    end $$`);
}
