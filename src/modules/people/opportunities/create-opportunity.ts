import type { z } from 'zod';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { checkReferences } from '../check-references.ts';
import { createdChanges, withoutNulls } from '../contacts/create-contact.ts';
import { addExternalIds } from '../external-ids.ts';
import { checkCustomValues } from '../fields/check-custom-values.ts';
import { recordDealLifecycle } from '../ingest/write-deals.ts';
import { writeBuyingGroup } from './buying-group.ts';
import type { OpportunityDetail, opportunitiesContract } from './contract.ts';
import { getOpportunity } from './get-opportunity.ts';
import { recordOpportunityStage } from './record-opportunity-stage.ts';

export type OpportunityInput = z.infer<
  NonNullable<(typeof opportunitiesContract.create)['~orpc']['inputSchema']>
>;

/** Makes a deal with its buying group; what it says of its people's lifecycle is recorded with it. */
export async function createOpportunity(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  input: OpportunityInput;
}): Promise<OpportunityDetail> {
  const { tx, workspaceId, actor, now, input } = options;
  const custom = (await checkCustomValues(tx, 'opportunity', input.custom)) ?? {};
  await checkReferences(tx, input);
  const id = newId();
  const status = input.status ?? 'open';
  const openedAt = input.openedAt ?? now.toISOString();
  const closedAt = status === 'open' ? null : (input.closedAt ?? now.toISOString());
  const currency = input.currency ?? (await workspaceCurrency(tx));
  const at = sql`${now.toISOString()}::timestamptz`;
  await tx.run(sql`insert into opportunity (id, workspace_id, account_id, name, amount_minor, currency, stage, status,
      opened_at, expected_close_on, closed_at, product, campaign_id, owner_id, custom, created_at, updated_at)
    values (${id}, ${workspaceId}, ${input.accountId ?? null}, ${input.name}, ${input.amountMinor ?? null}, ${currency},
      ${input.stage ?? null}, ${status}, ${openedAt}::timestamptz, ${input.expectedCloseOn ?? null}::date,
      ${closedAt}::timestamptz, ${input.product ?? null}, ${input.campaignId ?? null}, ${input.ownerId ?? null},
      ${JSON.stringify(withoutNulls(custom))}::jsonb, ${at}, ${at})`);
  await recordOpportunityStage({
    tx,
    workspaceId,
    actor,
    now,
    opportunityId: id,
    stage: input.stage ?? null,
    status,
    at: closedAt ?? openedAt,
    reason: null,
  });
  await addExternalIds({
    tx,
    workspaceId,
    recordType: 'opportunity',
    recordId: id,
    externalIds: input.externalIds,
  });
  for (const member of input.buyingGroup ?? []) {
    await writeBuyingGroup({ tx, workspaceId, now, opportunityId: id, ...member });
  }
  await recordDealLifecycle({ tx, workspaceId, now, actorName: actor.name }, [id]);
  const { externalIds: _ids, buyingGroup: _group, custom: _custom, ...fields } = input;
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'opportunity.created',
    recordType: 'opportunity',
    recordId: id,
    recordLabel: input.name,
    changes: createdChanges({ ...fields, status, currency, openedAt, closedAt }, custom),
  });
  return getOpportunity({ tx, opportunityId: id });
}

async function workspaceCurrency(tx: Tx): Promise<string> {
  const row = await tx.first<{ currency: string }>(sql`select currency from workspace`);
  return row?.currency ?? 'EUR';
}
