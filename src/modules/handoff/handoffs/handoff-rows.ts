import { type SQL, sql } from '../../../platform/postgres/database.ts';
import type { Packet } from '../packet/packet.ts';
import type { HandoffRow } from './contract.ts';
import { packetSummary } from './packet-summary.ts';

type Times = 'offeredAt' | 'responseDueAt' | 'dispositionDueAt' | 'firstResponseAt' | 'decidedAt';

/** A hand-off as lists read it. */
export type RowOf = Omit<
  HandoffRow,
  Times | 'contact' | 'account' | 'owner' | 'pool' | 'marketer' | 'campaign' | 'points' | 'summary'
> & { [Time in Times]: Date | null } & {
  offeredAt: Date;
  contactId: string;
  contactName: string;
  contactTitle: string | null;
  accountId: string | null;
  accountName: string | null;
  ownerId: string | null;
  ownerName: string | null;
  poolId: string | null;
  poolName: string | null;
  marketerId: string | null;
  marketerName: string | null;
  campaignId: string | null;
  campaignName: string | null;
  pointsMilli: number | null;
  packet: Packet;
};

/**
 * Past what sales promised. Of what is open: something is owed now, the first response or the answer, and its time is
 * over; what was late and has been made good since is a matter of the measures. What stands still is judged by when it
 * was brought to a stand, what is over by how it went.
 */
export const lateAt = (now: Date): SQL => sql`(case when h.closed_at is null then
    coalesce(h.first_response_at is null and h.response_due_at < coalesce(h.paused_at, ${now}), false)
    or coalesce(h.decided_at is null and h.disposition_due_at < coalesce(h.paused_at, ${now}), false)
  else coalesce(h.response_due_at < coalesce(h.first_response_at, h.closed_at), false)
    or coalesce(h.disposition_due_at < coalesce(h.decided_at, h.closed_at), false) end)`;

export const rowColumns = (now: Date): SQL => sql`h.id, h.revision, h.state, h.round,
  c.id as "contactId", coalesce(nullif(c.name, ''), c.email, 'Unnamed') as "contactName", c.title as "contactTitle",
  a.id as "accountId", a.name as "accountName", o.id as "ownerId", o.name as "ownerName", p.id as "poolId",
  p.name as "poolName", m.id as "marketerId", m.name as "marketerName", k.id as "campaignId", k.name as "campaignName",
  h.grade, h.points_milli as "pointsMilli", h.offered_at as "offeredAt", h.offered_by as "offeredBy",
  h.response_due_at as "responseDueAt", h.disposition_due_at as "dispositionDueAt",
  h.first_response_at as "firstResponseAt", h.attempts, ${lateAt(now)} as late, h.paused_at is not null as paused,
  h.packet, h.packet_items as "packetItems", h.promised_items as "promisedItems", h.decided_at as "decidedAt",
  h.decided_by as "decidedBy", h.reason_key as "reasonKey", h.reason, h.would_accept_if as "wouldAcceptIf",
  h.recycle_on as "recycleOn", h.follow_up as "followUp"`;

export const rowJoins: SQL = sql`join contact c on c.id = h.contact_id
  left join account a on a.id = h.account_id left join teammate o on o.id = h.owner_id
  left join routing_pool p on p.id = h.pool_id left join teammate m on m.id = h.marketer_id
  left join campaign k on k.id = h.campaign_id`;

const named = (id: string | null, name: string | null) =>
  id === null || name === null ? null : { id, name };
const timeOf = (at: Date | null) => at?.toISOString() ?? null;

export function presentRow(row: RowOf): HandoffRow {
  return {
    id: row.id,
    revision: row.revision,
    state: row.state,
    round: row.round,
    contact: { id: row.contactId, name: row.contactName, title: row.contactTitle },
    account: named(row.accountId, row.accountName),
    owner: named(row.ownerId, row.ownerName),
    pool: named(row.poolId, row.poolName),
    marketer: named(row.marketerId, row.marketerName),
    campaign: named(row.campaignId, row.campaignName),
    grade: row.grade,
    points: row.pointsMilli === null ? null : row.pointsMilli / 1_000,
    offeredAt: row.offeredAt.toISOString(),
    offeredBy: row.offeredBy,
    responseDueAt: timeOf(row.responseDueAt),
    dispositionDueAt: timeOf(row.dispositionDueAt),
    firstResponseAt: timeOf(row.firstResponseAt),
    attempts: row.attempts,
    late: row.late,
    paused: row.paused,
    summary: packetSummary(row.packet),
    packetItems: row.packetItems,
    promisedItems: row.promisedItems,
    decidedAt: timeOf(row.decidedAt),
    decidedBy: row.decidedBy,
    reasonKey: row.reasonKey,
    reason: row.reason,
    wouldAcceptIf: row.wouldAcceptIf,
    recycleOn: row.recycleOn,
    followUp: row.followUp,
  };
}
