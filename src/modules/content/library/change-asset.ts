import { type SQL, sql } from '../../../platform/postgres/database.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { Step } from '../step.ts';
import type { NewAsset } from './add-asset.ts';
import { holdAsset, requireNamed } from './versions.ts';

type Change = Partial<NewAsset>;
type Before = Record<keyof NewAsset, unknown>;

/** Changes what is said of a piece. Only what is named changes; the same again changes nothing. */
export async function changeAsset(
  step: Step,
  { assetId, ...change }: Change & { assetId: string },
): Promise<void> {
  const { tx, workspaceId, actor, now } = step;
  const held = await holdAsset(tx, assetId);
  await requireNamed(tx, change);
  const before = await tx.first<Before>(sql`select title, description, type, audience, personas,
      buying_stages as "buyingStages", owner_id as "ownerId", campaign_id as "campaignId", review_on as "reviewOn"
    from asset where id = ${assetId}`);
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  const sets: SQL[] = [];
  for (const { field, set } of columns) {
    const to = change[field];
    const from = before?.[field] ?? null;
    if (to === undefined || JSON.stringify(to) === JSON.stringify(from)) continue;
    changes[field] = { from, to };
    sets.push(set(change));
  }
  if (sets.length === 0) return;
  await tx.run(
    sql`update asset set ${sql.join([...sets, sql`updated_at = ${now}`], sql`, `)} where id = ${assetId}`,
  );
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'asset.updated',
    recordType: 'asset',
    recordId: assetId,
    recordLabel: held.title,
    changes,
  });
}

const words = (list: readonly string[] | undefined) => sql`${sql.param([...new Set(list ?? [])])}::text[]`;

const columns: readonly { field: keyof NewAsset; set: (change: Change) => SQL }[] = [
  { field: 'title', set: ({ title }) => sql`title = ${title}` },
  { field: 'description', set: ({ description }) => sql`description = ${description}` },
  { field: 'type', set: ({ type }) => sql`type = ${type}` },
  { field: 'audience', set: ({ audience }) => sql`audience = ${audience}` },
  { field: 'personas', set: ({ personas }) => sql`personas = ${words(personas)}` },
  { field: 'buyingStages', set: ({ buyingStages }) => sql`buying_stages = ${words(buyingStages)}` },
  { field: 'ownerId', set: ({ ownerId }) => sql`owner_id = ${ownerId}` },
  { field: 'campaignId', set: ({ campaignId }) => sql`campaign_id = ${campaignId}` },
  { field: 'reviewOn', set: ({ reviewOn }) => sql`review_on = ${reviewOn}` },
];
