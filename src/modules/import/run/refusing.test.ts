import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { openImporter } from '../import.test-support.ts';
import { listRefusals } from '../list-refusals.ts';
import type { MappingInput } from '../mapping/schema.ts';
import { previewImport } from '../preview-import.ts';
import { contents, heading, line, mapping, table } from './fair.test-support.ts';
import { runImport } from './run-import.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

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
