import { openAsBlob } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { type Command, Option } from 'commander';
import {
  type ImportRecord,
  type importContract,
  maxPartBytes,
  type PresetName,
  presetNames,
} from './contract.ts';
import { readMappingText } from './mapping/read-mapping.ts';

type Api = { import: ContractRouterClient<typeof importContract> };
type Connect = () => Promise<{ api: Api; close(): Promise<void> }>;
type CommandOptions = { mapping?: string; preset?: PresetName; dryRun?: boolean; json?: boolean };

const pollMs = 250;

/** `liaison import`: sends files, runs the import with progress, brings refused rows back into `folder`. */
export function registerImportCommand(program: Command, connect: Connect, folder = process.cwd()): void {
  program
    .command('import')
    .description('import a CSV file, or a folder of them')
    .argument('<path>', 'the file, or the folder of an export')
    .option('--mapping <file>', 'what the columns mean (JSON); see examples/')
    .addOption(new Option('--preset <name>', 'a mapping that comes with Liaison').choices(presetNames))
    .option('--dry-run', 'do everything, keep nothing')
    .option('--json', 'print the result as JSON')
    .action(async (path: string, options: CommandOptions) => {
      const { mapping, files } = await readArguments(path, options);
      const { api, close } = await connect();
      try {
        await importFiles({ api, path, files, mapping, options, folder });
      } finally {
        await close();
      }
    });
}

type LocalFile = { path: string; name: string; size: number };

/** Everything that can be wrong is found out before anything is sent. */
async function readArguments(
  path: string,
  options: CommandOptions,
): Promise<{ mapping: unknown; files: LocalFile[] }> {
  if ((options.mapping === undefined) === (options.preset === undefined)) {
    throw new Error('Say what the columns mean: --mapping FILE or --preset NAME, one of the two.');
  }
  const mapping = options.mapping === undefined ? undefined : await readMappingFile(options.mapping);
  const about = await stat(path).catch(() => null);
  if (!about) throw new Error(`There is no file or folder "${path}".`);
  if (!about.isDirectory()) return { mapping, files: [{ path, name: basename(path), size: about.size }] };
  const names = (await readdir(path)).filter((name) => /\.(csv|tsv|txt)$/i.test(name)).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ path: join(path, name), name, size: (await stat(join(path, name))).size })),
  );
  if (files.length === 0) throw new Error(`The folder "${path}" holds no CSV file.`);
  return { mapping, files };
}

async function readMappingFile(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) throw new Error(`The mapping "${path}" cannot be read.`);
  try {
    return readMappingText(text);
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function importFiles(given: {
  api: Api;
  path: string;
  files: readonly LocalFile[];
  mapping: unknown;
  options: CommandOptions;
  folder: string;
}): Promise<void> {
  const { api, files, options } = given;
  const { id } = await api.import.create({
    files: files.map(({ name, size }) => ({ name, size })),
    dryRun: options.dryRun ?? false,
    ...(options.preset ? { preset: options.preset } : { mapping: given.mapping }),
  });
  const progress = progressLine();
  const cancelled = new AbortController();
  let isStarted = false;
  const onInterrupt = () => cancelled.abort();
  process.once('SIGINT', onInterrupt);
  try {
    await sendFiles({ api, importId: id, files, signal: cancelled.signal, progress });
    await api.import.start({ importId: id });
    isStarted = true;
    const ended = await untilEnded({ api, importId: id, signal: cancelled.signal, progress });
    const refusedFile = await saveRefusedRows({
      api,
      record: ended,
      path: given.path,
      files,
      folder: given.folder,
    });
    report(ended, refusedFile, options);
  } catch (error) {
    if (!cancelled.signal.aborted) {
      // Nothing was started: what was sent so far is of no use to anybody.
      if (!isStarted) await api.import.cancel({ importId: id }).catch(() => {});
      throw error;
    }
    const left = await api.import.cancel({ importId: id });
    throw new Error(`Cancelled. ${left.outcomes.created + left.outcomes.updated} rows are in and stay in.`);
  } finally {
    process.off('SIGINT', onInterrupt);
    progress.end();
  }
}

type Progress = ReturnType<typeof progressLine>;

async function sendFiles(options: {
  api: Api;
  importId: string;
  files: readonly LocalFile[];
  signal: AbortSignal;
  progress: Progress;
}): Promise<void> {
  const { api, importId, signal } = options;
  const total = options.files.reduce((sum, file) => sum + file.size, 0);
  let sent = 0;
  for (const [fileIndex, file] of options.files.entries()) {
    const blob = await openAsBlob(file.path);
    for (let part = 0; part * maxPartBytes < file.size; part += 1) {
      const offset = part * maxPartBytes;
      const slice = blob.slice(offset, offset + maxPartBytes);
      const data = new File([slice], file.name, { type: 'application/octet-stream' });
      await patiently(
        () => api.import.putPart({ importId, fileIndex, part, offset, data }, { signal }),
        signal,
      );
      sent += slice.size;
      options.progress.say(`sending ${Math.floor((100 * sent) / Math.max(total, 1))} %`);
    }
  }
}

async function untilEnded(options: {
  api: Api;
  importId: string;
  signal: AbortSignal;
  progress: Progress;
}): Promise<ImportRecord> {
  const { api, importId, signal } = options;
  for (;;) {
    const record = await patiently(() => api.import.get({ importId }, { signal }), signal);
    if (record.status === 'failed') throw new Error(`The import failed: ${record.error ?? 'see the log'}`);
    if (record.status === 'cancelled')
      throw new Error('The import was cancelled. Rows that were in stay in.');
    if (record.status === 'done') return record;
    options.progress.say(progressWords(record));
    await new Promise((done) => setTimeout(done, pollMs));
    signal.throwIfAborted();
  }
}

// The engines may be starting again, or the server; an import goes on by itself once they have.
const patienceMs = 60_000;
const firstPauseMs = 250;

async function patiently<Result>(call: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  const giveUpAt = Date.now() + patienceMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, 4_000)) {
    try {
      return await call();
    } catch (error) {
      signal.throwIfAborted();
      if (!isPassing(error) || Date.now() > giveUpAt) throw error;
      await new Promise((done) => setTimeout(done, pauseMs));
    }
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = 'status' in error && typeof error.status === 'number' ? error.status : null;
  return status === null ? error instanceof TypeError : status === 503 || status === 429;
}

function progressWords({ progress, outcomes, status }: ImportRecord): string {
  if (status === 'queued') return 'waiting for its turn';
  const share = Math.floor((100 * progress.doneBytes) / Math.max(progress.totalBytes, 1));
  const left = progress.secondsLeft === null ? '' : `, ${asTime(progress.secondsLeft)} left`;
  const refused = outcomes.refused === 0 ? '' : `, ${outcomes.refused} refused`;
  return `${share} %, ${progress.rowsRead} rows, ${progress.rowsPerSecond} a second${refused}${left}`;
}

function asTime(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** One line on standard error that is written over; where nobody watches, nothing. */
function progressLine() {
  let width = 0;
  const isWatched = process.stderr.isTTY === true;
  return {
    say: (words: string) => {
      if (!isWatched) return;
      process.stderr.write(`\r${words.padEnd(width)}`);
      width = words.length;
    },
    end: () => {
      if (width > 0) process.stderr.write(`\r${' '.repeat(width)}\r`);
      width = 0;
    },
  };
}

/**
 * Refused rows beside where the command runs: `leads.refused.csv`; of a folder, a folder `export.refused` of files
 * named like the originals, so that the same command takes it. An earlier one, perhaps half corrected, is left alone.
 */
async function saveRefusedRows(options: {
  api: Api;
  record: ImportRecord;
  path: string;
  files: readonly LocalFile[];
  folder: string;
}): Promise<string | null> {
  const { api, record, files } = options;
  if (record.outcomes.refused === 0) return null;
  const isFolder = (await stat(options.path)).isDirectory();
  const base = basename(resolve(options.path)).replace(/\.[^.]+$/, '');
  const name = isFolder ? basename(resolve(options.path)) : base;
  const target = await freePath(join(options.folder, `${name}.refused`), isFolder ? '' : '.csv');
  if (isFolder) await mkdir(target);
  for (const [fileIndex, file] of files.entries()) {
    const refused = await readRefusedFile(api, record.id, fileIndex);
    if (refused) await writeFile(isFolder ? join(target, file.name) : target, refused.stream());
  }
  return target;
}

async function readRefusedFile(api: Api, importId: string, fileIndex: number): Promise<File | null> {
  try {
    return await api.import.refusalsFile({ importId, fileIndex });
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 404) return null;
    throw error;
  }
}

async function freePath(base: string, ending: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const path = resolve(`${base}${number === 1 ? '' : `-${number}`}${ending}`);
    if (!(await stat(path).catch(() => null))) return path;
  }
}

function report(record: ImportRecord, refusedFile: string | null, options: CommandOptions): void {
  const { created, updated, unchanged, refused } = record.outcomes;
  if (options.json) {
    const { byRecord } = record;
    process.stdout.write(
      `${JSON.stringify({ created, updated, unchanged, refused, refusedFile, byRecord })}\n`,
    );
    return;
  }
  const lines = [
    `${record.progress.rowsRead} rows: ${created} created, ${updated} updated, ${unchanged} unchanged, ${refused} refused.`,
    ...Object.entries(record.byRecord).map(
      ([type, counts]) =>
        `  ${type.padEnd(12)} ${counts.created} new, ${counts.updated} changed, ${counts.unchanged} as before`,
    ),
    ...(record.leftOut > 0 ? [`  ${record.leftOut} rows were left out, as the mapping says.`] : []),
    ...(record.ignoredFiles.length > 0 ? [`  Not used: ${record.ignoredFiles.join(', ')}.`] : []),
    ...(refusedFile === null ? [] : [`Refused rows with their reasons: ${refusedFile}`]),
    ...(record.dryRun ? [`This was a dry run: nothing was kept.${scopeWords(record)}`] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function scopeWords(record: ImportRecord): string {
  if (record.dryRunScope !== 'by_chunk') return '';
  return ' The file is large, so each part of it was tried by itself: a record that comes up again later counts as created each time.';
}
