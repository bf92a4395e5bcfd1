import type { FindingRecord } from '../contract.ts';

const pages = {
  contact: '/people/contacts',
  account: '/people/accounts',
  opportunity: '/people/deals',
} as const;

/** Where a record's own page stands. */
export function recordHref(record: Pick<FindingRecord, 'type' | 'id'>): string {
  return `${pages[record.type]}/${record.id}`;
}
