import type { Tx } from '../../../platform/postgres/database.ts';
import { countRecords } from '../lists/list-records.ts';
import type { PeopleSummary } from './contract.ts';

/** The figures of the people page's first line; each is the count of a list that opens behind it. */
export async function summarisePeople(options: { tx: Tx; now: Date }): Promise<PeopleSummary> {
  const { tx, now } = options;
  const count = (recordType: 'contact' | 'account' | 'opportunity', filter?: object[]) =>
    countRecords({ tx, recordType, now, query: filter ? { filter: JSON.stringify(filter) } : {} });
  const contacts = await count('contact');
  const accounts = await count('account');
  const openOpportunities = await count('opportunity', [{ field: 'status', op: 'equals', value: 'open' }]);
  const waiting = await count('contact', [{ field: 'waiting', op: 'equals', value: 'waiting' }]);
  const overdue = await count('contact', [{ field: 'waiting', op: 'equals', value: 'overdue' }]);
  const all = [contacts, accounts, openOpportunities, waiting, overdue];
  return {
    contacts: contacts.count,
    accounts: accounts.count,
    openOpportunities: openOpportunities.count,
    waiting: waiting.count,
    overdue: overdue.count,
    precision: all.every((one) => one.precision === 'exact') ? 'exact' : 'about',
  };
}
