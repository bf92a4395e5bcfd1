import { AppError } from '../../../platform/errors.ts';
import { reasonHeading } from '../reading/read-rows.ts';
import { type CustomRecordType, type CustomType, isCustomRecordType } from './fields.ts';
import { plainWord } from './lifecycle-words.ts';
import { type Mapping, recordTypeOf, type Source } from './schema.ts';
import { type Columns, type CompiledSource, compileSource } from './sources.ts';
import {
  maxTextLength,
  readAnyNumber,
  readBoolean,
  readDay,
  readOption,
  readText,
  type ValueSettings,
} from './values.ts';

export type FieldOption = { value: string; label: string };

/** A custom field that the mapping fills. */
export type PlannedField = {
  recordType: CustomRecordType;
  key: string;
  label: string;
  type: CustomType;
  options: FieldOption[];
  /** Options were listed (here or in the workspace): a value that is none of them is refused. */
  hasListedOptions: boolean;
  /** Made even when no row has a value, because the mapping names it. */
  isNamed: boolean;
};

export type KnownField = {
  recordType: string;
  key: string;
  type: CustomType;
  options: readonly FieldOption[];
};

export type CompiledCustom = {
  field: PlannedField;
  source: CompiledSource;
  read: (text: string, column: string | null) => string | number | boolean;
};

const nothingStated = { label: undefined, options: undefined, otherOptions: 'refuse' } as const;

/** Compiles the custom fields of one record of the mapping, those of the other columns included. */
export function compileCustom(options: {
  mapping: Mapping;
  recordName: string;
  columns: Columns;
  settings: ValueSettings;
  known: readonly KnownField[];
}): CompiledCustom[] {
  const { mapping, recordName, columns, settings } = options;
  const record = mapping.records[recordName];
  const type = record && recordTypeOf(recordName, record);
  if (!record || !type || !isCustomRecordType(type)) return [];
  return Object.entries(record.custom).map(([key, given]) => {
    const stated = typeof given === 'string' ? { column: given, type: 'text' as const } : given;
    const {
      label,
      type: valueType,
      options: listed,
      otherOptions,
      ...rest
    } = { ...nothingStated, ...stated };
    const field = planField(options.known, {
      recordType: type,
      key,
      label: label ?? stated.column,
      type: valueType,
      options: (listed ?? []).map((each) => (typeof each === 'string' ? { value: each, label: each } : each)),
      hasListedOptions: (listed ?? []).length > 0 && otherOptions === 'refuse',
      isNamed: true,
    });
    return compileField(field, rest, columns, settings);
  });
}

/** Call after everything else is compiled: what no part of the mapping has named by then becomes custom fields. */
export function compileOtherColumns(options: {
  mapping: Mapping;
  recordName: string;
  columns: Columns;
  settings: ValueSettings;
  known: readonly KnownField[];
}): CompiledCustom[] {
  const { mapping, columns } = options;
  const rule = mapping.otherColumns;
  const record = mapping.records[options.recordName];
  const type = record && recordTypeOf(options.recordName, record);
  if (typeof rule === 'string' || rule.customFieldsOf !== options.recordName) return [];
  if (!type || !isCustomRecordType(type)) return [];
  const except = new Set(rule.except.map(plainWord));
  const taken = new Set(Object.keys(record.custom));
  const others = columns.headings
    .map((heading, place) => ({ heading, place }))
    .filter(
      ({ heading, place }) =>
        !columns.used.has(place) && heading !== reasonHeading && !except.has(plainWord(heading)),
    );
  return others.map(({ heading }) => {
    const key = freeKey(customKeyOf(heading), taken);
    taken.add(key);
    const known = options.known.find((field) => field.recordType === type && field.key === key);
    const field: PlannedField = {
      recordType: type,
      key,
      label: heading,
      type: known?.type ?? 'text',
      options: [],
      hasListedOptions: false,
      isNamed: false,
    };
    return compileField(planField(options.known, field), heading, columns, options.settings);
  });
}

/** A field that is there keeps its type; one that the mapping states otherwise is an error before anything is read. */
function planField(known: readonly KnownField[], field: PlannedField): PlannedField {
  const there = known.find((each) => each.recordType === field.recordType && each.key === field.key);
  if (!there) return field;
  if (there.type !== field.type) {
    const words = `The custom field “${field.key}” of ${field.recordType} is of type ${there.type} in this workspace; the mapping says ${field.type}. Change the mapping, or use another key.`;
    throw new AppError('unprocessable', words, {
      fields: [{ path: `custom.${field.key}.type`, message: `is ${there.type} here` }],
    });
  }
  const options = new Map([...there.options, ...field.options].map((option) => [option.value, option]));
  return { ...field, options: [...options.values()] };
}

function compileField(
  field: PlannedField,
  given: Source,
  columns: Columns,
  settings: ValueSettings,
): CompiledCustom {
  const source = compileSource(given, columns, settings);
  return { field, source, read: customReader(field, source.settings) };
}

const maxOptionLength = 200;

function customReader(field: PlannedField, settings: ValueSettings): CompiledCustom['read'] {
  switch (field.type) {
    case 'number':
      return (text, column) => readAnyNumber(text, column, settings);
    case 'date':
      return (text, column) => readDay(text, column, settings);
    case 'boolean':
      return readBoolean;
    case 'option': {
      const byWord = new Map<string, string>();
      for (const option of field.options) {
        byWord.set(plainWord(option.label), option.value);
        byWord.set(plainWord(option.value), option.value);
      }
      if (field.hasListedOptions) return (text, column) => readOption(text, column, byWord);
      return (text, column) => byWord.get(plainWord(text)) ?? readText(text, column, maxOptionLength);
    }
    case 'text':
      return (text, column) => readText(text, column, maxTextLength);
  }
}

const maxKeyLength = 63;

/** A custom field's key from a heading: small letters, digits and underscores, beginning with a letter. */
export function customKeyOf(heading: string): string {
  const plain = heading
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  const key = /^[a-z]/.test(plain) ? plain : `field_${plain}`.replace(/_$/, '');
  return key.slice(0, maxKeyLength).replace(/_+$/, '');
}

function freeKey(key: string, taken: ReadonlySet<string>): string {
  let free = key;
  for (let number = 2; taken.has(free); number += 1) free = `${key.slice(0, maxKeyLength - 4)}_${number}`;
  return free;
}
