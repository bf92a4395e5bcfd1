import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { FlagReason } from '../classify/reasons.ts';
import type { Exclusions } from './contract.ts';

/** A company of five thousand with two devices each. */
const maxProfiles = 10_000;

/**
 * The devices that are known to be colleagues': a page says no address, so whoever has once signed in or filled a form
 * with an address of the lists is known by their profile from then on. Not bound by row-level security, which would
 * keep the search by address from its index: it names the workspace itself.
 */
export async function readStaffProfiles(
  tx: Tx,
  workspaceId: string,
  { staffEmails, staffDomains }: Pick<Exclusions, 'staffEmails' | 'staffDomains'>,
): Promise<ReadonlyMap<string, FlagReason>> {
  if (staffEmails.length === 0 && staffDomains.length === 0) return new Map();
  const rows = await tx.rows<{ anonymous_id: string; reason: FlagReason }>(sql`
    select p.anonymous_id, min(staff.reason) as reason
    from (
      select c.id, 'staff_email' as reason from contact c
      where c.workspace_id = ${workspaceId} and c.email is not null and lower(c.email) = any(${sql.param(staffEmails)}::text[])
      union all
      select c.id, 'staff_domain' from account a join contact c on c.workspace_id = a.workspace_id and c.account_id = a.id
      where a.workspace_id = ${workspaceId} and a.domain = any(${sql.param(staffDomains)}::text[])
    ) as staff
    join profile_binding b on b.workspace_id = ${workspaceId} and b.contact_id = staff.id and b.to_at = 'infinity'
    join profile p on p.id = b.profile_id
    group by p.anonymous_id limit ${maxProfiles}`);
  return new Map(rows.map(({ anonymous_id, reason }) => [anonymous_id, reason]));
}
