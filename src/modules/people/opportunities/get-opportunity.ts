import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { listExternalIds } from '../external-ids.ts';
import type { BuyingGroupMember, OpportunityDetail } from './contract.ts';
import { loadOpportunityRows } from './load-opportunity-rows.ts';

const maxHistory = 500;
const maxBuyingGroup = 200;

export async function getOpportunity(options: { tx: Tx; opportunityId: string }): Promise<OpportunityDetail> {
  const { tx, opportunityId } = options;
  const [row] = await loadOpportunityRows(tx, [opportunityId], 'all');
  if (!row) throw notFound('opportunity');
  return {
    ...row,
    externalIds: await listExternalIds(tx, 'opportunity', opportunityId),
    buyingGroup: await buyingGroup(tx, opportunityId),
    stageHistory: await stageHistory(tx, opportunityId),
  };
}

function buyingGroup(tx: Tx, opportunityId: string): Promise<BuyingGroupMember[]> {
  return tx.rows(sql`
    select jsonb_build_object('id', c.id, 'name', c.name, 'title', c.title, 'email', c.email,
        'lifecycleStage', c.lifecycle_stage) as contact, oc.role, oc.is_primary as "isPrimary"
    from opportunity_contact oc join contact c on c.id = oc.contact_id
    where oc.opportunity_id = ${opportunityId}
    order by oc.is_primary desc, oc.created_at, c.id limit ${maxBuyingGroup}`);
}

async function stageHistory(tx: Tx, opportunityId: string): Promise<OpportunityDetail['stageHistory']> {
  type Row = Omit<OpportunityDetail['stageHistory'][number], 'at' | 'recordedAt'> & {
    at: Date;
    recordedAt: Date;
  };
  const rows = await tx.rows<Row>(sql`
    select id, stage, status, at, recorded_at as "recordedAt", source, reason, actor_name as "actorName"
    from opportunity_stage_change where opportunity_id = ${opportunityId}
    order by at desc, recorded_at desc, id desc limit ${maxHistory}`);
  return rows.map((row) => ({ ...row, at: row.at.toISOString(), recordedAt: row.recordedAt.toISOString() }));
}
