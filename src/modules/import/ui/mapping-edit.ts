import {
  type CustomSource,
  type CustomType,
  type DateFormat,
  isCustomRecordType,
  isRecordType,
  type Link,
  lifecycleStages,
  linksOf,
  type Mapping,
  type OneSource,
  type RecordMapping,
  type RecordType,
  recordTypeOf,
  type Source,
} from '../mapping/contract.ts';
import {
  asList,
  idWithColumn,
  idWithoutColumn,
  linkKeys,
  namesColumn,
  type Place,
  slotsOf,
  slotsOfRecord,
  withColumn,
  withoutColumn,
} from './mapping-places.ts';

/** Edits of a mapping as the page makes them; each returns a new one. What the page cannot draw stays untouched. */
export function emptyMapping(name: string): Mapping {
  return {
    name: name.slice(0, 200) || 'Import',
    system: 'file',
    dates: 'iso',
    decimals: 'auto',
    blank: [],
    file: {},
    leaveOut: [],
    missingColumns: 'refuse',
    records: {},
    otherColumns: 'ignore',
  };
}

const emptyRecord = (): RecordMapping => ({ fields: {}, custom: {}, links: {} });

export function withRecord(mapping: Mapping, name: string, record: RecordMapping): Mapping {
  return { ...mapping, records: { ...mapping.records, [name]: record } };
}

/** The mapping with a record of this name; a new one is tied to those that are there, as a row mostly means it. */
function ensureRecord(mapping: Mapping, name: string): Mapping {
  if (mapping.records[name] || !isRecordType(name)) return mapping;
  const next = withRecord(mapping, name, emptyRecord());
  return Object.entries(next.records).reduce(
    (tied, [each, record]) => withRecord(tied, each, tie(each, record, next)),
    next,
  );
}

/** The record's links to others of the same row, where it has none yet. */
function tie(name: string, record: RecordMapping, mapping: Mapping): RecordMapping {
  const type = recordTypeOf(name, record);
  if (!type) return record;
  const links = { ...record.links };
  for (const [link, target] of Object.entries(linksOf(type))) {
    if (link === 'parent' || links[link] !== undefined) continue;
    const other = nameOf(mapping, target);
    if (other && other !== name) links[link] = other;
  }
  if (type !== 'opportunity' || record.buyingGroup) return { ...record, links };
  const contact = nameOf(mapping, 'contact');
  return contact ? { ...record, links, buyingGroup: [{ contact, primary: true }] } : { ...record, links };
}

function nameOf(mapping: Mapping, type: RecordType): string | null {
  const found = Object.entries(mapping.records).find(([name, record]) => recordTypeOf(name, record) === type);
  return found?.[0] ?? null;
}

/** Without a record, and without what leads to it. */
export function removeRecord(mapping: Mapping, gone: string): Mapping {
  const kept = Object.entries(mapping.records).filter(([name]) => name !== gone);
  const records = Object.fromEntries(kept.map(([name, record]) => [name, untied(record, gone)]));
  const { otherColumns } = mapping;
  const isOwner = typeof otherColumns !== 'string' && otherColumns.customFieldsOf === gone;
  return { ...mapping, records, otherColumns: isOwner ? 'ignore' : otherColumns };
}

function untied(record: RecordMapping, gone: string): RecordMapping {
  const leads = (link: Link) =>
    link === gone || (typeof link === 'object' && 'record' in link && link.record === gone);
  const links = Object.entries(record.links).flatMap(([name, given]) => {
    const left = asList(given).filter((link) => !leads(link));
    const [only] = left;
    if (!only) return [];
    return [[name, left.length === 1 ? only : left] as const];
  });
  const { buyingGroup, ...rest } = record;
  const members = buyingGroup?.filter((member) => !asList(member.contact).some(leads)) ?? [];
  return {
    ...rest,
    links: Object.fromEntries(links),
    ...(members.length > 0 ? { buyingGroup: members } : {}),
  };
}

/** Columns that hold dates, and how those are written. */
export type DateColumns = Readonly<Record<string, DateFormat>>;

/** A column with its way of writing dates, where the mapping as a whole reads them otherwise. */
function dated(mapping: Mapping, heading: string, dates: DateColumns): OneSource {
  const format = dates[heading];
  const isUsual = format === undefined || format === 'iso' || asList(mapping.dates).includes(format);
  return isUsual ? heading : { column: heading, dates: format };
}

/** Lets a column fill a place. A place that has one already takes the first that is not blank. */
export function addColumn(mapping: Mapping, heading: string, place: Place, dates: DateColumns = {}): Mapping {
  const made = ensureRecord(withoutException(mapping, heading), place.record);
  const record = made.records[place.record];
  if (!record) return mapping;
  return withRecord(
    made,
    place.record,
    recordWithColumn(record, heading, place.target, dates, dated(mapping, heading, dates)),
  );
}

function recordWithColumn(
  record: RecordMapping,
  heading: string,
  target: string,
  dates: DateColumns,
  column: OneSource,
): RecordMapping {
  const [kind, name = '', by] = target.split('.');
  if (kind === 'id') return { ...record, id: idWithColumn(record.id, heading) };
  if (kind === 'fields') {
    return {
      ...record,
      fields: { ...record.fields, [name]: withColumn(notConstant(record.fields[name]), column) },
    };
  }
  if (kind === 'stages') {
    const stage = lifecycleStages.find((each) => each === name);
    if (!stage) return record;
    return { ...record, stages: { ...record.stages, [stage]: withColumn(record.stages?.[stage], column) } };
  }
  if (kind === 'links') return { ...record, links: { ...record.links, [name]: linkBy(by, heading) } };
  if (kind === 'lifecycle') {
    const at = Object.keys(dates).find((each) => each !== heading) ?? heading;
    const lifecycle = record.lifecycle ?? { stage: heading, at, unknown: 'refuse' as const };
    return {
      ...record,
      lifecycle: name === 'at' ? { ...lifecycle, at: column } : { ...lifecycle, stage: heading },
    };
  }
  return record;
}

/** A fixed value gives way to a column. */
function notConstant(source: Source | undefined): Source | undefined {
  if (source === undefined || typeof source === 'string' || Array.isArray(source)) return source;
  return 'value' in source ? undefined : source;
}

function linkBy(by: string | undefined, heading: string): Link {
  if (by === 'email') return { email: heading };
  if (by === 'domain') return { domain: heading };
  return by === 'id' ? { id: heading } : { name: heading };
}

export function addCustom(
  mapping: Mapping,
  heading: string,
  recordName: string,
  type: CustomType,
  dates: DateColumns = {},
): Mapping {
  const made = ensureRecord(withoutException(mapping, heading), recordName);
  const record = made.records[recordName];
  const recordType = record && recordTypeOf(recordName, record);
  if (!record || !recordType || !isCustomRecordType(recordType)) return mapping;
  const key = freeKey(customKeyOf(heading), record.custom);
  const column = dated(mapping, heading, dates);
  const read = type === 'date' && typeof column === 'object' ? column : {};
  const field: CustomSource = {
    ...read,
    column: heading,
    type,
    label: heading.slice(0, 200),
    otherOptions: 'add',
  };
  return withRecord(made, recordName, { ...record, custom: { ...record.custom, [key]: field } });
}

export function setCustom(
  mapping: Mapping,
  place: Place,
  change: { type?: CustomType; label?: string },
): Mapping {
  const record = mapping.records[place.record];
  const key = place.target.slice('custom.'.length);
  const given = record?.custom[key];
  if (!record || given === undefined) return mapping;
  const bare = { type: 'text', otherOptions: 'add' } as const;
  const field: CustomSource = {
    ...(typeof given === 'string' ? { ...bare, column: given } : given),
    ...change,
  };
  return withRecord(mapping, place.record, { ...record, custom: { ...record.custom, [key]: field } });
}

/** A key of small letters, digits and underscores, as the server makes it for columns that nothing names. */
export function customKeyOf(heading: string): string {
  const plain = heading
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  const key = /^[a-z]/.test(plain) ? plain : `field_${plain}`;
  return key.slice(0, 60).replace(/_+$/, '');
}

function freeKey(key: string, taken: Record<string, unknown>): string {
  let free = key;
  for (let number = 2; free in taken; number += 1) free = `${key.slice(0, 58)}_${number}`;
  return free;
}

/** Takes a column out of a place. A record that no column fills any more goes with it. */
export function removeColumn(mapping: Mapping, heading: string, place: Place): Mapping {
  const record = mapping.records[place.record];
  if (!record) return mapping;
  const left = recordWithoutColumn(record, place.target, (column) => namesColumn(column, heading));
  if (slotsOfRecord(place.record, left).length === 0) return removeRecord(mapping, place.record);
  return withRecord(mapping, place.record, left);
}

type IsGone = (column: string) => boolean;

function recordWithoutColumn(record: RecordMapping, target: string, isGone: IsGone): RecordMapping {
  const [kind, name = ''] = target.split('.');
  if (kind === 'id') {
    const { id, ...rest } = record;
    const left = id === undefined ? undefined : idWithoutColumn(id, isGone);
    return left === undefined ? rest : { ...rest, id: left };
  }
  if (kind === 'fields') return { ...record, fields: sourcesWithout(record.fields, name, isGone) };
  if (kind === 'properties')
    return { ...record, properties: sourcesWithout(record.properties ?? {}, name, isGone) };
  if (kind === 'stages') return { ...record, stages: sourcesWithout(record.stages ?? {}, name, isGone) };
  if (kind === 'custom') {
    const { [name]: _, ...custom } = record.custom;
    return { ...record, custom };
  }
  if (kind === 'links') return { ...record, links: linksWithout(record.links, name, isGone) };
  if (kind === 'lifecycle') return without(record, 'lifecycle');
  if (kind === 'left') return without(record, 'left');
  if (kind === 'history')
    return { ...record, history: record.history?.filter((_, index) => String(index) !== name) };
  if (kind === 'buyingGroup') {
    return { ...record, buyingGroup: record.buyingGroup?.filter((_, index) => String(index) !== name) };
  }
  return record;
}

function without(record: RecordMapping, key: 'lifecycle' | 'left'): RecordMapping {
  const { [key]: _, ...rest } = record;
  return rest;
}

function sourcesWithout(
  sources: Record<string, Source>,
  name: string,
  isGone: IsGone,
): Record<string, Source> {
  const { [name]: given, ...rest } = sources;
  const left = given === undefined ? undefined : withoutColumn(given, isGone);
  return left === undefined ? rest : { ...rest, [name]: left };
}

function linksWithout(links: RecordMapping['links'], name: string, isGone: IsGone): RecordMapping['links'] {
  const { [name]: given, ...rest } = links;
  if (given === undefined) return links;
  const left = asList(given).filter((link) => !linkColumns(link).some(isGone));
  const [only] = left;
  if (!only) return rest;
  return { ...rest, [name]: left.length === 1 ? only : left };
}

function linkColumns(link: Link): string[] {
  if (typeof link === 'string') return [];
  const name = 'link';
  const record: RecordMapping = { ...emptyRecord(), links: { [name]: link } };
  return slotsOfRecord('', record)
    .filter((slot) => linkKeys.some((by) => slot.target === `links.${name}.${by}`))
    .flatMap((slot) => slot.columns);
}

/** Empties every place the column fills. `keepAsOther` lets it be what the other columns become. */
export function clearColumn(mapping: Mapping, heading: string, keepAsOther: boolean): Mapping {
  const places = slotsOf(mapping).filter((slot) =>
    slot.columns.some((column) => namesColumn(column, heading)),
  );
  const cleared = places.reduce((left, place) => removeColumn(left, heading, place), mapping);
  return keepAsOther ? withoutException(cleared, heading) : withException(cleared, heading);
}

function withException(mapping: Mapping, heading: string): Mapping {
  const { otherColumns } = mapping;
  if (typeof otherColumns === 'string' || isException(mapping, heading)) return mapping;
  return { ...mapping, otherColumns: { ...otherColumns, except: [...otherColumns.except, heading] } };
}

function withoutException(mapping: Mapping, heading: string): Mapping {
  const { otherColumns } = mapping;
  if (typeof otherColumns === 'string') return mapping;
  const except = otherColumns.except.filter((column) => !namesColumn(column, heading));
  return { ...mapping, otherColumns: { ...otherColumns, except } };
}

export function isException(mapping: Mapping, heading: string): boolean {
  const { otherColumns } = mapping;
  return (
    typeof otherColumns !== 'string' && otherColumns.except.some((column) => namesColumn(column, heading))
  );
}

/** The same value in every row, for a field that no column fills. */
export function setConstant(
  mapping: Mapping,
  place: { record: string; field: string },
  value: string | null,
): Mapping {
  const record = mapping.records[place.record];
  if (!record) return mapping;
  const { [place.field]: _, ...fields } = record.fields;
  return withRecord(mapping, place.record, {
    ...record,
    fields: value === null ? fields : { ...fields, [place.field]: { value } },
  });
}

export function constantsOf(record: RecordMapping): { field: string; value: string }[] {
  return Object.entries(record.fields).flatMap(([field, source]) => {
    if (typeof source === 'string' || Array.isArray(source) || !('value' in source)) return [];
    return [{ field, value: String(source.value) }];
  });
}
