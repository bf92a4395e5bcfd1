import { z } from 'zod';
import { formatDate } from '../../../web/parts/when.tsx';
import type { Query, Scope } from './api-types.ts';
import { typeName } from './words.ts';

const text = z.string().min(1).optional().catch(undefined);

/** What narrows the list, as it stands in the page's address. */
export const filterState = z.object({
  kind: z.enum(['content', 'person']).optional().catch(undefined),
  types: text,
  personId: text,
  teammateId: text,
  campaignId: text,
  assetId: text,
  channel: text,
  verified: z.enum(['no', 'all']).optional().catch(undefined),
  from: text,
  to: text,
  q: text,
});
export type Filters = z.output<typeof filterState>;
export type FilterKey = keyof Filters;

/** How each filter is called on its chip. */
export const filterLabels: Record<FilterKey, string> = {
  kind: 'Kind',
  types: 'Type',
  personId: 'Person',
  teammateId: 'On our side',
  campaignId: 'Campaign',
  assetId: 'Asset',
  channel: 'Channel',
  verified: 'Who counts',
  from: 'From',
  to: 'Until',
  q: 'Words',
};
export const filterKeys = [
  'kind',
  'types',
  'personId',
  'teammateId',
  'campaignId',
  'assetId',
  'channel',
  'verified',
  'from',
  'to',
  'q',
] as const satisfies readonly FilterKey[];

/** Nothing of them in the address. */
export const noFilters: { [Key in FilterKey]: undefined } = {
  kind: undefined,
  types: undefined,
  personId: undefined,
  teammateId: undefined,
  campaignId: undefined,
  assetId: undefined,
  channel: undefined,
  verified: undefined,
  from: undefined,
  to: undefined,
  q: undefined,
};

/** The filters in force, `from` and `to` told as one. */
export function activeFilters(filters: Filters): FilterKey[] {
  return filterKeys.filter(
    (key) => filters[key] !== undefined && !(key === 'to' && filters.from !== undefined),
  );
}

const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value);

/** The beginning of a day where the reader is; the day after it where the end is meant. */
function momentOf(value: string | undefined, end: boolean): string | undefined {
  if (value === undefined) return undefined;
  const at = new Date(isDay(value) ? `${value}T00:00:00` : value);
  if (Number.isNaN(at.getTime())) return undefined;
  if (end && isDay(value)) at.setDate(at.getDate() + 1);
  return at.toISOString();
}

type Params = Record<string, string>;

/** What the server is asked: whose timeline, and what narrows it. */
export function paramsOf(scope: Scope, filters: Filters): Params {
  const asked: Record<string, string | undefined> = {
    ...scope,
    ...filters,
    from: momentOf(filters.from, false),
    to: momentOf(filters.to, true),
    q: filters.q !== undefined && filters.q.trim().length >= leastLetters ? filters.q.trim() : undefined,
  };
  const params: Params = {};
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) params[name] = value;
  return params;
}

const leastLetters = 2;

/** The same as an operation's input. */
export function queryOf(scope: Scope, filters: Filters): Omit<Query, 'cursor' | 'limit'> {
  const { kind, verified, ...rest } = paramsOf(scope, filters);
  return {
    ...rest,
    ...(kind === 'content' || kind === 'person' ? { kind } : {}),
    ...(verified === 'no' || verified === 'all' ? { verified } : {}),
  };
}

const dayWords = (value: string): string =>
  formatDate(isDay(value) ? new Date(`${value}T12:00:00`) : new Date(value));

/** What a filter is set to, in words. Records stand by their name. */
export function filterWords(key: FilterKey, filters: Filters, nameOf: (id: string) => string): string {
  const value = filters[key] ?? '';
  switch (key) {
    case 'kind':
      return value === 'content' ? 'content' : 'person to person';
    case 'types':
      return value.split(',').map(typeName).join(' or ').toLowerCase();
    case 'verified':
      return value === 'no' ? 'only bots and colleagues' : 'also bots and colleagues';
    case 'from':
      return filters.to === undefined
        ? `since ${dayWords(value)}`
        : `${dayWords(value)} to ${endWords(filters.to)}`;
    case 'to':
      return `until ${endWords(value)}`;
    case 'q':
      return `“${value}”`;
    case 'channel':
      return value;
    default:
      return nameOf(value);
  }
}

/** An end that is a moment is not part of the span. */
const endWords = (value: string): string =>
  isDay(value) ? dayWords(value) : dayWords(new Date(Date.parse(value) - 1).toISOString());
