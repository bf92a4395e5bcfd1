import { type SQL, sql } from '../../../../../platform/postgres/database.ts';
import { sharesOf } from '../../reads.ts';
import type { PieceFigures } from '../contract.ts';
import { type PiecePlan, peopleOf } from '../plan.ts';

/**
 * Each share with whom it went to and when they first read the piece afterwards: subquery `given`. A link to whoever
 * has it is read by whoever came through it.
 */
export function givenOf(plan: PiecePlan): SQL {
  const assets = sql`i.asset_id = ${plan.piece.id}`;
  return sql`${peopleOf({ ...plan, versionId: null })}, ${sharesOf({ assets, window: plan.window })},
    given as materialized (
      select s.id, s.at, s.teammate_id, s.teammate_name, s.side, s.contact_id,
        l.id as link_id, l.title as link_title, l.sent_by, l.created_by, r.at as read_at, r.completion
      from shares s
      left join share_link_asset a on a.workspace_id = current_setting('liaison.workspace_id')::uuid
        and a.asset_id = ${plan.piece.id} and a.interaction_id = s.id
      left join share_link l on l.id = a.link_id
      left join lateral (
        select min(k.at) as at, max(k.completion) as completion from counted k
        where k.at >= s.at and case when s.contact_id is null then k.link_id = l.id
          else k.contact_id = s.contact_id end) r on true)`;
}

/** Who gave it to how many, and how many of them read it afterwards. */
export async function countSharing(plan: PiecePlan): Promise<PieceFigures['sharedBy']> {
  const rows = await plan.tx.rows<{
    teammateId: string | null;
    name: string | null;
    side: string | null;
    shares: number;
    people: number;
    opened: number;
  }>(sql`
    with ${givenOf(plan)}
    select teammate_id as "teammateId", max(teammate_name) as name, max(side) as side, count(*) as shares,
      count(distinct contact_id) as people, count(distinct contact_id) filter (where read_at is not null) as opened
    from given group by teammate_id order by count(*) desc, max(teammate_name)`);
  return rows.map(({ teammateId, name, ...row }) => ({
    ...row,
    teammate: teammateId === null ? null : { id: teammateId, name: name ?? '' },
  }));
}
