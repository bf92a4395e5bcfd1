import type { Tx } from '../../../platform/postgres/database.ts';
import { loadAccountRows } from '../accounts/load-account-rows.ts';
import { loadContactRows } from '../contacts/load-contact-rows.ts';
import { loadOpportunityRows } from '../opportunities/load-opportunity-rows.ts';
import type { ListQuery, RecordType } from './contract.ts';
import { countSelection } from './count-selection.ts';
import { selectPage } from './select-page.ts';
import { readSelection } from './selection.ts';

type Page<Row> = { items: Row[]; nextCursor: string | null };
type Options = { tx: Tx; now: Date; query: ListQuery };

export const listContacts = (options: Options) => list('contact', options, loadContactRows);
export const listAccounts = (options: Options) => list('account', options, loadAccountRows);
export const listOpportunities = (options: Options) => list('opportunity', options, loadOpportunityRows);

async function list<Row>(
  recordType: RecordType,
  { tx, now, query }: Options,
  load: (tx: Tx, ids: readonly string[], customKeys: readonly string[]) => Promise<Row[]>,
): Promise<Page<Row>> {
  const selection = await readSelection({ tx, recordType, query, now });
  const { ids, nextCursor } = await selectPage({ tx, selection, query, limit: query.limit });
  const items = await load(tx, ids, splitKeys(query.custom));
  return { items, nextCursor };
}

/** `a, b` → ['a', 'b']; as a query's list of fields comes. */
export function splitKeys(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key.length > 0);
}

export async function countRecords(options: {
  tx: Tx;
  recordType: RecordType;
  query: { search?: string | undefined; filter?: string | undefined };
  now: Date;
}) {
  return countSelection(options.tx, await readSelection(options));
}
