import {
  type CustomSource,
  type IdSource,
  type Link,
  type Mapping,
  type OneSource,
  plainWord,
  type RecordMapping,
  type Source,
} from '../mapping/contract.ts';

/** A spot of a mapping that takes its value from columns: `fields.email` of the record `contact`. */
export type Place = { record: string; target: string };
export type Slot = Place & { columns: string[] };

type AnySource = Source | IdSource | IdSource[] | CustomSource;
type IsGone = (column: string) => boolean;

export const linkKeys = ['id', 'email', 'domain', 'name'] as const;

export function slotsOf(mapping: Mapping): Slot[] {
  return Object.entries(mapping.records).flatMap(([name, record]) => slotsOfRecord(name, record));
}

export function slotsOfRecord(name: string, record: RecordMapping): Slot[] {
  const slots: Slot[] = [];
  const add = (target: string, source: AnySource | undefined) => {
    const columns = source === undefined ? [] : columnsOf(source);
    if (columns.length > 0) slots.push({ record: name, target, columns });
  };
  const addLinks = (target: string, given: Link | Link[]) => {
    for (const link of asList(given)) {
      if (typeof link === 'string') continue;
      if ('id' in link) add(`${target}.id`, link.id);
      if ('email' in link) add(`${target}.email`, link.email);
      if ('domain' in link) add(`${target}.domain`, link.domain);
      if ('name' in link) add(`${target}.name`, link.name);
    }
  };
  add('id', record.id);
  for (const [field, source] of Object.entries(record.fields)) add(`fields.${field}`, source);
  for (const [stage, source] of Object.entries(record.stages ?? {})) add(`stages.${stage}`, source);
  add('lifecycle.stage', record.lifecycle?.stage);
  add('lifecycle.at', record.lifecycle?.at);
  add('left.at', record.left?.at);
  add('left.reason', record.left?.reason);
  for (const [link, given] of Object.entries(record.links)) addLinks(`links.${link}`, given);
  for (const [key, source] of Object.entries(record.custom)) add(`custom.${key}`, source);
  for (const [key, source] of Object.entries(record.properties ?? {})) add(`properties.${key}`, source);
  for (const [index, entry] of (record.history ?? []).entries()) add(`history.${index}`, entry.at);
  for (const [index, member] of (record.buyingGroup ?? []).entries()) {
    addLinks(`buyingGroup.${index}`, member.contact);
    add(`buyingGroup.${index}.role`, member.role);
  }
  return slots;
}

/** Columns that only decide which rows count, or when a value does. */
export function conditionColumnsOf(mapping: Mapping): string[] {
  const found: string[] = [];
  const collect = (value: unknown) => {
    if (typeof value === 'string') found.push(value);
  };
  const walk = (value: unknown, isCondition: boolean) => {
    if (Array.isArray(value)) {
      for (const each of value) walk(each, isCondition);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (isCondition && key === 'column') collect(inner);
        else walk(inner, key === 'when' || key === 'leaveOut');
      }
    }
  };
  walk(mapping, false);
  return found;
}

/** Whether a mapping that says `name` means the column with this heading; case and punctuation aside, as the server. */
export function namesColumn(name: string, heading: string): boolean {
  return name.trim() === heading || plainly(name) === plainly(heading);
}

/** Asked for each column beside each place, so the plain words are kept; the file's headings bound how many. */
const plainWords = new Map<string, string>();
const maxPlainWords = 5_000;

function plainly(text: string): string {
  const known = plainWords.get(text);
  if (known !== undefined) return known;
  if (plainWords.size >= maxPlainWords) plainWords.clear();
  const plain = plainWord(text);
  plainWords.set(text, plain);
  return plain;
}

function columnsOf(source: AnySource): string[] {
  if (typeof source === 'string') return [source];
  if (Array.isArray(source)) return source.flatMap((each) => columnsOf(each));
  if ('column' in source) return [source.column];
  if ('firstOf' in source) return source.firstOf;
  if ('text' in source)
    return [...source.text.matchAll(/\{([^{}:]+)(?::\d+)?\}/g)].flatMap(([, name]) => name ?? []);
  return [];
}

export function asList<Item>(value: Item | Item[]): Item[] {
  return Array.isArray(value) ? value : [value];
}

function onlyOrList<Item>(list: Item[]): Item | Item[] | undefined {
  const [first] = list;
  return list.length <= 1 ? first : list;
}

function withoutOne(one: OneSource, isGone: IsGone): OneSource | undefined {
  if (typeof one !== 'string' && 'firstOf' in one) {
    const firstOf = one.firstOf.filter((column) => !isGone(column));
    return firstOf.length > 0 ? { ...one, firstOf } : undefined;
  }
  return columnsOf(one).some(isGone) ? undefined : one;
}

/** A source without a column; undefined where nothing is left of it. */
export function withoutColumn(source: Source, isGone: IsGone): Source | undefined {
  return onlyOrList(asList(source).flatMap((one) => withoutOne(one, isGone) ?? []));
}

export function idWithoutColumn(
  id: IdSource | IdSource[],
  isGone: IsGone,
): IdSource | IdSource[] | undefined {
  return onlyOrList(asList(id).filter((one) => !columnsOf(one).some(isGone)));
}

/** A source that also takes a column: the first of them that is not blank counts. */
export function withColumn(source: Source | undefined, column: OneSource): Source {
  if (source === undefined) return column;
  const list = asList(source);
  const last = list.at(-1);
  if (typeof column !== 'string') return [...list, column];
  if (list.length === 1 && typeof last === 'string') return { firstOf: [last, column] };
  if (list.length === 1 && typeof last === 'object' && 'firstOf' in last) {
    return { ...last, firstOf: [...last.firstOf, column] };
  }
  return [...list, column];
}

export function idWithColumn(id: IdSource | IdSource[] | undefined, column: string): IdSource | IdSource[] {
  return id === undefined ? column : [...asList(id), column];
}
