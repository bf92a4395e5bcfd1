import type { RowInputs } from '../run/chunk-batch.ts';
import { buildRow } from './build-row.ts';
import { type CompiledRecord, compileRecord, type MappingScope } from './compile-record.ts';
import {
  type CompiledCustom,
  compileCustom,
  compileOtherColumns,
  type KnownField,
  type PlannedField,
} from './custom-plan.ts';
import type { Decimals } from './numbers.ts';
import { minorDigitsOf } from './numbers.ts';
import { type Mapping, recordTypeOf } from './schema.ts';
import { columnsOf, compileCondition } from './sources.ts';

export type CompiledMapping = {
  system: string;
  /**
   * What a row says, or null where the mapping leaves such rows out. Throws RowRefusal for a row that cannot be
   * taken. Keys of its inputs begin with `keyPrefix`.
   */
  readRow(cells: readonly string[], keyPrefix: string): RowInputs | null;
  customFields: PlannedField[];
  /** Columns that nothing in the mapping uses. */
  unusedColumns: string[];
};

export type CompileOptions = {
  mapping: Mapping;
  headings: readonly string[];
  /** As detected in the file; what the mapping states comes first. */
  decimals: Decimals;
  workspace: { timeZone: string; currency: string };
  knownFields: readonly KnownField[];
};

/** Makes a mapping ready for one file. Throws AppError where the two do not fit. */
export function compileMapping(options: CompileOptions): CompiledMapping {
  const { mapping, workspace, knownFields } = options;
  const columns = columnsOf(options.headings, mapping.missingColumns);
  const currency = mapping.currency ?? workspace.currency;
  minorDigitsOf(currency);
  const scope: MappingScope = {
    mapping,
    columns,
    currency,
    settings: {
      timeZone: mapping.timeZone ?? workspace.timeZone,
      dates: typeof mapping.dates === 'string' ? [mapping.dates] : mapping.dates,
      decimals: mapping.decimals === 'auto' ? options.decimals : mapping.decimals,
      blank: new Set(mapping.blank.map((word) => word.trim().toLowerCase())),
    },
  };
  const leaveOut = mapping.leaveOut.map((condition) => compileCondition(condition, columns));
  const { settings } = scope;
  const records: CompiledRecord[] = [];
  const custom = new Map<string, CompiledCustom[]>();
  for (const [index, name] of Object.keys(mapping.records).entries()) {
    const given = mapping.records[name];
    const type = given && recordTypeOf(name, given);
    if (!given || !type) continue;
    records.push(compileRecord(scope, { name, type, given, isFirst: index === 0 }));
    custom.set(name, compileCustom({ mapping, recordName: name, columns, settings, known: knownFields }));
  }
  // Last, when every column that has a meaning of its own is known.
  for (const record of records) {
    const named = custom.get(record.name) ?? [];
    const others = compileOtherColumns({
      mapping,
      recordName: record.name,
      columns,
      settings,
      known: knownFields,
    });
    record.custom = [...named, ...others];
  }
  return {
    system: mapping.system,
    readRow: (cells, keyPrefix) =>
      leaveOut.some((test) => test(cells)) ? null : buildRow(records, cells, keyPrefix),
    customFields: records.flatMap((record) => record.custom.map(({ field }) => field)),
    unusedColumns: columns.headings.filter((_, place) => !columns.used.has(place)),
  };
}
