import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { CustomField } from '../fields/contract.ts';
import { loadCustomFields } from '../fields/load-custom-fields.ts';
import {
  customPrefix,
  type FieldKind,
  type FilterClause,
  filterClauses,
  listFields,
  operatorsOf,
  type RecordType,
  type SelectionQuery,
} from './contract.ts';
import { type ListSource, listSources } from './sources.ts';

type Stage = { key: string; position: number; allowed_hours: number | null };

/** What a list's question means in this workspace: the checked clauses, and what they are to be read with. */
export type Selection = {
  source: ListSource;
  terms: readonly string[];
  clauses: readonly FilterClause[];
  customFields: ReadonlyMap<string, CustomField>;
  /** Custom fields that are kept in order by an index. */
  indexedKeys: ReadonlySet<string>;
  timeZone: string;
  now: Date;
  stages: readonly Stage[];
};

const maxTerms = 6;

/** Splits what was typed into terms; more than a few make no search better. */
function searchTerms(search: string | undefined): string[] {
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return [...new Set(words)].slice(0, maxTerms);
}

export async function readSelection(options: {
  tx: Tx;
  recordType: RecordType;
  query: SelectionQuery;
  now: Date;
}): Promise<Selection> {
  const { tx, recordType, query, now } = options;
  const clauses = parseFilter(query.filter);
  const fields = await loadCustomFields(tx, recordType);
  const customFields = new Map(fields.map((field) => [field.key, field]));
  for (const [index, clause] of clauses.entries()) checkClause({ recordType, clause, customFields, index });
  const workspace = await tx.first<{ time_zone: string }>(sql`select time_zone from workspace`);
  const indexed = await tx.rows<{ key: string }>(
    sql`select key from custom_index where record_type = ${recordType} and ready_at is not null`,
  );
  const needsStages = clauses.some((clause) => clause.field === 'waiting');
  const stages = needsStages
    ? await tx.rows<Stage>(sql`select key, position, allowed_hours from lifecycle_stage order by position`)
    : [];
  return {
    source: listSources[recordType],
    terms: searchTerms(query.search),
    clauses,
    customFields,
    indexedKeys: new Set(indexed.map((row) => row.key)),
    timeZone: workspace?.time_zone ?? 'UTC',
    now,
    stages,
  };
}

function parseFilter(text: string | undefined): FilterClause[] {
  if (text === undefined || text.trim() === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrongFilter('it is not JSON', 'filter');
  }
  const parsed = filterClauses.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw wrongFilter(issue?.message ?? 'not a filter', ['filter', ...(issue?.path ?? [])].join('.'));
}

function wrongFilter(why: string, path: string): AppError {
  return new AppError('invalid_input', `The filter cannot be read: ${why}.`, {
    fields: [{ path, message: why }],
  });
}

const customKinds: Record<CustomField['type'], FieldKind> = {
  text: 'text',
  number: 'number',
  date: 'date',
  boolean: 'boolean',
  option: 'option',
};

/** The kind of a built-in or custom field; null where there is no such field. */
export function kindOf(
  recordType: RecordType,
  field: string,
  customFields: ReadonlyMap<string, CustomField>,
): FieldKind | null {
  if (field.startsWith(customPrefix)) {
    const custom = customFields.get(field.slice(customPrefix.length));
    return custom ? customKinds[custom.type] : null;
  }
  return listFields[recordType].find((known) => known.key === field)?.kind ?? null;
}

const valueKinds: Record<FieldKind, 'string' | 'number' | 'boolean'> = {
  text: 'string',
  option: 'string',
  ref: 'string',
  number: 'number',
  money: 'number',
  date: 'string',
  time: 'string',
  boolean: 'boolean',
};
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const dayOrTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$/;
const maxDays = 36_500;

function checkClause(options: {
  recordType: RecordType;
  clause: FilterClause;
  customFields: ReadonlyMap<string, CustomField>;
  index: number;
}): void {
  const { recordType, clause, customFields, index } = options;
  const path = `filter.${index}`;
  const kind = kindOf(recordType, clause.field, customFields);
  if (kind === null) throw wrongFilter(`there is no field "${clause.field}"`, path);
  if (!operatorsOf[kind].includes(clause.op)) {
    throw wrongFilter(
      `"${clause.field}" cannot be asked "${clause.op}"; it knows ${operatorsOf[kind].join(', ')}`,
      path,
    );
  }
  const wanted = wantedValues(clause);
  if (wanted === null) return;
  if (wanted.some((value) => value === undefined))
    throw wrongFilter(`"${clause.op}" of "${clause.field}" lacks its value`, path);
  const days = clause.op === 'last_days' || clause.op === 'next_days' || clause.op === 'more_than_days_ago';
  for (const value of wanted) {
    const good = days
      ? typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maxDays
      : isValueOf(kind, value);
    if (!good)
      throw wrongFilter(
        `${JSON.stringify(value)} is not a value that "${clause.field}" can be compared with`,
        path,
      );
  }
}

/** The values that a clause needs, `undefined` for one that is missing; null where it needs none. */
function wantedValues(clause: FilterClause): (string | number | boolean | undefined)[] | null {
  if (clause.op === 'blank' || clause.op === 'not_blank') return null;
  if (clause.op === 'one_of') return clause.values && clause.values.length > 0 ? clause.values : [undefined];
  if (clause.op === 'between') return [clause.values?.[0], clause.values?.[1]];
  return [clause.value];
}

function isValueOf(kind: FieldKind, value: unknown): boolean {
  if (typeof value !== valueKinds[kind]) return false;
  if (kind === 'ref') return uuid.test(String(value));
  if (kind === 'date' || kind === 'time') {
    return dayOrTime.test(String(value)) && isRealDate(String(value));
  }
  return typeof value !== 'number' || Number.isFinite(value);
}

// new Date('2026-02-30') rolls over into March; PostgreSQL refuses it.
function isRealDate(text: string): boolean {
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return (
    !Number.isNaN(date.getTime()) &&
    date.toISOString().startsWith(text.slice(0, 10)) &&
    !Number.isNaN(Date.parse(text))
  );
}
