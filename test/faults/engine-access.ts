import { createHash } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@clickhouse/client';
import pg from 'pg';
import { fieldOf, textField } from './fields.ts';
import { descendants } from './program-process.ts';

/** The way to the engines of a data directory past the program: to their processes and to their data. */

export async function postmasterPid(dataDir: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

/** The postmaster and all its children. */
export async function postgresPids(dataDir: string): Promise<number[]> {
  const postmaster = await postmasterPid(dataDir);
  return [postmaster, ...(await descendants(postmaster))];
}

/** The processes that serve the program's connections. */
export async function backendPids(dataDir: string): Promise<number[]> {
  const client = await connectAsAdmin(dataDir);
  try {
    const { rows } = await client.query<{ pid: number }>(
      "select pid from pg_stat_activity where backend_type = 'client backend' and usename = 'liaison'",
    );
    return rows.map(({ pid }) => pid);
  } finally {
    await client.end();
  }
}

export async function clickhousePid(dataDir: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'clickhouse.pid'), 'utf8'), 10);
}

async function secretsOf(dataDir: string): Promise<unknown> {
  return JSON.parse(await readFile(join(dataDir, 'engine-secrets.json'), 'utf8'));
}

export async function connectAsAdmin(dataDir: string): Promise<pg.Client> {
  const [, , , port] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  const client = new pg.Client({
    host: '127.0.0.1',
    port: Number(port),
    user: 'postgres',
    password: textField(await secretsOf(dataDir), 'postgresAdmin'),
    database: 'liaison',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** The ids of the projection's rows in log order, one a line, and how many. */
export async function projectedIds(dataDir: string): Promise<{ rows: number; digest: string }> {
  const pid = await clickhousePid(dataDir);
  const password = textField(await secretsOf(dataDir), 'clickhouse');
  const client = createClient({
    url: `http://127.0.0.1:${await listeningPort(pid)}`,
    username: 'liaison',
    password,
    database: 'liaison',
  });
  try {
    const answer = await client.query({
      query: 'select toString(id) as id from interaction final order by position',
      format: 'JSONEachRow',
    });
    const rows = await answer.json();
    return digestOf(rows.map((row) => String(fieldOf(row, 'id'))));
  } finally {
    await client.close();
  }
}

export function digestOf(lines: readonly string[]): { rows: number; digest: string } {
  return { rows: lines.length, digest: createHash('sha256').update(lines.join('\n')).digest('hex') };
}

/** The port on which a process listens: its sockets' inodes, looked up in the kernel's table. */
async function listeningPort(pid: number): Promise<number> {
  const names = await readdir(`/proc/${pid}/fd`);
  const links = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')));
  const inodes = new Set(links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]));
  for (const line of (await readFile(`/proc/${pid}/net/tcp`, 'utf8')).split('\n').slice(1)) {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    const isListening = state === '0A';
    if (isListening && inodes.has(inode)) return Number.parseInt(local?.split(':')[1] ?? '', 16);
  }
  throw new Error(`process ${pid} listens nowhere`);
}
