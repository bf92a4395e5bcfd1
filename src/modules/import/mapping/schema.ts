import { z } from 'zod';
import {
  customTypes,
  fieldsOf,
  isCustomRecordType,
  isRecordType,
  linksOf,
  type RecordType,
  recordTypes,
} from './fields.ts';
import { lifecycleStages } from './lifecycle-words.ts';

/** A mapping: what the columns of a file mean. JSON, as written by hand or made by the import page. */
const column = z.string().min(1, 'name a column').max(500);

export const dateFormats = [
  'iso',
  'day-month-year',
  'month-day-year',
  'year-month-day',
  'unix-seconds',
  'unix-milliseconds',
] as const;
export type DateFormat = (typeof dateFormats)[number];

const condition = z.strictObject({
  column,
  is: z
    .union([z.string(), z.array(z.string()).min(1)])
    .optional()
    .describe('one of these, letters’ case aside'),
  isNot: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  blank: z.boolean().optional(),
});
export type Condition = z.infer<typeof condition>;
const conditions = z.union([condition, z.array(condition).min(1).max(10)]);

const sourceOptions = {
  map: z
    .record(z.string(), z.string())
    .optional()
    .describe('other words for values, such as {"Closed Won": "won"}'),
  dates: z.enum(dateFormats).optional(),
  decimals: z.enum(['auto', 'point', 'comma']).optional(),
  timesThousand: z.number().int().min(1).max(3).optional().describe('1: thousands, 2: millions, 3: billions'),
  as: z.enum(['salesforce-id', 'first-of-list', 'plain-number']).optional(),
  prefix: z.string().max(20).optional().describe('only values that begin so count'),
  when: conditions.optional(),
};

/** Where a value comes from: a column's name; several columns, the first that is not blank; a fixed value; a text. */
const oneSource = z.union(
  [
    column,
    z.strictObject({ column, ...sourceOptions }),
    z.strictObject({ firstOf: z.array(column).min(1).max(10), ...sourceOptions }),
    z.strictObject({ value: z.union([z.string(), z.number(), z.boolean()]), when: conditions.optional() }),
    z.strictObject({ text: z.string().max(500), when: conditions.optional() }),
  ],
  { error: 'a column’s name, or one of {"column"}, {"firstOf"}, {"value"}, {"text"}, or a list of these' },
);
export type OneSource = z.infer<typeof oneSource>;
/** Of a list, the first that gives something. */
const source = z.union([oneSource, z.array(oneSource).min(1).max(10)], {
  error: 'a column’s name, or one of {"column"}, {"firstOf"}, {"value"}, {"text"}, or a list of these',
});
export type Source = z.infer<typeof source>;

const idSource = z.union([
  column,
  z.strictObject({
    column,
    as: sourceOptions.as,
    prefix: sourceOptions.prefix,
    suffix: z.string().max(20).optional().describe('put behind the id'),
    system: z.string().max(60).optional(),
    when: conditions.optional(),
  }),
]);
export type IdSource = z.infer<typeof idSource>;

/** Another record of this row by its name in `records`, or any record by id, e-mail, domain or exact name. */
const link = z.union(
  [
    z.string().min(1),
    z.strictObject({ id: idSource, when: conditions.optional() }),
    z.strictObject({ email: source, when: conditions.optional() }),
    z.strictObject({ domain: source, when: conditions.optional() }),
    z.strictObject({ name: source, when: conditions.optional() }),
    z.strictObject({ record: z.string().min(1), when: conditions }),
  ],
  { error: 'the name of a record of this mapping, or one of {"id"}, {"email"}, {"domain"}, {"name"}' },
);
export type Link = z.infer<typeof link>;
const links = z.union([link, z.array(link).min(1).max(6)]);

const option = z.union([z.string(), z.strictObject({ value: z.string(), label: z.string() })]);

const customKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'a key has small letters, digits and _, and begins with a letter');
const customSource = z.union([
  column,
  z.strictObject({
    column,
    type: z.enum(customTypes).default('text'),
    label: z.string().min(1).max(200).optional(),
    options: z.array(option).max(500).optional(),
    otherOptions: z
      .enum(['refuse', 'add'])
      .default('refuse')
      .describe('what becomes of a value that is none of them'),
    ...sourceOptions,
  }),
]);
export type CustomSource = z.infer<typeof customSource>;

const recordMapping = z.strictObject({
  record: z
    .enum(recordTypes)
    .optional()
    .describe('the kind of record, where its name here is not that already'),
  required: z.boolean().optional().describe('a row in which nothing identifies this record is refused'),
  when: conditions.optional(),
  id: z.union([idSource, z.array(idSource).min(1).max(5)]).optional(),
  fields: z.record(z.string(), source).default({}),
  custom: z.record(customKey, customSource).default({}),
  links: z.record(z.string(), links).default({}),
  stages: z
    .partialRecord(z.enum(lifecycleStages), source)
    .optional()
    .describe('when each lifecycle stage was reached'),
  lifecycle: z
    .strictObject({ stage: source, at: source, unknown: z.enum(['refuse', 'ignore']).default('refuse') })
    .optional()
    .describe('the stage the person is in, as label or API value, and since when'),
  left: z
    .strictObject({ when: conditions, at: source, reason: source.optional() })
    .optional()
    .describe('went no further than the stage reached'),
  buyingGroup: z
    .array(z.strictObject({ contact: links, role: source.optional(), primary: z.boolean().optional() }))
    .max(10)
    .optional(),
  history: z
    .array(
      z.strictObject({
        stage: z.string().min(1),
        status: z.enum(['open', 'won', 'lost']).default('open'),
        at: source,
      }),
    )
    .max(20)
    .optional()
    .describe('stages the opportunity went through'),
  properties: z.record(z.string(), source).optional(),
});
export type RecordMapping = z.infer<typeof recordMapping>;

const otherColumns = z.union([
  z.literal('ignore'),
  z.strictObject({ customFieldsOf: z.string().min(1), except: z.array(column).default([]) }),
]);

export const mapping = z
  .strictObject({
    $schema: z.string().optional(),
    name: z.string().min(1).max(200),
    description: z.string().max(2_000).optional(),
    system: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,59}$/, 'small letters, digits, point, dash and _; such as "hubspot"')
      .describe('whose ids these are; ids of different systems never meet'),
    timeZone: z
      .string()
      .refine(isTimeZone, { error: 'no time zone; use a name such as "Europe/Berlin"' })
      .optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'three capital letters, such as "EUR"')
      .optional(),
    dates: z.union([z.enum(dateFormats), z.array(z.enum(dateFormats)).min(1)]).default('iso'),
    decimals: z.enum(['auto', 'point', 'comma']).default('auto'),
    blank: z.array(z.string()).max(50).default([]).describe('values that mean there is none, such as "N/A"'),
    file: z
      .strictObject({
        encoding: z.string().max(40).optional(),
        delimiter: z.enum([',', ';', '\t', '|']).optional(),
        quote: z.enum(['"', "'"]).optional(),
        header: z.boolean().optional(),
      })
      .default({}),
    leaveOut: z
      .array(condition)
      .max(10)
      .default([])
      .describe('rows of which any of these is true are left out'),
    missingColumns: z.enum(['refuse', 'allow']).default('refuse'),
    records: z.record(z.string().regex(/^[a-zA-Z][\w-]{0,59}$/), recordMapping),
    otherColumns: otherColumns.default('ignore'),
  })
  .superRefine(checkWholeMapping);
export type Mapping = z.infer<typeof mapping>;
export type MappingInput = z.input<typeof mapping>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The kind of record that `name` in `records` stands for. */
export function recordTypeOf(name: string, record: Pick<RecordMapping, 'record'>): RecordType | null {
  return record.record ?? (isRecordType(name) ? name : null);
}

type Problems = { add: (path: (string | number)[], message: string) => void };

/** What a schema of one part cannot see: names that must agree, fields that must fit their record. */
function checkWholeMapping(value: z.output<typeof mapping>, context: z.RefinementCtx): void {
  const problems: Problems = {
    add: (path, message) => context.addIssue({ code: 'custom', path, message }),
  };
  const names = Object.keys(value.records);
  if (names.length === 0) problems.add(['records'], 'name at least one record');
  for (const [name, record] of Object.entries(value.records)) checkRecord(value, name, record, problems);
  if (typeof value.otherColumns !== 'string') {
    const target = value.otherColumns.customFieldsOf;
    const record = value.records[target];
    const type = record && recordTypeOf(target, record);
    if (!type || !isCustomRecordType(type)) {
      problems.add(
        ['otherColumns', 'customFieldsOf'],
        `"${target}" is no contact, account, opportunity or campaign of this mapping`,
      );
    }
  }
}

function checkRecord(
  value: z.output<typeof mapping>,
  name: string,
  record: RecordMapping,
  problems: Problems,
): void {
  const path = ['records', name];
  const type = recordTypeOf(name, record);
  if (!type) {
    problems.add([...path, 'record'], `say which kind of record "${name}" is: ${recordTypes.join(', ')}`);
    return;
  }
  for (const field of Object.keys(record.fields)) {
    if (fieldsOf(type)[field]) continue;
    problems.add(
      [...path, 'fields', field],
      `a ${type} has no such field; it has ${Object.keys(fieldsOf(type)).join(', ')}`,
    );
  }
  for (const [key, given] of Object.entries(record.links)) {
    const target = linksOf(type)[key];
    if (!target) {
      const known = Object.keys(linksOf(type)).join(', ') || 'none';
      problems.add([...path, 'links', key], `a ${type} has no such link; it has ${known}`);
    } else checkLink(value, given, target, [...path, 'links', key], problems);
  }
  const only = (
    key: 'stages' | 'lifecycle' | 'left' | 'buyingGroup' | 'history' | 'properties',
    owner: RecordType,
  ) => {
    if (record[key] !== undefined && type !== owner)
      problems.add([...path, key], `only a record of kind ${owner} has this`);
  };
  for (const key of ['stages', 'lifecycle', 'left'] as const) only(key, 'contact');
  for (const key of ['buyingGroup', 'history'] as const) only(key, 'opportunity');
  only('properties', 'interaction');
  if (Object.keys(record.custom).length > 0 && !isCustomRecordType(type)) {
    problems.add([...path, 'custom'], `a ${type} has no custom fields`);
  }
  for (const [index, member] of (record.buyingGroup ?? []).entries()) {
    checkLink(value, member.contact, 'contact', [...path, 'buyingGroup', index, 'contact'], problems);
  }
  checkIdentity(type, record, path, problems);
}

function checkLink(
  value: z.output<typeof mapping>,
  given: Link | Link[],
  target: RecordType,
  path: (string | number)[],
  problems: Problems,
): void {
  for (const each of Array.isArray(given) ? given : [given]) {
    const name = typeof each === 'string' ? each : 'record' in each ? each.record : null;
    if (name === null) continue;
    const record = value.records[name];
    if (!record)
      problems.add(
        path,
        `"${name}" is no record of this mapping; it has ${Object.keys(value.records).join(', ')}`,
      );
    else if (recordTypeOf(name, record) !== target) problems.add(path, `"${name}" is no ${target}`);
  }
}

const identifyingFields: Readonly<Record<RecordType, readonly string[]>> = {
  contact: ['email', 'name', 'lastName', 'firstName'],
  account: ['domain', 'name'],
  opportunity: ['name'],
  campaign: ['name'],
  product: ['name'],
  teammate: ['email', 'name'],
  interaction: [],
};

export function identifyingFieldsOf(type: RecordType): readonly string[] {
  return identifyingFields[type];
}

function checkIdentity(type: RecordType, record: RecordMapping, path: string[], problems: Problems): void {
  if (type === 'product' && !record.fields.name)
    problems.add([...path, 'fields'], 'a product needs its name');
  if (type === 'interaction') {
    for (const field of ['kind', 'type', 'occurredAt']) {
      if (!record.fields[field]) problems.add([...path, 'fields'], `an interaction needs ${field}`);
    }
    return;
  }
  if (record.id !== undefined || identifyingFields[type].some((field) => record.fields[field])) return;
  const fields = identifyingFields[type].map((field) => `fields.${field}`);
  problems.add(path, `nothing says which ${type} a row means: map ${['id', ...fields].join(' or ')}`);
}
