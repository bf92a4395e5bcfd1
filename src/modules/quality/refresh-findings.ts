import { type SQL, sql, type Tx } from '../../platform/postgres/database.ts';
import {
  closedWithoutAmount,
  opportunityWithoutAccount,
  opportunityWithoutPeople,
  unknownProduct,
  wonBeforeFirstContact,
  wonWithoutCloseDate,
} from './checks/opportunity-checks.ts';
import { contactWithoutAccount, duplicatePeople } from './checks/people-checks.ts';
import { type FindingCode, findingCodes } from './codes.ts';

export type RefreshedFindings = { open: number; added: number; removed: number };

/**
 * Looks through all of a workspace's people and deals: new findings are added, those that the data no longer bears out
 * are removed, dismissed ones stay dismissed. One statement a kind; the same data again changes nothing.
 */
export async function refreshFindings(
  tx: Tx,
  options: { workspaceId: string; now: Date },
): Promise<RefreshedFindings> {
  const { workspaceId } = options;
  // Two refreshes at once would find the same and wait for each other's rows.
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`liaison.findings:${workspaceId}`}, 0))`);
  const total = { added: 0, removed: 0 };
  for (const code of findingCodes) {
    const { added, removed } = await keepFindings(tx, options, code, await checkOf(tx, code));
    total.added += added;
    total.removed += removed;
  }
  const row = await tx.first<{ open: number }>(
    sql`select count(*) as open from data_finding where dismissed_at is null`,
  );
  return { ...total, open: row?.open ?? 0 };
}

async function checkOf(tx: Tx, code: FindingCode): Promise<SQL> {
  if (code === 'contact_without_account') return contactWithoutAccount(tx);
  return checks[code];
}

const checks: Readonly<Record<Exclude<FindingCode, 'contact_without_account'>, SQL>> = {
  won_before_first_contact: wonBeforeFirstContact,
  won_without_close_date: wonWithoutCloseDate,
  closed_without_amount: closedWithoutAmount,
  opportunity_without_account: opportunityWithoutAccount,
  opportunity_without_people: opportunityWithoutPeople,
  unknown_product: unknownProduct,
  duplicate_people: duplicatePeople,
};

async function keepFindings(
  tx: Tx,
  options: { workspaceId: string; now: Date },
  code: FindingCode,
  check: SQL,
): Promise<{ added: number; removed: number }> {
  const row = await tx.first<{ added: number; removed: number }>(sql`
    with found as materialized (${check}),
    gone as (
      delete from data_finding f where f.code = ${code} and f.dismissed_at is null
        and not exists (select from found where found.record_type = f.record_type and found.record_id = f.record_id)
      returning 1
    ),
    changed as (
      update data_finding f set detail = found.detail from found
      where f.code = ${code} and f.record_type = found.record_type and f.record_id = found.record_id
        and f.detail is distinct from found.detail
    ),
    added as (
      insert into data_finding (id, workspace_id, code, record_type, record_id, detail, found_at)
      select uuidv7(), ${options.workspaceId}::uuid, ${code}, found.record_type, found.record_id, found.detail, ${options.now}::timestamptz
      from found where not exists (select from data_finding f
        where f.code = ${code} and f.record_type = found.record_type and f.record_id = found.record_id)
      on conflict do nothing
      returning 1
    )
    select (select count(*) from added) as added, (select count(*) from gone) as removed`);
  return row ?? { added: 0, removed: 0 };
}
