import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { cancelImport } from '../cancel-import.ts';
import { forgetUploads } from '../forget-uploads.ts';
import { openImporter } from '../import.test-support.ts';
import { contents, heading, mapping, table, tables } from './fair.test-support.ts';
import { endCancelled } from './finish-import.ts';
import { runImport } from './run-import.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

describe('running an import', () => {
  it('brings rows in once: the same file again changes nothing', async () => {
    const importer = await openImporter(services);
    const files = [{ name: 'fair.csv', bytes: table(1, 30) }];
    const first = await importer.run({ files, mapping, chunkRows: 8 });
    expect(first).toMatchObject({
      status: 'done',
      outcomes: { created: 30, updated: 0, unchanged: 0, refused: 0 },
      progress: { rowsRead: 30, doneBytes: first.progress.totalBytes },
      byRecord: {
        contact: { created: 30, updated: 0, unchanged: 0 },
        opportunity: { created: 10, updated: 0, unchanged: 0 },
        interaction: { created: 30, updated: 0, unchanged: 0 },
      },
    });
    const after = await contents(importer);
    expect(after).toMatchObject({ contact: 30, opportunity: 10, interaction: 30, account: 7 });
    const second = await importer.run({ files, mapping, chunkRows: 11 });
    expect(second.outcomes).toEqual({ created: 0, updated: 0, unchanged: 30, refused: 0 });
    expect(await contents(importer)).toEqual(after);
  });

  it('overwrites nothing with a blank, and tells updated rows', async () => {
    const importer = await openImporter(services);
    await importer.run({ files: [{ name: 'a.csv', bytes: table(1, 3) }], mapping });
    const changed = `${heading}1,,,,,,,\n2,Renamed,,,99,,,\n`;
    const loose = { ...mapping, records: { contact: mapping.records.contact ?? {} } };
    const done = await importer.run({ files: [{ name: 'b.csv', bytes: changed }], mapping: loose });
    expect(done.outcomes).toEqual({ created: 0, updated: 1, unchanged: 1, refused: 0 });
    const people = await importer.rows('select name, email, custom from contact order by email');
    expect(people.slice(0, 2)).toEqual([
      { name: 'Person 1', email: 'person1@firm1.com', custom: { booth: 1 } },
      { name: 'Renamed', email: 'person2@firm2.com', custom: { booth: 99 } },
    ]);
  });

  it.each([1, 2, 3, 4, 5])('goes on exactly where it was interrupted, after chunk %i', async (chunks) => {
    const importer = await openImporter(services);
    const { workspaceId } = importer;
    const importId = await importer.upload({
      files: [{ name: 'fair.csv', bytes: table(1, 30) }],
      mapping,
      partBytes: 333,
    });
    await importer.start(importId);
    await runImport({ services, workspaceId, importId, chunkRows: 6, signal: stopAfter(chunks) });
    const halted = await importer.get(importId);
    expect(halted).toMatchObject({ status: 'running', progress: { rowsRead: chunks * 6 } });
    await runImport({ services, workspaceId, importId, chunkRows: 6 });
    expect(await importer.get(importId)).toMatchObject({
      status: 'done',
      outcomes: { created: 30, updated: 0, unchanged: 0, refused: 0 },
    });
    expect(await contents(importer)).toMatchObject({
      contact: 30,
      opportunity: 10,
      interaction: 30,
      account: 7,
    });
  });

  it('undoes a chunk that did not commit, and takes it again', async () => {
    const importer = await openImporter(services);
    const { workspaceId } = importer;
    const importId = await importer.upload({ files: [{ name: 'fair.csv', bytes: table(1, 12) }], mapping });
    await importer.start(importId);
    const failing = failOnce(services, (text) => text.startsWith('update import set'));
    await expect(runImport({ services: failing, workspaceId, importId, chunkRows: 6 })).rejects.toThrow(
      'restarting',
    );
    expect(await contents(importer)).toMatchObject({ contact: 0, interaction: 0 });
    await runImport({ services, workspaceId, importId, chunkRows: 6 });
    expect(await importer.get(importId)).toMatchObject({ status: 'done', outcomes: { created: 12 } });
  });

  it('lets one of two runs at once go on, and counts each row once', async () => {
    const importer = await openImporter(services);
    const { workspaceId } = importer;
    const importId = await importer.upload({ files: [{ name: 'fair.csv', bytes: table(1, 40) }], mapping });
    await importer.start(importId);
    const run = () => runImport({ services, workspaceId, importId, chunkRows: 4 });
    await Promise.all([run(), run()]);
    await run();
    expect(await importer.get(importId)).toMatchObject({
      status: 'done',
      progress: { rowsRead: 40 },
      outcomes: { created: 40 },
    });
    expect(await contents(importer)).toMatchObject({ contact: 40, interaction: 40 });
  });

  it('keeps what is in when it is cancelled', async () => {
    const importer = await openImporter(services);
    const { workspaceId, inWorkspace } = importer;
    const importId = await importer.upload({ files: [{ name: 'fair.csv', bytes: table(1, 30) }], mapping });
    await importer.start(importId);
    await runImport({ services, workspaceId, importId, chunkRows: 10, signal: stopAfter(1) });
    const row = await inWorkspace((tx) => cancelImport(tx, { importId, now: services.now() }));
    await endCancelled({ services, workspaceId, importId }, row);
    await runImport({ services, workspaceId, importId, chunkRows: 10 });
    expect(await importer.get(importId)).toMatchObject({ status: 'cancelled', outcomes: { created: 10 } });
    expect(await contents(importer)).toMatchObject({ contact: 10 });
    await expect(importer.start(importId)).rejects.toThrow('cancelled');
  });

  it('writes one audit entry', async () => {
    const importer = await openImporter(services);
    await importer.run({ files: [{ name: 'fair.csv', bytes: table(1, 30) }], mapping, chunkRows: 5 });
    const entries = await importer.rows(
      "select action, record_label from audit_entry where record_type = 'import'",
    );
    expect(entries).toEqual([{ action: 'import.finished', record_label: 'fair.csv' }]);
  });
});

describe('uploaded files', () => {
  it('go when the rows are in, and when nobody comes back to them', async () => {
    const importer = await openImporter(services);
    const files = [{ name: 'fair.csv', bytes: table(1, 3) }];
    const stored = async (importId: string) => services.files.exists(`imports/${importId}/0/0`);
    const real = await importer.run({ files, mapping });
    expect(await stored(real.id)).toBe(false);
    const dry = await importer.run({ files, mapping, dryRun: true });
    expect(await stored(dry.id)).toBe(true);
    const now = services.now();
    expect(await forgetUploads(services)).toBe(0);
    services.setNow(new Date(now.getTime() + 8 * 86_400_000));
    await forgetUploads(services);
    services.setNow(now);
    expect(await stored(dry.id)).toBe(false);
    await expect(importer.start(dry.id, { dryRun: false })).rejects.toThrow('Send them again');
  });
});

describe('a dry run', () => {
  it('has the figures of a real run and leaves nothing behind', async () => {
    const importer = await openImporter(services);
    // The same person twice, in different chunks: only a run that sees its own rows can tell.
    const bytes = `${table(1, 10)}3,Person 3,person3@firm3.com,Firm 3,3,2024-01-04,2024-02-01 10:00,1000.50\n11,No date,,,,2024-02-30,,\n`;
    const files = [{ name: 'fair.csv', bytes }];
    const dry = await importer.run({ files, mapping, dryRun: true, chunkRows: 4 });
    expect(dry).toMatchObject({ status: 'done', dryRun: true, dryRunScope: 'whole' });
    expect(await contents(importer)).toEqual(Object.fromEntries(tables.map((name) => [name, 0])));
    expect(await importer.rows('select key from custom_field')).toEqual([]);
    await importer.start(dry.id, { dryRun: false });
    await runImport({ services, workspaceId: importer.workspaceId, importId: dry.id, chunkRows: 4 });
    const real = await importer.get(dry.id);
    expect(real.outcomes).toEqual({ created: 10, updated: 0, unchanged: 1, refused: 1 });
    expect(real.outcomes).toEqual(dry.outcomes);
    expect(real.byRecord).toEqual(dry.byRecord);
    expect(await contents(importer)).toMatchObject({ contact: 10 });
  });

  it('goes by chunk where the file is large, and says so', async () => {
    const importer = await openImporter(services);
    const importId = await importer.upload({
      files: [{ name: 'fair.csv', bytes: table(1, 20) }],
      mapping,
      dryRun: true,
    });
    await importer.start(importId);
    await services.database.asSystem((tx) =>
      tx.client.query("update import set dry_run_scope = 'by_chunk' where id = $1", [importId]),
    );
    await runImport({ services, workspaceId: importer.workspaceId, importId, chunkRows: 5 });
    expect(await importer.get(importId)).toMatchObject({
      status: 'done',
      dryRunScope: 'by_chunk',
      outcomes: { created: 20 },
    });
    expect(await contents(importer)).toMatchObject({ contact: 0, interaction: 0 });
  });
});

/** Tells the run to stop once so many chunks are in: a signal is asked after each. */
function stopAfter(chunks: number): AbortSignal {
  const controller = new AbortController();
  let asked = 0;
  return new Proxy(controller.signal, {
    get(signal, name) {
      if (name !== 'aborted') return Reflect.get(signal, name);
      asked += 1;
      return asked >= chunks;
    },
  });
}

/** Services whose database goes away at the first statement that `at` names. */
function failOnce(from: TestServices, at: (text: string) => boolean): TestServices {
  const { database } = from;
  let failed = false;
  const inWorkspace: typeof database.inWorkspace = (workspaceId, work) =>
    database.inWorkspace(workspaceId, (tx) => {
      const query = tx.client.query.bind(tx.client);
      const breaking = new Proxy(tx, {
        get(target, name) {
          if (name !== 'run') return Reflect.get(target, name);
          const run: typeof tx.run = async (statement) => {
            const text = JSON.stringify(statement).replaceAll('\\n', ' ');
            if (!failed && at(text.slice(text.indexOf('update import')))) {
              failed = true;
              await query('select 1');
              throw Object.assign(new Error('terminating connection'), { code: '57P01' });
            }
            return target.run(statement);
          };
          return run;
        },
      });
      return work(breaking);
    });
  return { ...from, database: { ...database, inWorkspace } };
}
