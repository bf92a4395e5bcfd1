import { type SQL, sql } from 'drizzle-orm/sql/sql';
import { customPrefix, type FieldKind, type FilterClause } from './contract.ts';
import { kindOf, type Selection } from './selection.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** LIKE's own signs in a user's text stand for themselves. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** The patterns that one search term matches; below three letters only beginnings of words (see search_condition). */
function termPatterns(term: string): string[] {
  const escaped = escapeLike(term);
  return escaped.length >= 3 ? [`%${escaped}%`] : [`${escaped}%`, `% ${escaped}%`];
}

/** All conditions of a selection, row by row, on alias `r`; `search`: its terms, where no index has answered them. */
export function compileSelection(selection: Selection, search: readonly SearchTerm[]): SQL {
  return sql.join(
    [
      selection.source.base,
      ...search.map((term) => termCondition(selection, term)),
      ...selection.clauses.map((clause) => compileClause(selection, clause)),
    ],
    sql` and `,
  );
}

/** A term to be looked for row by row, and the companies whose name has it: null where there are too many to list. */
export type SearchTerm = { term: string; companyIds: readonly string[] | null };

function termCondition(selection: Selection, { term, companyIds }: SearchTerm): SQL {
  const own = likeAny(sql`r.search_text`, term);
  if (!selection.source.searchesCompany || companyIds?.length === 0) return own;
  if (companyIds) return sql`(${own} or r.account_id = any(${`{${companyIds.join(',')}}`}::uuid[]))`;
  return sql`(${own} or exists (select from account a where a.id = r.account_id and ${likeAny(sql`a.search_text`, term)}))`;
}

function likeAny(column: SQL, term: string): SQL {
  const patterns = termPatterns(term).map((pattern) => sql`${column} like ${pattern}`);
  return sql`(${sql.join(patterns, sql` or `)})`;
}

function compileClause(selection: Selection, clause: FilterClause): SQL {
  if (clause.field === 'waiting') return waitingCondition(selection, clause);
  const kind = kindOf(selection.source.recordType, clause.field, selection.customFields) ?? 'text';
  if (clause.field.startsWith(customPrefix)) return customCondition(selection, clause, kind);
  const column = selection.source.columns[clause.field];
  if (!column) throw new Error(`The list has no column for the field "${clause.field}".`);
  return condition(selection, clause, kind, column);
}

function condition(selection: Selection, clause: FilterClause, kind: FieldKind, column: SQL): SQL {
  const isText = kind === 'text';
  if (clause.op === 'blank') return isText ? sql`coalesce(${column}, '') = ''` : sql`${column} is null`;
  if (clause.op === 'not_blank')
    return isText ? sql`coalesce(${column}, '') <> ''` : sql`${column} is not null`;
  if (isText) return textCondition(clause, column);
  if (kind === 'time') return timeCondition(selection, clause, column);
  if (kind === 'date') return dateCondition(selection, clause, column);
  return plainCondition(clause, column, kind === 'ref' ? sql`uuid` : valueType(kind));
}

function valueType(kind: FieldKind): SQL {
  if (kind === 'boolean') return sql`boolean`;
  return kind === 'option' ? sql`text` : sql`numeric`;
}

function textCondition(clause: FilterClause, column: SQL): SQL {
  const value = String(clause.value ?? '').toLowerCase();
  switch (clause.op) {
    case 'equals':
      return sql`lower(${column}) = ${value}`;
    case 'not_equals':
      return sql`lower(coalesce(${column}, '')) <> ${value}`;
    case 'starts_with':
      return sql`lower(${column}) like ${`${escapeLike(value)}%`}`;
    case 'one_of':
      return sql`lower(${column}) = any(${listOf((clause.values ?? []).map((one) => String(one).toLowerCase()))})`;
    default:
      return sql`lower(${column}) like ${`%${escapeLike(value)}%`}`;
  }
}

function listOf(values: readonly (string | number | boolean)[]): SQL {
  return sql`array[${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )}]::text[]`;
}

/** Comparisons that are the same for numbers, options, booleans and references. */
function plainCondition(clause: FilterClause, column: SQL, type: SQL): SQL {
  const [from, to] = clause.values ?? [];
  switch (clause.op) {
    case 'not_equals':
      return sql`${column} is distinct from ${clause.value}::${type}`;
    case 'one_of':
      return sql`${column} = any(${listOf(clause.values ?? [])}::${type}[])`;
    case 'greater':
      return sql`${column} > ${clause.value}::${type}`;
    case 'less':
      return sql`${column} < ${clause.value}::${type}`;
    case 'between':
      return sql`${column} between ${from}::${type} and ${to}::${type}`;
    default:
      return sql`${column} = ${clause.value}::${type}`;
  }
}

/** The beginning of a day in the workspace's zone, or the moment itself where a time was given. */
function moment(selection: Selection, value: unknown, plusDays = 0): SQL {
  const text = String(value);
  if (text.length > 10) return sql`${text}::timestamptz`;
  return sql`((${text}::date + ${plusDays}::integer)::timestamp at time zone ${selection.timeZone})`;
}

function timeCondition(selection: Selection, clause: FilterClause, column: SQL): SQL {
  const nowMs = selection.now.getTime();
  const days = Number(clause.value) * dayMs;
  const at = (timeMs: number) => sql`${new Date(timeMs).toISOString()}::timestamptz`;
  const [from, to] = clause.values ?? [];
  switch (clause.op) {
    case 'before':
      return sql`${column} < ${moment(selection, clause.value)}`;
    case 'after':
      return sql`${column} >= ${moment(selection, clause.value, 1)}`;
    case 'between':
      return sql`(${column} >= ${moment(selection, from)} and ${column} < ${moment(selection, to, 1)})`;
    case 'last_days':
      return sql`(${column} >= ${at(nowMs - days)} and ${column} <= ${at(nowMs)})`;
    case 'next_days':
      return sql`(${column} >= ${at(nowMs)} and ${column} <= ${at(nowMs + days)})`;
    default:
      return sql`${column} < ${at(nowMs - days)}`;
  }
}

function dateCondition(selection: Selection, clause: FilterClause, column: SQL): SQL {
  const today = sql`(${selection.now.toISOString()}::timestamptz at time zone ${selection.timeZone})::date`;
  const days = sql`${clause.value}::integer`;
  const date = (value: unknown) => sql`${String(value).slice(0, 10)}::date`;
  const [from, to] = clause.values ?? [];
  switch (clause.op) {
    case 'before':
      return sql`${column} < ${date(clause.value)}`;
    case 'after':
      return sql`${column} > ${date(clause.value)}`;
    case 'equals':
      return sql`${column} = ${date(clause.value)}`;
    case 'between':
      return sql`${column} between ${date(from)} and ${date(to)}`;
    case 'last_days':
      return sql`${column} between ${today} - ${days} and ${today}`;
    case 'next_days':
      return sql`${column} between ${today} and ${today} + ${days}`;
    default:
      return sql`${column} < ${today} - ${days}`;
  }
}

/** A custom field's value as its type. What was stored before the field had its type counts as blank. */
export function customExpression(key: string, kind: FieldKind): SQL {
  const value = sql`r.custom -> ${key}::text`;
  const asText = sql`r.custom ->> ${key}::text`;
  if (kind === 'number')
    return sql`(case when jsonb_typeof(${value}) = 'number' then (${asText})::float8 end)`;
  if (kind === 'boolean')
    return sql`(case when jsonb_typeof(${value}) = 'boolean' then (${asText})::boolean end)`;
  if (kind === 'date') return sql`custom_date(${asText})`;
  return sql`(${asText})`;
}

function customCondition(selection: Selection, clause: FilterClause, kind: FieldKind): SQL {
  const key = clause.field.slice(customPrefix.length);
  const exact = condition(selection, clause, kind, customExpression(key, kind));
  const negative = clause.op === 'blank' || clause.op === 'not_equals';
  if (!selection.indexedKeys.has(key) || negative) return exact;
  const indexed = indexedCondition(clause, kind);
  if (!indexed) return exact;
  return sql`r.id in (select v.record_id from custom_value v where v.record_type = ${selection.source.recordType}
    and v.key = ${key} and ${indexed}) and ${exact}`;
}

/** The part of a custom condition that custom_value's index answers; null where it cannot. */
function indexedCondition(clause: FilterClause, kind: FieldKind): SQL | null {
  const lowered = (value: unknown) => sql`left(lower(${String(value)}), 200)`;
  if (kind === 'number' && clause.op !== 'not_blank')
    return plainCondition(clause, sql`v.number_value`, sql`float8`);
  if (kind === 'boolean' || kind === 'option' || kind === 'text') {
    if (clause.op === 'equals') return sql`v.text_value = ${lowered(clause.value)}`;
    if (clause.op === 'one_of') {
      return sql`v.text_value = any(array[${sql.join((clause.values ?? []).map(lowered), sql`, `)}])`;
    }
  }
  return null;
}

function waitingCondition(selection: Selection, clause: FilterClause): SQL {
  if (clause.op === 'blank' || clause.op === 'not_blank') {
    return clause.op === 'blank' ? sql`not (${waiting(selection)})` : waiting(selection);
  }
  const asked = clause.op === 'one_of' ? (clause.values ?? []) : [clause.value];
  const parts = asked.map((value) => (value === 'overdue' ? overdue(selection) : waiting(selection)));
  const any = sql`(${sql.join(parts, sql` or `)})`;
  return clause.op === 'not_equals' ? sql`not ${any}` : any;
}

/** Open in a stage that has a next one: somebody has to act. */
function waiting(selection: Selection): SQL {
  const keys = selection.stages.slice(0, -1).map((stage) => stage.key);
  if (keys.length === 0) return sql`false`;
  return sql`(r.lifecycle_status = 'open' and r.lifecycle_stage = any(${listOf(keys)}))`;
}

function overdue(selection: Selection): SQL {
  const parts = selection.stages.slice(0, -1).flatMap((stage) => {
    if (stage.allowed_hours === null) return [];
    const since = new Date(selection.now.getTime() - stage.allowed_hours * hourMs).toISOString();
    return [
      sql`(r.lifecycle_stage = ${stage.key} and r.lifecycle_status = 'open' and r.lifecycle_since < ${since}::timestamptz)`,
    ];
  });
  return parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`;
}
