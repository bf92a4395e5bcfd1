import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { Step } from '../step.ts';
import { type AddedVersion, writeVersion } from './add-version.ts';
import { requireNamed, type VersionSource } from './versions.ts';

export type NewAsset = {
  title: string;
  description?: string | null | undefined;
  type?: string | null | undefined;
  audience?: 'buyer' | 'seller' | undefined;
  personas?: readonly string[] | undefined;
  buyingStages?: readonly string[] | undefined;
  ownerId?: string | null | undefined;
  campaignId?: string | null | undefined;
  reviewOn?: string | null | undefined;
};

/** Adds a piece with its first version. */
export async function addAsset(
  step: Step,
  input: NewAsset & { source: VersionSource; note?: string | null | undefined },
): Promise<AddedVersion & { assetId: string }> {
  const { tx, workspaceId, actor, now } = step;
  await requireNamed(tx, input);
  const assetId = newId();
  await tx.run(sql`insert into asset (id, workspace_id, title, description, type, audience, personas, buying_stages,
      owner_id, campaign_id, review_on, url, created_at, updated_at)
    values (${assetId}, ${workspaceId}, ${input.title}, ${input.description ?? null}, ${input.type ?? null},
      ${input.audience ?? 'buyer'}, ${sql.param([...new Set(input.personas ?? [])])}::text[],
      ${sql.param([...new Set(input.buyingStages ?? [])])}::text[], ${input.ownerId ?? null}, ${input.campaignId ?? null},
      ${input.reviewOn ?? null}, null, ${now}, ${now})`);
  const added = await writeVersion(step, { assetId, source: input.source, note: input.note });
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'asset.created',
    recordType: 'asset',
    recordId: assetId,
    recordLabel: input.title,
  });
  return { assetId, ...added };
}
