import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { cutText } from './cut-text.ts';
import type { Packet } from './packet.ts';

type Row = {
  id: string;
  name: string;
  starts_on: string | null;
  owner_id: string | null;
  owner_name: string | null;
  shared: boolean;
  audience: string | null;
  message: string | null;
  offer: string | null;
  follow_up: string | null;
  goal: string | null;
};

/** The campaign that brought a lead, with its brief once marketing has shared it. */
export async function campaignOfPacket(tx: Tx, campaignId: string | null): Promise<Packet['campaign']> {
  if (campaignId === null) return null;
  const row = await tx.first<Row>(sql`
    select c.id, c.name, c.starts_on, t.id as owner_id, t.name as owner_name,
      b.shared_with_sales_at is not null as shared, b.audience, b.message, b.offer, b.follow_up, b.goal
    from campaign c left join teammate t on t.id = c.owner_id left join campaign_brief b on b.campaign_id = c.id
    where c.id = ${campaignId}`);
  if (!row) return null;
  const cut = (text: string | null) => (text === null ? null : cutText(text, 1_000));
  return {
    id: row.id,
    name: row.name,
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
    startsOn: row.starts_on,
    brief: row.shared
      ? {
          audience: cut(row.audience),
          message: cut(row.message),
          offer: cut(row.offer),
          followUp: cut(row.follow_up),
          goal: cut(row.goal),
        }
      : null,
  };
}
