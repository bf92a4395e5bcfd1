import { sql, type Tx } from '../../platform/postgres/database.ts';
import { companyDomainOf } from '../people/index.ts';

export type KnownContact = { id: string; name: string; accountId: string | null };
export type KnownAccount = { id: string; name: string };

/** Contacts by address, in lower case. Of several with one address, the oldest. */
export async function contactsByAddress(
  tx: Tx,
  addresses: readonly string[],
): Promise<Map<string, KnownContact>> {
  if (addresses.length === 0) return new Map();
  const rows = await tx.rows<{ id: string; email: string; name: string; account_id: string | null }>(
    sql`select * from contacts_by_email(${sql.param([...new Set(addresses)])}::text[])`,
  );
  const found = new Map<string, KnownContact>();
  for (const { id, email, name, account_id } of rows) {
    if (!found.has(email)) found.set(email, { id, name: name || email, accountId: account_id });
  }
  return found;
}

/** Accounts by the company domain of an address. Of several with one domain, the oldest. */
export async function accountsByAddress(
  tx: Tx,
  addresses: readonly string[],
): Promise<Map<string, KnownAccount>> {
  const domains = new Map(addresses.map((address) => [address, companyDomainOf(address)]));
  const wanted = [...new Set([...domains.values()].filter((domain) => domain !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await tx.rows<{ id: string; name: string; domain: string }>(sql`
    select id, name, domain from account where domain = any(${sql.param(wanted)}::text[]) and merged_into_id is null
    order by created_at, id`);
  const byDomain = new Map<string, KnownAccount>();
  for (const { id, name, domain } of rows) if (!byDomain.has(domain)) byDomain.set(domain, { id, name });
  return new Map(
    [...domains].flatMap(([address, domain]) => {
      const account = domain === null ? undefined : byDomain.get(domain);
      return account ? [[address, account] as const] : [];
    }),
  );
}
