import { type SQL, sql } from 'drizzle-orm/sql/sql';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { MergeableType } from './contract.ts';
import type { MergeSnapshot } from './snapshot.ts';

export type NotUndone = { what: string; why: string };

type Options = {
  tx: Tx;
  workspaceId: string;
  recordType: MergeableType;
  keptId: string;
  mergedId: string;
  before: MergeSnapshot;
};

/** Gives back what the merge took over and what still is where the merge put it; says what is not. */
export async function moveRelationsBack(options: Options): Promise<NotUndone[]> {
  const { recordType, before } = options;
  // A contact's profiles come back by themselves, see moveBindings.
  const profiles = recordType === 'contact' ? [] : before.profiles;
  const counted = [
    { what: 'external ids', table: await externalIdsBack(options), of: before.externalIds.length },
    {
      what: 'profiles',
      table: await idsBack(options, sql`profile`, sql`account_id`, profiles),
      of: profiles.length,
    },
    {
      what: 'people',
      table: await idsBack(options, sql`contact`, sql`account_id`, before.contacts),
      of: before.contacts.length,
    },
    {
      what: 'deals',
      table: await idsBack(options, sql`opportunity`, sql`account_id`, before.opportunities),
      of: before.opportunities.length,
    },
    {
      what: 'subsidiaries',
      table: await idsBack(options, sql`account`, sql`parent_id`, before.subsidiaries),
      of: before.subsidiaries.length,
    },
  ];
  const left = counted
    .filter((one) => one.table < one.of)
    .map((one) => ({
      what: one.what,
      why: `${one.of - one.table} of ${one.of} were moved elsewhere after the merge, so they stay there`,
    }));
  return [...left, ...(await membershipsBack(options))];
}

async function externalIdsBack({ tx, recordType, keptId, mergedId, before }: Options): Promise<number> {
  if (before.externalIds.length === 0) return 0;
  return tx.run(sql`update external_id e set record_id = ${mergedId}
    from jsonb_to_recordset(${JSON.stringify(before.externalIds)}::jsonb) as i(system text, "externalId" text)
    where e.record_type = ${recordType} and e.system = i.system and e.external_id = i."externalId" and e.record_id = ${keptId}`);
}

async function idsBack(options: Options, table: SQL, column: SQL, ids: readonly string[]): Promise<number> {
  const { tx, keptId, mergedId } = options;
  if (ids.length === 0) return 0;
  return tx.run(sql`update ${table} set ${column} = ${mergedId}
    where id = any(${`{${ids.join(',')}}`}::uuid[]) and ${column} = ${keptId}`);
}

async function membershipsBack({ tx, workspaceId, keptId, mergedId, before }: Options): Promise<NotUndone[]> {
  const notUndone: NotUndone[] = [];
  for (const { opportunityId, role, isPrimary, createdAt, joinedAt, kept } of before.memberships) {
    const ofKept = sql`opportunity_id = ${opportunityId} and contact_id = ${keptId}`;
    if (kept) {
      const restored = await tx.run(sql`update opportunity_contact
        set role = ${kept.before.role}, is_primary = ${kept.before.isPrimary}
        where ${ofKept} and role is not distinct from ${kept.after.role} and is_primary = ${kept.after.isPrimary}`);
      if (restored === 0)
        notUndone.push({ what: 'role in a deal', why: 'the buying group was changed after the merge' });
      await tx.run(sql`insert into opportunity_contact (workspace_id, opportunity_id, contact_id, role, is_primary, created_at, joined_at)
        values (${workspaceId}, ${opportunityId}, ${mergedId}, ${role}, ${isPrimary}, ${createdAt}::timestamptz, ${joinedAt ?? null}::timestamptz)
        on conflict do nothing`);
      continue;
    }
    const moved = await tx.run(sql`update opportunity_contact set contact_id = ${mergedId} where ${ofKept}`);
    if (moved === 0)
      notUndone.push({
        what: 'place in a deal',
        why: 'they were taken out of the buying group after the merge',
      });
  }
  return notUndone;
}
