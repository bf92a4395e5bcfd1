import { type SQL, sql } from '../../../platform/postgres/database.ts';

/** Half-open; null: open on that side. */
export type Window = { from: Date | null; to: Date | null };

const inWindow = (at: SQL, { from, to }: Window): SQL =>
  sql`(${from}::timestamptz is null or ${at} >= ${from}) and (${to}::timestamptz is null or ${at} < ${to})`;

/** Rows that a later one corrects or withdraws count for nothing. */
const stands = sql`not exists (select from interaction_replacement r
  where r.workspace_id = i.workspace_id and r.interaction_id = i.id)`;

/** Of reasons not to count a visit: our own people; all others are programs. */
const isStaff = sql`i.flag_reason like 'staff%'`;

/**
 * What the log says was read of some pieces, whatever door it came through: subquery `reads`, a row a visit. `person`
 * names who read: a contact (whoever it was merged into), else the address given at a gate, else the device, else the
 * visit alone. What does not count is there too, with who it was.
 */
export function readsOf({ assets, window }: { assets: SQL; window: Window }): SQL {
  return sql`reads as materialized (
    select r.id, r.asset_id, r.at, r.is_page, r.ms, r.completion, r.verified, r.flag_reason, r.left_out, r.visit_id,
      r.version_id, r.link_id, r.downloaded_at, r.forwarded_reason, r.contact_id,
      coalesce(r.contact_id::text, lower(r.email), r.profile_id::text, r.id::text) as person
    from (
      select i.id, i.asset_id, i.occurred_at as at, i.type <> 'asset_viewed' as is_page,
        coalesce(v.active_ms, i.engaged_seconds * 1000::bigint) as ms, i.completion, i.verified, i.flag_reason,
        case when i.verified then null when i.flag_reason is null then 'unproved' when ${isStaff} then 'staff'
          else 'scanner' end as left_out,
        v.id as visit_id, v.version_id, v.link_id, v.downloaded_at, v.forwarded_reason, v.email, i.profile_id,
        case when c.merged_into_id is null then c.id else surviving_record('contact', c.id) end as contact_id
      from interaction i
      left join asset_visit v on v.workspace_id = i.workspace_id and v.interaction_id = i.id
      left join lateral (select b.contact_id from profile_binding b
        where i.contact_id is null and b.workspace_id = i.workspace_id and b.profile_id = i.profile_id
          and i.occurred_at >= b.from_at and i.occurred_at < b.to_at limit 1) b on true
      left join contact c on c.id = coalesce(i.contact_id, b.contact_id)
      where i.workspace_id = current_setting('liaison.workspace_id')::uuid and ${assets}
        and i.type in ('asset_viewed', 'page_view') and ${inWindow(sql`i.occurred_at`, window)} and ${stands}
    ) r)`;
}

/** Who gave a piece to whom (whoever they were merged into): subquery `shares`, a row a share. */
export function sharesOf({ assets, window }: { assets: SQL; window: Window }): SQL {
  return sql`shares as materialized (
    select i.id, i.asset_id, i.occurred_at as at, i.teammate_id, t.name as teammate_name, t.side,
      case when c.merged_into_id is null then c.id else surviving_record('contact', c.id) end as contact_id
    from interaction i left join teammate t on t.id = i.teammate_id left join contact c on c.id = i.contact_id
    where i.workspace_id = current_setting('liaison.workspace_id')::uuid and ${assets} and i.type = 'asset_shared'
      and i.verified and ${inWindow(sql`i.occurred_at`, window)} and ${stands})`;
}
