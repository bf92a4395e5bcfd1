import { type SQL, sql } from '../../../../../platform/postgres/database.ts';
import { readsOf } from '../../reads.ts';
import { followedWithinDays, type NextStep, nextSteps, type PieceNextStep } from '../contract.ts';
import type { PiecePlan } from '../plan.ts';

const within = sql.raw(`interval '${followedWithinDays} days'`);
const inWorkspace = (alias: SQL) =>
  sql`${alias}.workspace_id = current_setting('liaison.workspace_id')::uuid`;
const stands = sql`i.verified and not exists (select from interaction_replacement r
  where r.workspace_id = i.workspace_id and r.interaction_id = i.id)`;
const isTalk = sql`i.kind = 'person' and i.type <> 'asset_shared' and ${stands}`;

/**
 * What happened within some days after people first read a piece. Given a subquery `pairs(asset_id, contact_id,
 * first_at)`, subquery `followed(asset_id, contact_id, step, at, what, opportunity_id)`: of each step the first.
 */
export const whatFollowed: SQL = sql`
  families as (
    with recursive family as (
      select distinct contact_id as survivor, contact_id as member from pairs
      union select f.survivor, c.id from family f join contact c on c.merged_into_id = f.member
    ) select survivor, member from family),
  talks as materialized (
    select f.survivor as contact_id, i.occurred_at as at, i.type from families f
    join interaction i on ${inWorkspace(sql`i`)} and i.contact_id = f.member where ${isTalk}
    union all
    select f.survivor, i.occurred_at, i.type from families f
    join interaction_participant t on ${inWorkspace(sql`t`)} and t.contact_id = f.member
    join interaction i on i.id = t.interaction_id and ${inWorkspace(sql`i`)} where ${isTalk}),
  deals as materialized (
    select distinct f.survivor as contact_id, o.id, o.opened_at, o.closed_at, o.status from families f
    join opportunity_contact g on ${inWorkspace(sql`g`)} and g.contact_id = f.member
    join opportunity o on o.id = g.opportunity_id),
  steps as (
    select contact_id, 'conversation' as step, at, type as what, null::uuid as opportunity_id from talks
    union all select contact_id, 'meeting', at, type, null from talks where type in ('meeting', 'demo')
    union all select f.survivor, 'stage', s.at, s.stage, null from families f
      join stage_change s on ${inWorkspace(sql`s`)} and s.contact_id = f.member
      where s.outcome = 'reached' and s.superseded_at is null
    union all select contact_id, 'deal_opened', opened_at, null, id from deals where opened_at is not null
    union all select contact_id, 'deal_won', closed_at, null, id from deals where status = 'won' and closed_at is not null),
  followed as materialized (
    select distinct on (p.asset_id, p.contact_id, s.step) p.asset_id, p.contact_id, s.step, s.at, s.what, s.opportunity_id
    from pairs p join steps s on s.contact_id = p.contact_id and s.at > p.first_at and s.at <= p.first_at + ${within}
    order by p.asset_id, p.contact_id, s.step, s.at)`;

/** Only those since whose reading the days have passed: of the others it cannot be said yet. */
export const longEnoughAgo = (now: Date): SQL => sql`first_at <= ${now}::timestamptz - ${within}`;

/** What followed on reading this piece, beside the same of all others of its type. People alone who are known by name. */
export async function countWhatFollowed(plan: PiecePlan): Promise<PieceNextStep[]> {
  const { piece, window, now, versionId } = plan;
  const assets = sql`i.asset_id in (select id from asset where id = ${piece.id} or type = ${piece.type})`;
  const counted = sql`verified and not is_page and contact_id is not null
    and (asset_id <> ${piece.id} or ${versionId}::uuid is null or version_id = ${versionId})`;
  const rows = await plan.tx.rows<{ own: boolean; step: NextStep | null; people: number }>(sql`
    with ${readsOf({ assets, window })},
    firsts as (
      select asset_id, contact_id, min(at) as first_at from reads where ${counted} group by asset_id, contact_id),
    pairs as materialized (select * from firsts where ${longEnoughAgo(now)}),
    ${whatFollowed}
    select asset_id = ${piece.id} as own, null as step, count(*) as people from pairs group by 1
    union all select asset_id = ${piece.id}, step, count(*) from followed group by 1, 2`);
  const people = (own: boolean, step: NextStep | null) =>
    rows.find((row) => row.own === own && row.step === step)?.people ?? 0;
  return nextSteps.map((step) => ({
    step,
    own: { n: people(true, null), followed: people(true, step) },
    others: { n: people(false, null), followed: people(false, step) },
  }));
}
