import { customKeyOf } from './custom-plan.ts';
import { readDate } from './dates.ts';
import { type CustomType, type RecordType, recordFields } from './fields.ts';
import { type LifecycleStage, lifecycleStageOf, plainWord } from './lifecycle-words.ts';
import { readNumber } from './numbers.ts';
import { type DateFormat, dateFormats, type Mapping, type MappingInput } from './schema.ts';

export type LooksLike = 'text' | 'email' | 'number' | 'date' | 'boolean' | 'option' | 'id' | 'blank';

export type ColumnSample = {
  heading: string;
  values: string[];
  /** What nearly all of its values are; decides the type of a custom field. */
  looksLike: LooksLike;
  /** What most of its values are: enough where the heading says the same, for the odd ones are to be refused by name. */
  mostlyLooksLike: LooksLike;
  dateFormat: DateFormat | null;
  /** Share of the rows in which it is blank. */
  blank: number;
};

export type Suggestion = { record: RecordType; target: string; label: string };

const emailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const booleanWords = new Set(['true', 'false', 'yes', 'no', 'y', 'n', 'ja', 'nein']);
const maxOptionValues = 12;

/** What a column's values look like. `values` are those of its first rows. */
export function sampleColumn(
  heading: string,
  values: readonly string[],
  decimals: 'point' | 'comma',
): ColumnSample {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '');
  const blank = values.length === 0 ? 1 : 1 - filled.length / values.length;
  const dateFormat = dateFormatOf(filled, nearlyAllDates);
  const looseFormat = dateFormat ?? dateFormatOf(filled, mostValues);
  return {
    heading,
    values: filled,
    looksLike: kindOf({ filled, dateFormat, decimals, share: nearlyAllValues }),
    mostlyLooksLike: kindOf({ filled, dateFormat: looseFormat, decimals, share: mostValues }),
    dateFormat: looseFormat,
    blank,
  };
}

const nearlyAllDates = 0.95;
const nearlyAllValues = 0.9;
const mostValues = 0.6;

function kindOf(column: {
  filled: readonly string[];
  dateFormat: DateFormat | null;
  decimals: 'point' | 'comma';
  share: number;
}): LooksLike {
  const { filled, dateFormat, decimals, share } = column;
  if (filled.length === 0) return 'blank';
  const most = (test: (value: string) => boolean) => filled.filter(test).length >= filled.length * share;
  if (most((value) => emailPattern.test(value))) return 'email';
  if (dateFormat) return 'date';
  if (most((value) => booleanWords.has(value.toLowerCase()))) return 'boolean';
  const different = new Set(filled).size;
  if (most((value) => readNumber(value, decimals) !== null)) return 'number';
  const coded = most((value) => /^(?=.*\d)[\w-]{8,64}$/.test(value));
  if (coded && different === filled.length) return 'id';
  return filled.length >= 20 && different > 1 && different <= maxOptionValues ? 'option' : 'text';
}

/**
 * The format under which at least that share of the values are dates that exist; ISO first, then the order of day and
 * month by evidence. A few wrong dates make a column of dates none of texts.
 */
function dateFormatOf(filled: readonly string[], share: number): DateFormat | null {
  if (filled.length === 0) return null;
  const named = dateFormats.filter((format) => !format.startsWith('unix'));
  const isDate = (value: string, format: DateFormat) => typeof readDate(value, [format]) !== 'string';
  const enough = filled.length * share;
  return named.find((format) => filled.filter((value) => isDate(value, format)).length >= enough) ?? null;
}

const words = (...list: string[]) => list.map(plainWord);

/** Headings by which a field is known, letters' case and punctuation aside, the likelier target first. */
const fieldWords: readonly { record: RecordType; field: string; words: readonly string[] }[] = [
  {
    record: 'contact',
    field: 'email',
    words: words('email', 'e-mail', 'email address', 'work email', 'mail', 'e-mail-adresse', 'contact email'),
  },
  {
    record: 'contact',
    field: 'firstName',
    words: words('first name', 'given name', 'vorname', 'forename', 'prénom', 'nome'),
  },
  {
    record: 'contact',
    field: 'lastName',
    words: words('last name', 'surname', 'family name', 'nachname', 'nom', 'sobrenome'),
  },
  {
    record: 'contact',
    field: 'name',
    words: words('name', 'full name', 'contact', 'contact name', 'person'),
  },
  {
    record: 'contact',
    field: 'title',
    words: words('title', 'job title', 'job', 'position', 'role', 'function', 'jobtitle'),
  },
  {
    record: 'contact',
    field: 'phone',
    words: words('phone', 'phone number', 'telephone', 'mobile', 'mobile phone', 'telefon'),
  },
  { record: 'contact', field: 'city', words: words('city', 'town', 'ort', 'stadt') },
  { record: 'contact', field: 'country', words: words('country', 'country/region', 'land') },
  { record: 'contact', field: 'persona', words: words('persona') },
  { record: 'contact', field: 'buyingRole', words: words('buying role') },
  {
    record: 'contact',
    field: 'channel',
    words: words('channel', 'source', 'lead source', 'original source', 'origin', 'utm source'),
  },
  {
    record: 'contact',
    field: 'createdAt',
    words: words('created', 'created at', 'create date', 'created date', 'first contact date', 'date added'),
  },
  {
    record: 'account',
    field: 'name',
    words: words(
      'company',
      'company name',
      'account',
      'account name',
      'organisation',
      'organization',
      'firma',
      'employer',
    ),
  },
  {
    record: 'account',
    field: 'domain',
    words: words('domain', 'company domain', 'company domain name', 'email domain'),
  },
  { record: 'account', field: 'website', words: words('website', 'website url', 'url', 'homepage') },
  { record: 'account', field: 'industry', words: words('industry', 'sector', 'branche') },
  { record: 'account', field: 'segment', words: words('segment', 'business segment', 'tier') },
  {
    record: 'account',
    field: 'employeeCount',
    words: words('employees', 'number of employees', 'company size', 'headcount', 'mitarbeiter'),
  },
  {
    record: 'account',
    field: 'annualRevenue',
    words: words('annual revenue', 'revenue', 'turnover', 'umsatz'),
  },
  {
    record: 'opportunity',
    field: 'name',
    words: words('opportunity', 'opportunity name', 'deal', 'deal name'),
  },
  {
    record: 'opportunity',
    field: 'amount',
    words: words('amount', 'deal amount', 'value', 'deal value', 'close value', 'betrag'),
  },
  {
    record: 'opportunity',
    field: 'stage',
    words: words('stage', 'deal stage', 'stage name', 'pipeline stage'),
  },
  {
    record: 'opportunity',
    field: 'closedAt',
    words: words('won date', 'close date', 'closed date', 'closed at'),
  },
  { record: 'opportunity', field: 'openedAt', words: words('open date', 'opened', 'engage date') },
  { record: 'opportunity', field: 'product', words: words('product', 'product name') },
];

const idWords: readonly { record: RecordType; words: readonly string[] }[] = [
  {
    record: 'contact',
    words: words('id', 'contact id', 'record id', 'lead id', 'mql id', 'person id', 'customer id'),
  },
  { record: 'account', words: words('account id', 'company id', 'associated company ids') },
  { record: 'opportunity', words: words('opportunity id', 'deal id', 'associated deal ids') },
];

const ownerWords = new Set(
  words('owner', 'contact owner', 'sales agent', 'sales rep', 'account owner', 'assigned to', 'responsible'),
);
const ignoredWords = new Set(['refusedbecause']);

/** The likeliest meaning of each column; each target is suggested once. */
export function suggestTargets(columns: readonly ColumnSample[]): (Suggestion | null)[] {
  const taken = new Set<string>();
  const take = (suggestion: Suggestion | null): Suggestion | null => {
    if (!suggestion) return null;
    const id = `${suggestion.record}.${suggestion.target}`;
    if (taken.has(id)) return null;
    taken.add(id);
    return suggestion;
  };
  return columns.map((column) => {
    const word = plainWord(column.heading);
    if (ignoredWords.has(word) || column.looksLike === 'blank') return null;
    return (
      take(stageTarget(column)) ??
      take(idTarget(word)) ??
      take(fieldTarget(word, column)) ??
      take(ownerWords.has(word) ? { record: 'contact', target: 'links.owner', label: 'Owner' } : null) ??
      take(
        column.looksLike === 'email' ? { record: 'contact', target: 'fields.email', label: 'E-mail' } : null,
      )
    );
  });
}

function stageTarget(column: ColumnSample): Suggestion | null {
  if (column.mostlyLooksLike !== 'date') return null;
  const heading = column.heading.replaceAll('_', ' ');
  const [, named] =
    /^became (?:an? )?(.+?)(?: (?:date|at|on|since))?$/i.exec(heading) ??
    /^(.+?) (?:date|at|on|since)$/i.exec(heading) ??
    [];
  const stage = named === undefined ? null : lifecycleStageOf(named);
  return stage
    ? { record: 'contact', target: `stages.${stage}`, label: `${stageLabel(stage)} reached` }
    : null;
}

const stageLabel = (stage: LifecycleStage) =>
  stage.length <= 3 ? stage.toUpperCase() : stage[0]?.toUpperCase() + stage.slice(1);

function idTarget(word: string): Suggestion | null {
  const found = idWords.find((each) => each.words.includes(word));
  return found ? { record: found.record, target: 'id', label: 'Id in that system' } : null;
}

function fieldTarget(word: string, column: ColumnSample): Suggestion | null {
  const found = fieldWords.find((each) => each.words.includes(word));
  if (!found) return null;
  const fields: Readonly<Record<string, { type: unknown; label: string }>> = recordFields[found.record];
  const field = fields[found.field];
  if (!field || !fits(field.type, column.mostlyLooksLike)) return null;
  return { record: found.record, target: `fields.${found.field}`, label: field.label };
}

function fits(type: unknown, looksLike: LooksLike): boolean {
  if (type === 'time' || type === 'date') return looksLike === 'date';
  if (type === 'money' || type === 'integer' || type === 'number') return looksLike === 'number';
  if (type === 'email') return looksLike === 'email';
  return true;
}

/** A mapping made of the suggestions: what no column is suggested for becomes custom fields of contacts. */
export function suggestMapping(options: {
  name: string;
  columns: readonly ColumnSample[];
  suggestions: readonly (Suggestion | null)[];
}): MappingInput | null {
  const { columns, suggestions } = options;
  const records: MappingInput['records'] = {};
  const recordOf = (type: RecordType) => (records[type] ??= { fields: {}, custom: {}, links: {} });
  let dates: DateFormat | null = null;
  for (const [index, column] of columns.entries()) {
    const suggestion = suggestions[index];
    if (!suggestion) continue;
    const record = recordOf(suggestion.record);
    const [part = '', key = ''] = suggestion.target.split('.');
    if (part === 'id') record.id = column.heading;
    else if (part === 'fields') record.fields = { ...record.fields, [key]: column.heading };
    else if (part === 'stages') record.stages = { ...record.stages, [key]: column.heading };
    else if (part === 'links') record.links = { ...record.links, [key]: { name: column.heading } };
    if (column.dateFormat && column.dateFormat !== 'iso') dates = column.dateFormat;
  }
  if (!linkRecords(records)) return null;
  const others = columns.filter((column, index) => !suggestions[index] && column.looksLike !== 'blank');
  const target = records.contact ? 'contact' : records.account ? 'account' : 'opportunity';
  const record = recordOf(target);
  const custom: NonNullable<MappingInput['records'][string]['custom']> = {};
  for (const column of others) {
    if (ignoredWords.has(plainWord(column.heading))) continue;
    const dated = column.dateFormat && column.dateFormat !== 'iso' ? { dates: column.dateFormat } : {};
    custom[customKeyOf(column.heading)] = {
      column: column.heading,
      type: customTypeOf(column.looksLike),
      label: column.heading,
      ...dated,
    };
  }
  record.custom = custom;
  return {
    name: options.name,
    system: systemOf(options.name),
    ...(dates ? { dates: ['iso', dates] } : {}),
    records,
  };
}

/** Leaves out records that nothing in the file identifies, joins the others; false where none is left. */
function linkRecords(records: MappingInput['records']): boolean {
  const { contact, account, opportunity } = records;
  if (
    contact &&
    contact.id === undefined &&
    !contact.fields?.email &&
    !contact.fields?.name &&
    !contact.fields?.lastName
  ) {
    delete records.contact;
  }
  if (account && account.id === undefined && !account.fields?.name && !account.fields?.domain)
    delete records.account;
  if (opportunity && opportunity.id === undefined && !opportunity.fields?.name) delete records.opportunity;
  const link: Record<string, string> = records.account ? { account: 'account' } : {};
  if (records.contact) records.contact.links = { ...link, ...records.contact.links };
  if (records.opportunity) {
    records.opportunity.links = { ...link, ...records.opportunity.links };
    if (records.contact) records.opportunity.buyingGroup = [{ contact: 'contact', primary: true }];
  }
  return Object.keys(records).length > 0;
}

function customTypeOf(looksLike: LooksLike): CustomType {
  if (looksLike === 'number' || looksLike === 'date' || looksLike === 'boolean' || looksLike === 'option')
    return looksLike;
  return 'text';
}

function systemOf(name: string): Mapping['system'] {
  const plain = name
    .toLowerCase()
    .replace(/\.[^.]+$/, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return plain.slice(0, 60).replace(/-+$/, '') || 'file';
}
