import { AppError, notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import type { CampaignBrief } from './contract.ts';
import { readBrief } from './read-brief.ts';

type Words = Omit<
  NonNullable<CampaignBrief['brief']>,
  'revision' | 'sharedWithSalesAt' | 'writtenAt' | 'writtenBy'
>;

/** Writes a campaign's brief over the one that was read, and shares it with sales or takes it back from them. */
export async function writeBrief(
  options: Words & {
    tx: Tx;
    workspaceId: string;
    actor: Actor;
    now: Date;
    id: string;
    revision: number | null;
    shared: boolean;
  },
): Promise<CampaignBrief> {
  const { tx, workspaceId, actor, now, id, revision, shared } = options;
  const campaign = await tx.first<{ name: string }>(
    sql`select name from campaign where id = ${id} for update`,
  );
  if (!campaign) throw notFound('campaign');
  const before = await readBrief({ tx, id });
  refuseStale(before.brief, revision);
  await refuseUnknownStage(tx, options.buyingStage);
  const text = (words: string | null) => (words === null || words === '' ? null : words);
  const sharedAt = shared ? (before.brief?.sharedWithSalesAt ?? now.toISOString()) : null;
  await tx.run(sql`insert into campaign_brief (workspace_id, campaign_id, audience, message, offer, follow_up, goal,
      personas, buying_stage, shared_with_sales_at, revision, written_at, written_by)
    values (${workspaceId}, ${id}, ${text(options.audience)}, ${text(options.message)}, ${text(options.offer)},
      ${text(options.followUp)}, ${text(options.goal)}, ${sql.param([...new Set(options.personas)])}::text[],
      ${options.buyingStage}, ${sharedAt}::timestamptz, 1, ${now}, ${actor.name})
    on conflict (workspace_id, campaign_id) do update set audience = excluded.audience, message = excluded.message,
      offer = excluded.offer, follow_up = excluded.follow_up, goal = excluded.goal, personas = excluded.personas,
      buying_stage = excluded.buying_stage, shared_with_sales_at = excluded.shared_with_sales_at,
      revision = campaign_brief.revision + 1, written_at = excluded.written_at, written_by = excluded.written_by`);
  const after = await readBrief({ tx, id });
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'campaign_brief.written',
    recordType: 'campaign',
    recordId: id,
    recordLabel: campaign.name,
    changes: changesBetween(before.brief, after.brief),
  });
  return after;
}

function refuseStale(brief: CampaignBrief['brief'], revision: number | null): void {
  if ((brief?.revision ?? null) === revision) return;
  throw new AppError(
    'conflict',
    brief === null
      ? 'There is no brief of this campaign any more. Load it again.'
      : `${brief.writtenBy} wrote this brief in the meantime. Load it again and make your change on what is there now.`,
    { fields: [{ path: 'revision', message: `it is now ${brief?.revision ?? 'none'}` }] },
  );
}

async function refuseUnknownStage(tx: Tx, key: string | null): Promise<void> {
  if (key === null) return;
  const stage = await tx.first(sql`select 1 from buying_stage where key = ${key}`);
  if (stage) return;
  throw new AppError('invalid_input', 'There is no such buying stage. Choose one of the list.', {
    fields: [{ path: 'buyingStage', message: 'not a buying stage' }],
  });
}

function changesBetween(before: CampaignBrief['brief'], after: CampaignBrief['brief']) {
  const fields = [
    'audience',
    'message',
    'offer',
    'followUp',
    'goal',
    'buyingStage',
    'sharedWithSalesAt',
  ] as const;
  const changed = fields.filter((field) => (before?.[field] ?? null) !== (after?.[field] ?? null));
  return Object.fromEntries(
    changed.map((field) => [field, { from: before?.[field] ?? null, to: after?.[field] ?? null }]),
  );
}
