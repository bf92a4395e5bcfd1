import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { appendInteractions, type NewInteraction } from '../../interactions/index.ts';
import type { ShareLink } from './contract.ts';
import type { LinkStep } from './step.ts';

type Logged = {
  id: string;
  asset_id: string;
  contact_id: string | null;
  account_id: string | null;
  opportunity_id: string | null;
  teammate_id: string | null;
  subject: string | null;
  properties: Record<string, unknown>;
  source: string;
  external_id: string | null;
};

/**
 * A link that was only copied has reached nobody yet, as far as we know. When it goes out, rows of the log that say so
 * stand for the earlier ones: it is then that they got it. Call it last, for the log's lock is held from here on.
 */
export async function restateShare(
  { tx, workspaceId, now }: LinkStep,
  { linkId, sentBy }: { linkId: string; sentBy: ShareLink['sentBy'] },
): Promise<void> {
  const logged = await tx.rows<Logged>(sql`
    select i.id, i.asset_id, i.contact_id, i.account_id, i.opportunity_id, i.teammate_id, i.subject, i.properties, i.source,
      i.external_id
    from share_link_asset l join interaction i on i.id = l.interaction_id
    where l.link_id = ${linkId} and i.properties ->> 'sentBy' = 'copied' order by l.position`);
  if (logged.length === 0) return;
  const rows = logged.map(
    (row): NewInteraction => ({
      id: newId(),
      kind: 'person',
      type: 'asset_shared',
      occurredAt: now,
      direction: 'outbound',
      contactId: row.contact_id,
      accountId: row.account_id,
      opportunityId: row.opportunity_id,
      teammateId: row.teammate_id,
      assetId: row.asset_id,
      subject: row.subject,
      properties: { ...row.properties, sentBy },
      source: row.source,
      externalId: row.external_id,
      replacesId: row.id,
    }),
  );
  for (const { id, replacesId } of rows) {
    await tx.run(sql`update share_link_asset set interaction_id = ${id}
      where link_id = ${linkId} and interaction_id = ${replacesId}`);
    await tx.run(sql`update share_link set interaction_id = ${id}
      where id = ${linkId} and interaction_id = ${replacesId}`);
  }
  await appendInteractions({ tx, workspaceId, now, rows });
}
