import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { companyDomainOf } from '../matching/domains.ts';
import { uuids } from './read-facts.ts';
import { resolveAccounts } from './resolve-accounts.ts';

type Options = { tx: Tx; workspaceId: string; now: Date; contactIds: readonly string[] };

/**
 * Who is of no company, or no longer of the one a tracker had named, is of the company of their address, which is made
 * where nobody knew it: as if nothing else had ever been said of them. What was decided by hand stays.
 */
export async function bindByAddress(options: Options): Promise<void> {
  const { tx, now } = options;
  if (options.contactIds.length === 0) return;
  const people = await tx.rows<{ id: string; email: string }>(sql`
    select id, email from contact where id = any(${uuids(options.contactIds)}) and email is not null
      and account_id is null and account_source is null and merged_into_id is null order by id`);
  const domains = people.flatMap(({ id, email }) => {
    const domain = companyDomainOf(email);
    return domain === null ? [] : [{ id, domain }];
  });
  if (domains.length === 0) return;
  const accounts = await resolveAccounts(
    options,
    [...new Set(domains.map(({ domain }) => domain))].map((domain) => ({ key: domain, domain })),
  );
  const bound = domains.flatMap(({ id, domain }) => {
    const accountId = accounts.get(domain);
    return accountId === undefined ? [] : [{ id, account_id: accountId }];
  });
  await tx.run(sql`update contact c set account_id = i.account_id, account_source = 'domain', updated_at = ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(bound)}::jsonb) as i(id uuid, account_id uuid) where c.id = i.id`);
}
