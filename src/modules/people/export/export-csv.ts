import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import type { Database, Tx } from '../../../platform/postgres/database.ts';
import { loadAccountRows } from '../accounts/load-account-rows.ts';
import { loadContactRows } from '../contacts/load-contact-rows.ts';
import { listStages } from '../lifecycle/stages.ts';
import { customPrefix, type ExportQuery, type RecordType } from '../lists/contract.ts';
import { splitKeys } from '../lists/list-records.ts';
import { selectPage } from '../lists/select-page.ts';
import { readSelection, type Selection } from '../lists/selection.ts';
import { loadOpportunityRows } from '../opportunities/load-opportunity-rows.ts';
import { customValues, named } from '../records.ts';
import { type CsvColumn, csvColumns, decimalOf, guardCell } from './csv-columns.ts';

/** Rows a page: large enough that the query costs little beside the rows, small enough to stay flat in memory. */
const pageRows = 1_000;

const loaders = { contact: loadContactRows, account: loadAccountRows, opportunity: loadOpportunityRows };

const exportRow = z.looseObject({ id: z.string(), currency: z.string().nullish(), custom: customValues });
type ExportRow = z.infer<typeof exportRow>;

type Options = {
  database: Database;
  workspaceId: string;
  recordType: RecordType;
  query: ExportQuery;
  now: Date;
};
type Page = {
  rows: ExportRow[];
  nextCursor: string | null;
  columns: CsvColumn[];
  stageNames: ReadonlyMap<string, string>;
};

/**
 * A list as CSV, page by page: each is a transaction of its own, so that neither memory nor the database is held for
 * as long as the reader takes. What is wrong with the question is thrown before the first byte.
 */
export async function exportCsv(options: Options): Promise<AsyncGenerator<Uint8Array>> {
  return chunks(options, await readPage(options, undefined));
}

async function* chunks(options: Options, first: Page): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  // The byte order mark tells spreadsheets that it is UTF-8.
  yield encoder.encode(`\uFEFF${stringify([first.columns.map((column) => guardCell(column.heading))])}`);
  let page = first;
  while (page.rows.length > 0) {
    const { columns, stageNames } = page;
    yield encoder.encode(
      stringify(page.rows.map((row) => columns.map((column) => cellOf(row, column, stageNames)))),
    );
    if (page.nextCursor === null) return;
    page = await readPage(options, page.nextCursor);
  }
}

function readPage(
  { database, workspaceId, recordType, query, now }: Options,
  cursor: string | undefined,
): Promise<Page> {
  return database.inWorkspace(workspaceId, async (tx) => {
    const selection = await readSelection({ tx, recordType, query, now });
    const columns = csvColumns({
      recordType,
      asked: splitKeys(query.columns),
      customFields: selection.customFields,
    });
    const { ids, nextCursor } = await selectPage({
      tx,
      selection,
      query: { ...query, cursor },
      limit: pageRows,
    });
    const rows = await loaders[recordType](tx, ids, customKeys(columns, selection));
    return {
      rows: z.array(exportRow).parse(rows),
      nextCursor,
      columns,
      stageNames: recordType === 'contact' ? await stageNames(tx) : new Map(),
    };
  });
}

function customKeys(columns: readonly CsvColumn[], selection: Selection): string[] {
  const keys = columns.map((column) => column.field).filter((field) => field.startsWith(customPrefix));
  return keys
    .map((field) => field.slice(customPrefix.length))
    .filter((key) => selection.customFields.has(key));
}

async function stageNames(tx: Tx): Promise<ReadonlyMap<string, string>> {
  return new Map((await listStages({ tx })).map((stage) => [stage.key, stage.name]));
}

const refersBy: Readonly<Record<string, string>> = {
  accountId: 'account',
  ownerId: 'owner',
  campaignId: 'campaign',
  parentId: 'parent',
};

function cellOf(row: ExportRow, column: CsvColumn, names: ReadonlyMap<string, string>): string {
  const { field, kind } = column;
  if (kind === 'ref') return guardCell(named.nullish().parse(row[refersBy[field] ?? field])?.name ?? '');
  const value = field.startsWith(customPrefix) ? row.custom[field.slice(customPrefix.length)] : row[field];
  if (value === null || value === undefined) return '';
  if (kind === 'money' && typeof value === 'number') return decimalOf(value, row.currency ?? null);
  // A number or a truth is never a formula; all else is what somebody typed.
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return guardCell(field === 'lifecycleStage' ? (names.get(String(value)) ?? String(value)) : String(value));
}
