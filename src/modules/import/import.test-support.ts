import { readFile } from 'node:fs/promises';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';
import type { ImportRecord, PresetName } from './contract.ts';
import { createImport } from './create-import.ts';
import { openRefusedFile } from './open-refused-file.ts';
import { putPart } from './put-part.ts';
import { loadImport, presentImport } from './records.ts';
import { type RunOptions, runImport } from './run/run-import.ts';
import { startImport } from './start-import.ts';

export type TestFile = { name: string; bytes: Buffer | string };

export type TestImporter = Awaited<ReturnType<typeof openImporter>>;

/** A workspace of its own and the way a client takes through an import, in process. */
export async function openImporter(
  services: Services,
  workspace: { currency?: string; timeZone?: string } = {},
) {
  const { workspaceId, actor } = await createTestWorkspace(services, workspace);
  const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);

  async function upload(options: {
    files: readonly TestFile[];
    mapping?: unknown;
    preset?: PresetName;
    dryRun?: boolean;
    partBytes?: number;
  }): Promise<string> {
    const files = options.files.map(({ name, bytes }) => ({ name, bytes: Buffer.from(bytes) }));
    const created = await inWorkspace((tx) =>
      createImport(tx, {
        workspaceId,
        actorName: actor.name,
        now: services.now(),
        mapping: options.mapping,
        preset: options.preset,
        dryRun: options.dryRun ?? false,
        files: files.map(({ name, bytes }) => ({ name, size: bytes.length })),
      }),
    );
    for (const [fileIndex, { bytes }] of files.entries()) {
      const size = options.partBytes ?? 1_000_000;
      for (let part = 0; part * size < bytes.length; part += 1) {
        const data = new Blob([new Uint8Array(bytes.subarray(part * size, (part + 1) * size))]);
        const importId = created.id;
        await inWorkspace((tx) =>
          putPart(tx, { files: services.files, importId, fileIndex, part, offset: part * size, data }),
        );
      }
    }
    return created.id;
  }

  const start = (importId: string, more: { dryRun?: boolean; mapping?: unknown } = {}) =>
    inWorkspace((tx) => startImport(tx, { files: services.files, actor, importId, ...more }));

  const get = (importId: string): Promise<ImportRecord> =>
    inWorkspace(async (tx) => presentImport(await loadImport(tx, importId)));

  async function run(
    options: Parameters<typeof upload>[0] & Partial<Pick<RunOptions, 'chunkRows'>>,
  ): Promise<ImportRecord> {
    const importId = await upload(options);
    await start(importId);
    await runImport({ services, workspaceId, importId, chunkRows: options.chunkRows });
    return get(importId);
  }

  const refusedFile = async (importId: string, fileIndex = 0) => {
    const file = await inWorkspace((tx) =>
      openRefusedFile(tx, { files: services.files, importId, fileIndex }),
    );
    return { name: file.name, bytes: Buffer.from(await file.arrayBuffer()) };
  };

  const rows = async <Row extends Record<string, unknown>>(
    text: string,
    params: unknown[] = [],
  ): Promise<Row[]> => inWorkspace(async (tx) => (await tx.client.query<Row>(text, params)).rows);

  return { workspaceId, actor, inWorkspace, upload, start, get, run, refusedFile, rows };
}

export async function readExample(path: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(`../../../examples/${path}`, import.meta.url), 'utf8'));
}
