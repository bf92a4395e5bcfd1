import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { MergeableType, MergePreview } from './contract.ts';
import { planMerge } from './merge-plan.ts';
import { idsMergedInto } from './merged-ids.ts';

/** What a merge would do, field by field and in numbers; it changes nothing. */
export async function previewMerge(options: {
  tx: Tx;
  recordType: MergeableType;
  keptId: string;
  mergedId: string;
}): Promise<MergePreview> {
  const { tx, recordType, mergedId } = options;
  const plan = await planMerge(options);
  const ids = `{${(await idsMergedInto(tx, recordType, mergedId)).join(',')}}`;
  const isContact = recordType === 'contact';
  const none = sql`0::bigint`;
  const row = await tx.first<MergePreview['moves']>(sql`select
    (select count(*) from interaction i where ${isContact ? sql`i.contact_id` : sql`i.account_id`} = any(${ids}::uuid[])) as interactions,
    ${isContact ? sql`(select count(*) from opportunity_contact oc where oc.contact_id = ${mergedId})` : sql`(select count(*) from opportunity o where o.account_id = ${mergedId})`} as deals,
    ${isContact ? none : sql`(select count(*) from contact c where c.account_id = ${mergedId} and c.merged_into_id is null)`} as people,
    ${isContact ? sql`(select count(distinct b.profile_id) from profile_binding b where b.contact_id = ${mergedId})` : sql`(select count(*) from profile p where p.account_id = ${mergedId})`} as profiles,
    ${isContact ? sql`(select count(*) from stage_change s where s.contact_id = any(${ids}::uuid[]) and s.superseded_at is null)` : none} as "stageChanges",
    (select count(*) from external_id e where e.record_type = ${recordType} and e.record_id = ${mergedId}) as "externalIds",
    ${isContact ? none : sql`(select count(*) from account a where a.parent_id = ${mergedId})`} as subsidiaries`);
  const side = (record: { id: string; name: string; updatedAt: Date }) => ({
    id: record.id,
    name: record.name,
    updatedAt: record.updatedAt.toISOString(),
  });
  const nothing = {
    interactions: 0,
    deals: 0,
    people: 0,
    profiles: 0,
    stageChanges: 0,
    externalIds: 0,
    subsidiaries: 0,
  };
  return {
    recordType,
    kept: side(plan.kept),
    merged: side(plan.merged),
    fields: plan.fields,
    moves: row ?? nothing,
  };
}
