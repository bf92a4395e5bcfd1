import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace, type TestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { ExportQuery, RecordType } from '../lists/contract.ts';
import { decimalOf, guardCell } from './csv-columns.ts';
import { exportCsv } from './export-csv.ts';

const now = new Date('2026-03-15T12:00:00Z');
let services: TestServices;
let workspace: TestWorkspace;

beforeAll(async () => {
  services = await openTestServices();
  workspace = await createTestWorkspace(services);
  const { workspaceId } = workspace;
  await services.database.inWorkspace(workspaceId, async (tx) => {
    await tx.run(sql`insert into contact (id, workspace_id, name, title, phone, lifecycle_stage)
      select gen_random_uuid(), ${workspaceId}, 'Person ' || lpad(n::text, 5, '0'), case when n = 1 then '=cmd()' end,
        case when n = 2 then '+49 30 1' end, 'mql' from generate_series(1, 2500) n`);
    await tx.run(sql`insert into opportunity (id, workspace_id, name, amount_minor, currency)
      values (${newId()}, ${workspaceId}, 'Yen', 1234, 'JPY'), (${newId()}, ${workspaceId}, 'Euro', -1234, 'EUR')`);
  });
});
afterAll(() => services.close());

async function rowsOf(recordType: RecordType, query: ExportQuery): Promise<string[][]> {
  const { workspaceId } = workspace;
  const chunks = await exportCsv({ database: services.database, workspaceId, recordType, query, now });
  let text = '';
  for await (const chunk of chunks) text += new TextDecoder().decode(chunk);
  return parse(text, { bom: true });
}

describe('a list as CSV', () => {
  it('holds each row once over many pages, in order, with the columns asked for', async () => {
    const [head, ...rows] = await rowsOf('contact', { sort: 'name', columns: 'name, lifecycleStage' });
    expect(head).toEqual(['Name', 'Stage']);
    expect(rows).toEqual(
      Array.from({ length: 2500 }, (_, n) => [`Person ${String(n + 1).padStart(5, '0')}`, 'MQL']),
    );
  });

  it('guards what a spreadsheet would run, and nothing else', async () => {
    const rows = await rowsOf('contact', { sort: 'name', columns: 'title,phone', search: 'person 0000' });
    expect(rows.slice(1, 3)).toEqual([
      ["'=cmd()", ''],
      ['', "'+49 30 1"],
    ]);
    for (const bad of ['=1', '+1', '-1', '@x', '\tx', '\0x', '\rx']) expect(guardCell(bad)).toBe(`'${bad}`);
    expect(guardCell('a=b')).toBe('a=b');
  });

  it('writes money as numbers in its currency', async () => {
    const rows = await rowsOf('opportunity', { sort: 'name', columns: 'name,amountMinor,currency' });
    expect(rows.slice(1)).toEqual([
      ['Euro', '-12.34', 'EUR'],
      ['Yen', '1234', 'JPY'],
    ]);
    expect(decimalOf(5, null)).toBe('0.05');
  });

  it('refuses a wrong question before the first byte', async () => {
    await expect(rowsOf('contact', { columns: 'secret' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(rowsOf('contact', { filter: 'nonsense' })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
