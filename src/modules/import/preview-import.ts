import type { InferContractRouterOutputs } from '@orpc/contract';
import { AppError, notFound } from '../../platform/errors.ts';
import type { Files } from '../../platform/files/files.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { ColumnPreview, importContract, PresetName } from './contract.ts';
import { type CompiledMapping, compileMapping } from './mapping/compile.ts';
import type { KnownField } from './mapping/custom-plan.ts';
import { readMapping } from './mapping/read-mapping.ts';
import { type Mapping, mapping as mappingSchema, recordTypeOf } from './mapping/schema.ts';
import {
  type ColumnSample,
  type Suggestion,
  sampleColumn,
  suggestMapping,
  suggestTargets,
} from './mapping/suggest.ts';
import { RowRefusal } from './mapping/values.ts';
import { partFor, presetOf } from './presets/index.ts';
import type { FileFormat } from './reading/detect-format.ts';
import { type FileRow, readRows } from './reading/read-rows.ts';
import { loadImport } from './records.ts';
import { readKnownFields } from './run/custom-fields.ts';
import { detectUpload } from './run/plan-files.ts';
import { readSample } from './uploads.ts';

type Preview = InferContractRouterOutputs<typeof importContract>['preview'];

const shownRows = 20;
const sampledRows = 1_000;
const shownSamples = 5;
const shownRefusals = 50;
const shownCellLength = 300;

/** What a file holds, by its first rows: how it is read, what its columns may mean, what a mapping makes of it. */
export async function previewImport(
  tx: Tx,
  options: { files: Files; importId: string; fileIndex: number; mapping?: unknown },
): Promise<Preview> {
  const { files, importId, fileIndex } = options;
  const row = await loadImport(tx, importId);
  const file = row.files[fileIndex];
  if (!file) throw notFound('file of this import');
  const stated = options.mapping === undefined ? row.mapping : readMapping(options.mapping);
  const upload = { files, importId, fileIndex, file };
  const format = await detectUpload(upload, stated?.file ?? {});
  const sample = await readSample(upload);
  const rows = await firstRows(sample, format, sample.length >= file.size);
  const columns = format.headings.map((heading, place) =>
    sampleColumn(
      heading,
      rows.flatMap((each) => (each.refusal ? [] : [each.cells[place] ?? ''])),
      format.decimals,
    ),
  );
  const suggestions = suggestTargets(columns);
  const suggested = mappingSchema.safeParse(suggestMapping({ name: file.name, columns, suggestions }));
  return {
    format: {
      encoding: format.encoding,
      delimiter: format.delimiter,
      quote: format.quote,
      hasHeader: format.hasHeader,
      decimals: format.decimals,
    },
    headings: format.headings,
    rows: rows.slice(0, shownRows).map((each) => ({
      rowNumber: each.rowNumber,
      cells: each.cells.map((cell) => cell.slice(0, shownCellLength)),
      refusal: each.refusal?.words ?? null,
    })),
    columns: columns.map((column, place) => presentColumn(column, suggestions[place] ?? null, format)),
    suggestedMapping: suggested.success ? withKnownTypes(suggested.data, await readKnownFields(tx)) : null,
    suggestedPreset: presetFor(file.name, format.headings),
    mapped: stated ? await tryMapping(tx, { mapping: stated, format, rows }) : null,
  };
}

/** A custom field that the workspace has already keeps its type, whatever the file's values look like. */
function withKnownTypes(mapping: Mapping, known: readonly KnownField[]): Mapping {
  const records = Object.entries(mapping.records).map(([name, record]) => {
    const custom = Object.entries(record.custom).map(([key, source]) => {
      const there = known.find(
        (field) => field.recordType === recordTypeOf(name, record) && field.key === key,
      );
      return [key, there && typeof source === 'object' ? { ...source, type: there.type } : source] as const;
    });
    return [name, { ...record, custom: Object.fromEntries(custom) }] as const;
  });
  return { ...mapping, records: Object.fromEntries(records) };
}

async function firstRows(sample: Buffer, format: FileFormat, isWhole: boolean): Promise<FileRow[]> {
  const rows: FileRow[] = [];
  async function* open(offset: number) {
    yield sample.subarray(offset);
  }
  for await (const block of readRows({ open, format, after: null })) {
    rows.push(...block);
    if (rows.length >= sampledRows) break;
  }
  // The sample's last row may be cut off in its middle.
  if (!isWhole && rows.length < sampledRows) rows.pop();
  return rows.slice(0, sampledRows);
}

function presentColumn(
  column: ColumnSample,
  suggestion: Suggestion | null,
  format: FileFormat,
): ColumnPreview {
  const problems: string[] = [];
  const twins = format.headings.filter((heading) => heading === column.heading).length;
  if (twins > 1)
    problems.push(`${twins} columns are called “${column.heading}”; rename all but one to use them.`);
  if (column.looksLike === 'blank') problems.push('Blank in every row looked at.');
  return {
    heading: column.heading,
    samples: [...new Set(column.values)]
      .slice(0, shownSamples)
      .map((value) => value.slice(0, shownCellLength)),
    blank: column.blank,
    looksLike: column.looksLike,
    dateFormat: column.looksLike === 'date' ? column.dateFormat : null,
    suggestion,
    problems,
  };
}

// Signs of an export that no other file carries together.
const hubspotSigns = ['Record ID', 'Lifecycle Stage'];

function presetFor(fileName: string, headings: readonly string[]): PresetName | null {
  if (hubspotSigns.every((heading) => headings.includes(heading))) return 'hubspot-contacts';
  const isSalesforce = headings.includes('Id') && headings.includes('CreatedDate');
  return isSalesforce && partFor(presetOf('salesforce'), fileName, headings) ? 'salesforce' : null;
}

async function tryMapping(
  tx: Tx,
  options: { mapping: Mapping; format: FileFormat; rows: readonly FileRow[] },
): Promise<NonNullable<Preview['mapped']>> {
  const { mapping, format, rows } = options;
  const workspace = await tx.first<{ timeZone: string; currency: string }>(
    sql`select time_zone as "timeZone", currency from workspace`,
  );
  if (!workspace) throw new AppError('not_found', 'There is no such workspace.');
  const { headings, decimals } = format;
  const compiled = compileMapping({
    mapping,
    headings,
    decimals,
    workspace,
    knownFields: await readKnownFields(tx),
  });
  const refusals = rows.flatMap((row) => {
    const refusal = row.refusal ?? refusalOf(compiled, row);
    return refusal
      ? [{ rowNumber: row.rowNumber, code: refusal.code, reason: refusal.words, column: refusal.column }]
      : [];
  });
  return {
    rowsRead: rows.length,
    refusals: refusals.slice(0, shownRefusals),
    unusedColumns: compiled.unusedColumns,
    customFields: compiled.customFields.map(({ recordType, key, label, type }) => ({
      recordType,
      key,
      label,
      type,
    })),
  };
}

function refusalOf(compiled: CompiledMapping, row: FileRow): FileRow['refusal'] {
  try {
    compiled.readRow(row.cells, String(row.rowNumber));
    return null;
  } catch (error) {
    if (!(error instanceof RowRefusal)) throw error;
    return { code: error.code, words: error.message, column: error.column };
  }
}
