import { z } from 'zod';
import type { Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { checkReferences } from '../check-references.ts';
import { checkCustomValues } from '../fields/check-custom-values.ts';
import { recordDealLifecycle } from '../ingest/write-deals.ts';
import { checkUnchanged, lockRecord, writeChanges } from '../write-record.ts';
import { type OpportunityDetail, type opportunitiesContract, opportunityStatuses } from './contract.ts';
import { getOpportunity } from './get-opportunity.ts';
import { recordOpportunityStage } from './record-opportunity-stage.ts';

type Input = z.infer<NonNullable<(typeof opportunitiesContract.update)['~orpc']['inputSchema']>>;

const storedStatus = z.enum(opportunityStatuses);

/** Changes the fields given. A new stage or status is a record of its own, and moves the people of the buying group. */
export async function updateOpportunity(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  input: Input;
}): Promise<OpportunityDetail> {
  const { tx, workspaceId, actor, now } = options;
  const { opportunityId, expectedUpdatedAt, custom, reason, ...fields } = options.input;
  const record = await lockRecord(tx, 'opportunity', opportunityId);
  checkUnchanged(record, expectedUpdatedAt);
  await checkReferences(tx, fields);
  const before = storedStatus.parse(record.fields.status);
  const status = fields.status ?? before;
  const changes = await writeChanges({
    tx,
    recordType: 'opportunity',
    record,
    values: { ...fields, closedAt: closingTime({ before, status, given: fields.closedAt, now }) },
    custom: await checkCustomValues(tx, 'opportunity', custom),
    now,
  });
  if (Object.keys(changes).length === 0) return getOpportunity({ tx, opportunityId });
  if (changes.stage || changes.status) {
    const stage = fields.stage === undefined ? record.fields.stage : fields.stage;
    await recordOpportunityStage({
      tx,
      workspaceId,
      actor,
      now,
      opportunityId,
      stage: typeof stage === 'string' ? stage : null,
      status,
      at: changes.status && status !== 'open' ? (fields.closedAt ?? now.toISOString()) : now.toISOString(),
      reason: reason ?? null,
    });
  }
  if (changes.status || changes.openedAt || changes.closedAt) {
    await recordDealLifecycle({ tx, workspaceId, now, actorName: actor.name }, [opportunityId]);
  }
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'opportunity.updated',
    recordType: 'opportunity',
    recordId: opportunityId,
    recordLabel: String(changes.name?.to ?? record.name),
    changes,
    reason: reason ?? null,
  });
  return getOpportunity({ tx, opportunityId });
}

/** A deal that ends without a date ended now; one that is open again has no end. */
function closingTime(options: {
  before: string;
  status: string;
  given: string | null | undefined;
  now: Date;
}): string | null | undefined {
  const { before, status, given, now } = options;
  if (status === 'open') return before === 'open' ? undefined : null;
  if (given) return given;
  return status === before ? undefined : now.toISOString();
}
