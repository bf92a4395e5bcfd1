import { type SQL, sql } from 'drizzle-orm/sql/sql';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { MergeableType } from './contract.ts';
import type { Membership, MergeSnapshot } from './snapshot.ts';

type Pair = { tx: Tx; keptId: string; mergedId: string };
export type Moved = Pick<
  MergeSnapshot,
  'externalIds' | 'profiles' | 'memberships' | 'contacts' | 'opportunities' | 'subsidiaries'
>;

/** Points at the kept record what pointed at the merged one, and says what that was. The log stays as it was written. */
export async function moveRelations(options: Pair & { recordType: MergeableType }): Promise<Moved> {
  const externalIds = await moveExternalIds(options);
  const nothing = {
    externalIds,
    profiles: [],
    memberships: [],
    contacts: [],
    opportunities: [],
    subsidiaries: [],
  };
  // Whose a contact's profiles are follows from who was merged into whom.
  if (options.recordType === 'contact') return { ...nothing, memberships: await moveMemberships(options) };
  return {
    ...nothing,
    profiles: await movedIds(options, sql`profile`, sql`account_id`),
    contacts: await movedIds(options, sql`contact`, sql`account_id`),
    opportunities: await movedIds(options, sql`opportunity`, sql`account_id`),
    subsidiaries: await moveSubsidiaries(options),
  };
}

async function moveExternalIds(
  options: Pair & { recordType: MergeableType },
): Promise<MergeSnapshot['externalIds']> {
  const { tx, recordType, keptId, mergedId } = options;
  return tx.rows(sql`update external_id set record_id = ${keptId}
    where record_type = ${recordType} and record_id = ${mergedId}
    returning system, external_id as "externalId"`);
}

async function movedIds({ tx, keptId, mergedId }: Pair, table: SQL, column: SQL): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    sql`update ${table} set ${column} = ${keptId} where ${column} = ${mergedId} returning id`,
  );
  return rows.map((row) => row.id);
}

async function moveSubsidiaries({ tx, keptId, mergedId }: Pair): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`update account set parent_id = ${keptId}
    where parent_id = ${mergedId} and id <> ${keptId} returning id`);
  return rows.map((row) => row.id);
}

type Row = {
  opportunityId: string;
  role: string | null;
  isPrimary: boolean;
  createdAt: string;
  joinedAt: string | null;
};

/** In a deal where both were, one place remains: the kept one's, with the other's role where it had none. */
async function moveMemberships({ tx, keptId, mergedId }: Pair): Promise<Membership[]> {
  const columns = sql`opportunity_id as "opportunityId", role, is_primary as "isPrimary", created_at::text as "createdAt",
    joined_at::text as "joinedAt"`;
  const ofMerged =
    await tx.rows<Row>(sql`select ${columns} from opportunity_contact where contact_id = ${mergedId}
    order by opportunity_id for update`);
  const ofKept =
    await tx.rows<Row>(sql`select ${columns} from opportunity_contact where contact_id = ${keptId}
    order by opportunity_id for update`);
  const keptBy = new Map(ofKept.map((row) => [row.opportunityId, row]));
  const memberships = ofMerged.map((row): Membership => {
    const before = keptBy.get(row.opportunityId);
    if (!before) return { ...row, kept: null };
    const after = { role: before.role ?? row.role, isPrimary: before.isPrimary || row.isPrimary };
    return { ...row, kept: { before: { role: before.role, isPrimary: before.isPrimary }, after } };
  });
  for (const { opportunityId, kept } of memberships) {
    if (!kept) continue;
    await tx.run(
      sql`delete from opportunity_contact where opportunity_id = ${opportunityId} and contact_id = ${mergedId}`,
    );
    await tx.run(sql`update opportunity_contact set role = ${kept.after.role}, is_primary = ${kept.after.isPrimary}
      where opportunity_id = ${opportunityId} and contact_id = ${keptId}`);
  }
  await tx.run(sql`update opportunity_contact set contact_id = ${keptId} where contact_id = ${mergedId}`);
  return memberships;
}
