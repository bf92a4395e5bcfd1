import { createReadStream, createWriteStream, openAsBlob } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { openProgram } from '../src/compose.ts';
import { maxPartBytes } from '../src/modules/import/contract.ts';
import { createImport } from '../src/modules/import/create-import.ts';
import { putPart } from '../src/modules/import/put-part.ts';
import { loadImport, presentImport } from '../src/modules/import/records.ts';
import { runImport } from '../src/modules/import/run/run-import.ts';
import { startImport } from '../src/modules/import/start-import.ts';
import { ensureFirstWorkspace, firstWorkspace } from '../src/modules/workspace/index.ts';
import { readConfig } from '../src/platform/config.ts';
import { createLog } from '../src/platform/log.ts';
import type { Services } from '../src/platform/services.ts';

/**
 * A CSV file of contacts through the importer, beside PostgreSQL's own COPY of the same file into a table of text
 * columns, in the same run. Prints rows a second of both, their ratio, and the peak memory of this process.
 *
 *   node bench/import.ts [--rows 100000] [--again]
 *
 * `--again` imports the file a second time: everything is there already and nothing may change.
 */
const { values: args } = parseArgs({
  options: { rows: { type: 'string', default: '100000' }, again: { type: 'boolean', default: false } },
});
const rowCount = Number(args.rows);

const columns = [
  'contact_id',
  'email',
  'first_name',
  'last_name',
  'job_title',
  'phone',
  'city',
  'country',
  'source',
  'mql_date',
  'score',
  'note',
];
const mapping = {
  name: 'Bench contacts',
  system: 'bench',
  timeZone: 'UTC',
  records: {
    contact: {
      id: 'contact_id',
      fields: {
        email: 'email',
        firstName: 'first_name',
        lastName: 'last_name',
        title: 'job_title',
        phone: 'phone',
        city: 'city',
        country: 'country',
        channel: 'source',
      },
      stages: { mql: 'mql_date' },
      custom: { score: { column: 'score', type: 'number' }, note: 'note' },
    },
  },
};

const titles = ['Head of Operations', 'CFO', 'Buyer', 'IT Manager', 'Founder'];
const cities = ['Lyon', 'Köln', 'Porto', 'Gdańsk', 'Leeds', 'Turin'];
const sources = ['organic_search', 'paid_search', 'email', 'referral', 'event'];
const pick = (list: readonly string[], n: number) => list[n % list.length] ?? '';

/** Every twentieth note is quoted text with a comma; a person's company is one of a row count's twentieth. */
function* lines(): Generator<string> {
  yield `${columns.join(',')}\n`;
  for (let n = 0; n < rowCount; n += 1) {
    const day = `2024-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`;
    const note = n % 20 === 0 ? `"Met at the fair, wants ""a demo"""` : `note ${n}`;
    const email = `person${n}@company${n % Math.max(Math.floor(rowCount / 20), 1)}.io`;
    yield `c${n},${email},Ada${n % 997},Conti${n % 1009},${pick(titles, n)},+49 30 ${100_000 + (n % 900_000)},${pick(cities, n)},Germany,${pick(sources, n)},${day},${n % 100},${note}\n`;
  }
}

/** COPY FROM STDIN over an open connection; node-postgres leaves the copy protocol to whoever needs it. */
function copyIn(client: pg.PoolClient, statement: string, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const query = {
      submit: (connection: { query(text: string): void }) => connection.query(statement),
      handleCopyInResponse: (connection: {
        stream: NodeJS.WritableStream;
        sendCopyFromChunk(chunk: Buffer): void;
        endCopyFrom(): void;
      }) => {
        const send = async () => {
          for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 })) {
            connection.sendCopyFromChunk(Buffer.from(chunk));
            await new Promise((done) => setImmediate(done));
          }
          connection.endCopyFrom();
        };
        send().catch(reject);
      },
      handleRowDescription: () => {},
      handleDataRow: () => {},
      handleCommandComplete: () => {},
      handleReadyForQuery: () => resolve(),
      handleError: (error: Error) => reject(error),
      callback: () => {},
    };
    client.query(query);
  });
}

async function measureCopy(services: Services, path: string): Promise<number> {
  const client = await services.database.pool.connect();
  try {
    await client.query(`create table bench_copy (${columns.map((column) => `${column} text`).join(', ')})`);
    const started = performance.now();
    await copyIn(client, 'copy bench_copy from stdin (format csv, header true)', path);
    const seconds = (performance.now() - started) / 1_000;
    const counted = await client.query<{ n: number }>('select count(*)::int as n from bench_copy');
    if (counted.rows[0]?.n !== rowCount) throw new Error('COPY did not bring every row in.');
    await client.query('drop table bench_copy');
    return seconds;
  } finally {
    client.release();
  }
}

async function measureImport(services: Services, workspaceId: string, path: string) {
  const { size } = await stat(path);
  const { database, files } = services;
  const blob = await openAsBlob(path);
  const created = await database.inWorkspace(workspaceId, (tx) =>
    createImport(tx, {
      workspaceId,
      actorName: 'bench',
      now: services.now(),
      mapping,
      dryRun: false,
      files: [{ name: 'contacts.csv', size }],
    }),
  );
  const importId = created.id;
  for (let part = 0; part * maxPartBytes < size; part += 1) {
    const offset = part * maxPartBytes;
    const data = blob.slice(offset, offset + maxPartBytes);
    await database.inWorkspace(workspaceId, (tx) =>
      putPart(tx, { files, importId, fileIndex: 0, part, offset, data }),
    );
  }
  await database.inWorkspace(workspaceId, (tx) =>
    startImport(tx, { files, actor: { kind: 'system', id: null, name: 'bench' }, importId }),
  );
  const beforeBytes = process.memoryUsage.rss();
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }, 50);
  const started = performance.now();
  await runImport({ services, workspaceId, importId });
  const seconds = (performance.now() - started) / 1_000;
  clearInterval(watch);
  const record = await database.inWorkspace(workspaceId, async (tx) =>
    presentImport(await loadImport(tx, importId)),
  );
  if (record.status !== 'done') throw new Error(`The import ended as ${record.status}: ${record.error}`);
  return { seconds, beforeBytes, peakBytes, outcomes: record.outcomes };
}

const folder = await mkdtemp(join(tmpdir(), 'liaison-bench-'));
const path = join(folder, 'contacts.csv');
await pipeline(Readable.from(lines()), createWriteStream(path));
const config = readConfig({
  ...process.env,
  LIAISON_DATA_DIR: join(folder, 'data'),
  LIAISON_ADMIN_TOKEN: 'bench-admin-token-0123456789',
});
const program = await openProgram({ config, log: createLog('error'), roles: [] });
try {
  await ensureFirstWorkspace(program.services);
  const workspace = await firstWorkspace(program.services);
  if (!workspace) throw new Error('There is no workspace.');
  const { size } = await stat(path);
  const perSecond = (seconds: number) => Math.round(rowCount / seconds).toLocaleString('en');
  console.log(
    `${rowCount.toLocaleString('en')} contacts, ${columns.length} columns, ${(size / 1e6).toFixed(1)} MB`,
  );
  const copySeconds = await measureCopy(program.services, path);
  console.log(`COPY into a table of text     ${copySeconds.toFixed(2)} s, ${perSecond(copySeconds)} rows/s`);
  for (const round of args.again ? ['import', 'the same file again'] : ['import']) {
    const { seconds, beforeBytes, peakBytes, outcomes } = await measureImport(
      program.services,
      workspace.id,
      path,
    );
    const ratio = (seconds / copySeconds).toFixed(1);
    console.log(
      `${round.padEnd(29)} ${seconds.toFixed(2)} s, ${perSecond(seconds)} rows/s, ${ratio} times COPY, peak ${Math.round(peakBytes / 1e6)} MB (${Math.round(beforeBytes / 1e6)} before), ${JSON.stringify(outcomes)}`,
    );
  }
} finally {
  await program.stop();
  await rm(folder, { recursive: true, force: true });
}
