import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { cancelImport } from '../cancel-import.ts';
import { openImporter, type TestImporter } from '../import.test-support.ts';
import { listRefusals } from '../list-refusals.ts';
import type { MappingInput } from '../mapping/schema.ts';
import { previewImport } from '../preview-import.ts';
import { endCancelled } from './finish-import.ts';
import { runImport } from './run-import.ts';

const mapping: MappingInput = {
  name: 'Fair',
  system: 'fair',
  currency: 'EUR',
  records: {
    contact: {
      id: 'Id',
      fields: { email: 'Email', name: 'Name' },
      stages: { mql: 'MQL on' },
      links: { account: { name: 'Company' } },
      custom: { booth: { column: 'Booth', type: 'number', label: 'Booth' } },
    },
    opportunity: {
      required: false,
      id: { column: 'Id', suffix: '-deal', when: { column: 'Deal', blank: false } },
      fields: { name: { text: '{Company}' }, amount: 'Deal', status: { value: 'open' } },
      buyingGroup: [{ contact: 'contact', primary: true }],
    },
    talk: {
      record: 'interaction',
      id: 'Id',
      fields: { kind: { value: 'person' }, type: { value: 'meeting' }, occurredAt: 'Met' },
      links: { contact: 'contact' },
    },
  },
};
const heading = 'Id,Name,Email,Company,Booth,MQL on,Met,Deal\n';
const line = (n: number) =>
  `${n},Person ${n},person${n}@firm${n % 7}.com,Firm ${n % 7},${n},2024-01-${String((n % 28) + 1).padStart(2, '0')},2024-02-01 10:00,${n % 3 === 0 ? '1000.50' : ''}\n`;
const table = (from: number, to: number) =>
  heading + Array.from({ length: to - from + 1 }, (_, at) => line(from + at)).join('');

const tables = [
  'contact',
  'account',
  'opportunity',
  'opportunity_contact',
  'stage_change',
  'interaction',
  'external_id',
];

async function contents(importer: TestImporter): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of tables) {
    const [row] = await importer.rows<{ n: number }>(`select count(*)::int as n from ${name}`);
    counts[name] = row?.n ?? -1;
  }
  return counts;
}

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

describe('refused rows', () => {
  const broken = [
    line(1),
    '2,Too,few\n',
    '"3,Wholly,quoted,row,3,2024-01-01,2024-02-01,"\n',
    '4,Bad mail,not-an-address,F,4,2024-01-01,2024-02-01,\n',
    '5,Bad date,a5@b.com,F,5,2024-02-30,2024-02-01,\n',
    '6,Bad type,a6@b.com,F,six,2024-01-01,2024-02-01,\n',
    ',No id,,F,7,2024-01-01,2024-02-01,\n',
    '8,"Open quote,a8@b.com,F,8,2024-01-01,2024-02-01,\n',
    line(9),
  ].join('');

  it('come back with their reasons, can be corrected and go in with the same mapping', async () => {
    const importer = await openImporter(services);
    const strict = {
      ...mapping,
      records: { ...mapping.records, contact: { ...mapping.records.contact, fields: { email: 'Email' } } },
    };
    const done = await importer.run({
      files: [{ name: 'fair.csv', bytes: heading + broken }],
      mapping: strict,
      chunkRows: 3,
    });
    expect(done.outcomes).toEqual({ created: 2, updated: 0, unchanged: 0, refused: 7 });
    const page = await importer.inWorkspace((tx) => listRefusals(tx, { importId: done.id, limit: 4 }));
    expect(page.reasons.map(({ code, column }) => [code, column]).sort()).toEqual([
      ['impossible_date', 'MQL on'],
      ['missing_id', 'Id'],
      ['too_few_cells', null],
      ['unclosed_quote', null],
      ['wholly_quoted', null],
      ['wrong_type', 'Booth'],
      ['wrong_type', 'Email'],
    ]);
    const rest = await importer.inWorkspace((tx) =>
      listRefusals(tx, { importId: done.id, limit: 4, cursor: page.nextCursor ?? undefined }),
    );
    expect([...page.items, ...rest.items].map((item) => item.rowNumber)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    const { name, bytes } = await importer.refusedFile(done.id);
    expect(name).toBe('fair.refused.csv');
    const records: unknown = parse(bytes, { bom: true, columns: true, relax_column_count: true });
    expect(records).toMatchObject([
      { Id: '2', Name: 'Too', Company: expect.stringContaining('3 cells, the heading has 8') },
      { Name: expect.stringContaining('inside one pair of quotes') },
      {
        Id: '4',
        Email: 'not-an-address',
        refused_because: expect.stringContaining('“Email” is not an e-mail address'),
      },
      { Id: '5', refused_because: expect.stringContaining('does not exist') },
      { Id: '6', Booth: 'six', refused_because: expect.stringContaining('is not a number') },
      { Id: '', refused_because: expect.stringContaining('“Id”') },
      {
        Id: '8,"Open quote,a8@b.com,F,8,2024-01-01,2024-02-01,',
        Name: expect.stringContaining('never closed'),
      },
    ]);
    const text = bytes.toString('utf8');
    const corrected = text
      .replace('not-an-address', 'a4@b.com')
      .replace('2024-02-30', '2024-02-29')
      .replace('six', '6');
    const again = await importer.run({ files: [{ name, bytes: corrected }], mapping: strict });
    expect(again.outcomes).toMatchObject({ created: 3, refused: 4 });
    const still = await importer.refusedFile(again.id);
    const once = await importer.run({ files: [{ name, bytes: still.bytes }], mapping: strict });
    expect(once.outcomes).toMatchObject({ created: 0, refused: 4 });
    expect((await importer.refusedFile(once.id)).bytes.toString()).toBe(still.bytes.toString());
  });

  it('leave nothing of the row behind, and do not touch its neighbours', async () => {
    const importer = await openImporter(services);
    const long = 'n'.repeat(700);
    const bytes = `${heading}1,Fine,a1@b.com,Firm,1,,2024-02-01,5\n2,${long},a2@c.com,Firm C,2,,2024-02-01,7\n3,Fine too,a3@b.com,Firm,3,,,\n`;
    const done = await importer.run({ files: [{ name: 'fair.csv', bytes }], mapping });
    expect(done.outcomes).toEqual({ created: 2, updated: 0, unchanged: 0, refused: 1 });
    const [counts] = await importer.rows(`select (select count(*)::int from contact) as people,
      (select count(*)::int from opportunity) as deals, (select count(*)::int from account where name = 'Firm C') as others`);
    expect(counts).toEqual({ people: 2, deals: 1, others: 0 });
  });

  it('are told apart from rows the mapping leaves out', async () => {
    const importer = await openImporter(services);
    const bytes = 'Id,Name,Gone\n1,A,0\n2,B,1\n3,C,true\n';
    const given: MappingInput = {
      name: 'x',
      system: 'x',
      leaveOut: [{ column: 'Gone', is: ['1', 'true'] }],
      records: { contact: { id: 'Id', fields: { name: 'Name' } } },
    };
    const done = await importer.run({ files: [{ name: 'x.csv', bytes }], mapping: given });
    expect(done).toMatchObject({ outcomes: { created: 1, unchanged: 2, refused: 0 }, leftOut: 2 });
  });
});

describe('what does not fit is refused before anything is read', () => {
  const files = [{ name: 'fair.csv', bytes: table(1, 2) }];
  it.each([
    ['a column the file does not have', { ...mapping, records: { contact: { id: 'Number' } } }, '“Number”'],
    [
      'a field that is none',
      { ...mapping, records: { contact: { id: 'Id', fields: { mail: 'Email' } } } },
      'records.contact.fields.mail',
    ],
    ['a key that is none', { ...mapping, record: {} }, 'record: there is no such key'],
    [
      'no identity',
      { ...mapping, records: { contact: { fields: { title: 'Name' } } } },
      'nothing says which contact',
    ],
  ])('%s', async (_, given, words) => {
    const importer = await openImporter(services);
    await expect(importer.run({ files, mapping: given })).rejects.toThrow(words);
    expect(await contents(importer)).toMatchObject({ contact: 0 });
  });

  it('a custom field of another type', async () => {
    const importer = await openImporter(services);
    await importer.run({ files, mapping });
    const other = structuredClone(mapping);
    const { contact } = other.records;
    if (contact) contact.custom = { booth: { column: 'Booth', type: 'date' } };
    await expect(importer.run({ files, mapping: other })).rejects.toThrow(
      '“booth” of contact is of type number',
    );
  });
});

describe('a preview', () => {
  it('shows the file, and suggests a mapping that runs', async () => {
    const importer = await openImporter(services);
    const bytes =
      'Contact ID;First Name;Last Name;E-Mail;Company;Became an MQL Date;Shirt;Spend\n' +
      Array.from(
        { length: 25 },
        (_, n) =>
          `c${n}00000x;Ann;Lee ${n};ann${n}@acme${n}.io;Acme ${n};3.${(n % 12) + 1}.2024;${n % 2 ? 'L' : 'M'};1.200,50\n`,
      ).join('');
    const importId = await importer.upload({ files: [{ name: 'Fair 2024.csv', bytes }] });
    const look = (given?: unknown) =>
      importer.inWorkspace((tx) =>
        previewImport(tx, { files: services.files, importId, fileIndex: 0, mapping: given }),
      );
    const preview = await look();
    expect(preview.format).toMatchObject({ delimiter: ';', decimals: 'comma', encoding: 'utf-8' });
    expect(preview.columns.map((column) => [column.looksLike, column.suggestion?.target ?? null])).toEqual([
      ['id', 'id'],
      ['text', 'fields.firstName'],
      ['text', 'fields.lastName'],
      ['email', 'fields.email'],
      ['text', 'fields.name'],
      ['date', 'stages.mql'],
      ['option', null],
      ['number', null],
    ]);
    expect(await look(preview.suggestedMapping)).toMatchObject({ mapped: { rowsRead: 25, refusals: [] } });
    await importer.start(importId, { mapping: preview.suggestedMapping });
    await runImport({ services, workspaceId: importer.workspaceId, importId });
    expect(await importer.get(importId)).toMatchObject({ outcomes: { created: 25, refused: 0 } });
    const [person] = await importer.rows(
      "select c.name, c.custom, c.lifecycle_since::text as since, a.name as company from contact c join account a on a.id = c.account_id where c.email = 'ann3@acme3.io'",
    );
    expect(person).toEqual({
      name: 'Ann Lee 3',
      custom: { shirt: 'L', spend: 1200.5 },
      since: expect.stringContaining('2024-04-03'),
      company: 'Acme 3',
    });
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
