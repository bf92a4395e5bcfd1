import { sql } from '../../../platform/postgres/database.ts';
import { tell } from '../../notices/index.ts';
import type { Step } from '../step.ts';

type Told = {
  decisionId: string;
  assetId: string;
  title: string;
  reasons: readonly string[];
  note: string | null;
};

const sentence = (reasons: readonly string[]) =>
  reasons.length === 0 ? '' : `${reasons[0]?.[0]?.toUpperCase() ?? ''}${reasons.join(', ').slice(1)}.`;

/** Tells the owner which page to look at; a piece without one is marketing's. */
export async function tellOfRepair(
  { tx, workspaceId, actor, now }: Step,
  { decisionId, assetId, title, reasons, note, page }: Told & { page: number | null },
): Promise<number> {
  const asset = await tx.first<{ owner_id: string | null }>(
    sql`select owner_id from asset where id = ${assetId}`,
  );
  const ownerId = asset?.owner_id ?? null;
  return tell(tx, {
    workspaceId,
    now,
    key: `content-decision:${decisionId}`,
    kind: 'piece_repair',
    to: ownerId === null ? { roles: ['marketing'] } : { teammateIds: [ownerId] },
    title: `“${title}” is to be repaired${page === null ? '' : `: page ${page}`}`,
    text: [`${actor.name} asks for it.`, sentence(reasons), note ?? '']
      .filter((part) => part !== '')
      .join(' '),
    href: `/content/assets/${assetId}`,
    urgency: 'now',
  });
}

const mostSellers = 500;

/** Tells each seller who has open leads that it is made for and that were not given it, how many these are. */
export async function tellOfPromotion(
  { tx, workspaceId, actor, now }: Step,
  { decisionId, assetId, title, reasons, note }: Told,
): Promise<number> {
  const sellers = await tx.rows<{ teammate_id: string; leads: number }>(sql`
    select t.id as teammate_id, count(*)::int as leads
    from asset a cross join contact c join teammate t on t.id = c.owner_id and t.side = 'sales'
    where a.id = ${assetId} and c.merged_into_id is null and c.lifecycle_status = 'open' and c.lifecycle_stage is not null
      and (a.personas = '{}' or exists (select from unnest(a.personas) as p
        where translate(lower(p), '-_', '  ') = translate(lower(c.persona), '-_', '  ')))
      and not exists (select from interaction i where i.workspace_id = c.workspace_id and i.contact_id = c.id
        and i.asset_id = a.id and i.verified)
    group by t.id order by leads desc, t.id limit ${mostSellers}`);
  let told = 0;
  for (const { teammate_id, leads } of sellers) {
    told += await tell(tx, {
      workspaceId,
      now,
      key: `content-decision:${decisionId}`,
      kind: 'piece_promoted',
      to: { teammateIds: [teammate_id] },
      title: `“${title}” fits ${leads} of your open leads`,
      text: [`${actor.name} recommends it.`, sentence(reasons), note ?? '']
        .filter((part) => part !== '')
        .join(' '),
      href: `/content/assets/${assetId}`,
      urgency: 'digest',
    });
  }
  return told;
}
