import { z } from 'zod';
import { pageQuery } from '../../../platform/http/paging.ts';

export const recordTypes = ['contact', 'account', 'opportunity'] as const;
export type RecordType = (typeof recordTypes)[number];

/** What a field holds, hence how it is filtered and shown. `money` is in minor units; `ref` is another record's id. */
export type FieldKind = 'text' | 'option' | 'ref' | 'number' | 'money' | 'date' | 'time' | 'boolean';

export type ListField = {
  key: string;
  label: string;
  kind: FieldKind;
  /** For `ref`: what it refers to. */
  refers?: 'teammate' | 'account' | 'campaign';
  options?: readonly { value: string; label: string }[];
  /** Kept in order by an index. */
  sortable?: true;
};

const contactFields: readonly ListField[] = [
  { key: 'name', label: 'Name', kind: 'text', sortable: true },
  { key: 'email', label: 'E-mail', kind: 'text' },
  { key: 'title', label: 'Title', kind: 'text' },
  { key: 'accountId', label: 'Company', kind: 'ref', refers: 'account' },
  { key: 'lifecycleStage', label: 'Stage', kind: 'option' },
  {
    key: 'lifecycleStatus',
    label: 'Status',
    kind: 'option',
    options: [
      { value: 'open', label: 'Open' },
      { value: 'left', label: 'Left' },
    ],
  },
  {
    key: 'waiting',
    label: 'Waiting',
    kind: 'option',
    options: [
      { value: 'waiting', label: 'Waiting for someone to act' },
      { value: 'overdue', label: 'Waiting longer than agreed' },
    ],
  },
  { key: 'lifecycleSince', label: 'In stage since', kind: 'time', sortable: true },
  { key: 'ownerId', label: 'Owner', kind: 'ref', refers: 'teammate' },
  { key: 'lastInteractionAt', label: 'Last interaction', kind: 'time', sortable: true },
  { key: 'channel', label: 'Original channel', kind: 'text' },
  { key: 'campaignId', label: 'Original campaign', kind: 'ref', refers: 'campaign' },
  { key: 'firstName', label: 'First name', kind: 'text' },
  { key: 'lastName', label: 'Last name', kind: 'text' },
  { key: 'phone', label: 'Phone', kind: 'text' },
  { key: 'city', label: 'City', kind: 'text' },
  { key: 'country', label: 'Country', kind: 'text' },
  { key: 'persona', label: 'Persona', kind: 'text' },
  { key: 'buyingRole', label: 'Buying role', kind: 'text' },
  { key: 'createdAt', label: 'Created', kind: 'time', sortable: true },
  { key: 'updatedAt', label: 'Changed', kind: 'time' },
];

const accountFields: readonly ListField[] = [
  { key: 'name', label: 'Name', kind: 'text', sortable: true },
  { key: 'domain', label: 'Domain', kind: 'text' },
  { key: 'industry', label: 'Industry', kind: 'text' },
  { key: 'segment', label: 'Segment', kind: 'text' },
  { key: 'employeeCount', label: 'Employees', kind: 'number' },
  { key: 'annualRevenueMinor', label: 'Annual revenue', kind: 'money' },
  { key: 'currency', label: 'Currency', kind: 'text' },
  { key: 'ownerId', label: 'Owner', kind: 'ref', refers: 'teammate' },
  { key: 'parentId', label: 'Parent company', kind: 'ref', refers: 'account' },
  { key: 'website', label: 'Website', kind: 'text' },
  { key: 'country', label: 'Country', kind: 'text' },
  { key: 'city', label: 'City', kind: 'text' },
  { key: 'phone', label: 'Phone', kind: 'text' },
  { key: 'createdAt', label: 'Created', kind: 'time', sortable: true },
  { key: 'updatedAt', label: 'Changed', kind: 'time' },
];

const opportunityFields: readonly ListField[] = [
  { key: 'name', label: 'Name', kind: 'text', sortable: true },
  { key: 'accountId', label: 'Company', kind: 'ref', refers: 'account' },
  { key: 'amountMinor', label: 'Amount', kind: 'money', sortable: true },
  { key: 'currency', label: 'Currency', kind: 'text' },
  { key: 'stage', label: 'Stage', kind: 'text' },
  {
    key: 'status',
    label: 'Status',
    kind: 'option',
    options: [
      { value: 'open', label: 'Open' },
      { value: 'won', label: 'Won' },
      { value: 'lost', label: 'Lost' },
    ],
  },
  { key: 'ownerId', label: 'Owner', kind: 'ref', refers: 'teammate' },
  { key: 'openedAt', label: 'Opened', kind: 'time' },
  { key: 'expectedCloseOn', label: 'Expected close', kind: 'date', sortable: true },
  { key: 'closedAt', label: 'Closed', kind: 'time', sortable: true },
  { key: 'product', label: 'Product', kind: 'text' },
  { key: 'campaignId', label: 'Campaign', kind: 'ref', refers: 'campaign' },
  { key: 'createdAt', label: 'Created', kind: 'time', sortable: true },
  { key: 'updatedAt', label: 'Changed', kind: 'time' },
];

export const listFields: Record<RecordType, readonly ListField[]> = {
  contact: contactFields,
  account: accountFields,
  opportunity: opportunityFields,
};

/** A custom field's key as filters, sorting and columns name it. */
export const customPrefix = 'custom.';

const filterOperators = [
  'equals',
  'not_equals',
  'one_of',
  'contains',
  'starts_with',
  'blank',
  'not_blank',
  'greater',
  'less',
  'between',
  'before',
  'after',
  'last_days',
  'next_days',
  'more_than_days_ago',
] as const;
export type FilterOperator = (typeof filterOperators)[number];

const always: readonly FilterOperator[] = ['blank', 'not_blank'];

/** Which questions may be asked of which kind of field, the usual one first. */
export const operatorsOf: Record<FieldKind, readonly FilterOperator[]> = {
  text: ['contains', 'equals', 'not_equals', 'one_of', 'starts_with', ...always],
  option: ['one_of', 'equals', 'not_equals', ...always],
  ref: ['one_of', 'equals', 'not_equals', ...always],
  number: ['greater', 'less', 'between', 'equals', 'not_equals', ...always],
  money: ['greater', 'less', 'between', 'equals', 'not_equals', ...always],
  date: ['last_days', 'next_days', 'more_than_days_ago', 'before', 'after', 'between', 'equals', ...always],
  time: ['last_days', 'next_days', 'more_than_days_ago', 'before', 'after', 'between', ...always],
  boolean: ['equals', ...always],
};

const scalar = z.union([z.string().max(500), z.number(), z.boolean()]);

const filterClause = z.object({
  field: z.string().min(1).max(100).meta({ description: 'A built-in field, or `custom.<key>`' }),
  op: z.enum(filterOperators),
  value: scalar.optional().meta({ description: 'For between, last_days and the like: see `values`' }),
  values: z
    .array(scalar)
    .max(200)
    .optional()
    .meta({ description: 'For one_of: any of these; for between: from, to' }),
});
export type FilterClause = z.infer<typeof filterClause>;

export const filterClauses = z.array(filterClause).max(20);

/** The part of a list's query that says which records; the same for the list, its count and its export. */
export const selectionQuery = z.object({
  search: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'Parts of words in name, e-mail, title or company' }),
  filter: z.string().max(20_000).optional().meta({
    description:
      'JSON: an array of `{field, op, value | values}`, all of which must hold. Example: `[{"field":"ownerId","op":"one_of","values":["…"]},{"field":"createdAt","op":"last_days","value":30}]`',
  }),
});
export type SelectionQuery = z.infer<typeof selectionQuery>;

const orderQuery = z.object({
  sort: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'A sortable field, or `custom.<key>`; blanks come last' }),
  direction: z.enum(['asc', 'desc']).optional(),
});

export const listQuery = pageQuery.extend({
  ...selectionQuery.shape,
  ...orderQuery.shape,
  custom: z
    .string()
    .max(2_000)
    .optional()
    .meta({ description: 'Keys of custom fields to answer with each row, separated by commas' }),
});
export type ListQuery = z.infer<typeof listQuery>;

export const countAnswer = z.object({
  count: z.number().int().min(0),
  precision: z
    .enum(['exact', 'about'])
    .meta({ description: 'about: worked out from a sample, since there are very many' }),
});
export type CountAnswer = z.infer<typeof countAnswer>;

/** CSV export: the list's selection and order, and which columns. */
export const exportQuery = z.object({
  ...selectionQuery.shape,
  ...orderQuery.shape,
  columns: z
    .string()
    .max(5_000)
    .optional()
    .meta({ description: 'Fields in the order wanted, separated by commas; without it, all' }),
});
export type ExportQuery = z.infer<typeof exportQuery>;
