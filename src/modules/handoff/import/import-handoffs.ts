import { v5 } from 'uuid';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { PacketItem } from '../../language/contract.ts';
import { addBusinessDays, type Sla, slaInForce } from '../../language/index.ts';
import type { HandoffState } from '../handoffs/contract.ts';
import type { Packet } from '../packet/packet.ts';
import { eventsOf } from './events-of.ts';
import { startOpenClocks } from './start-open-clocks.ts';

export type ImportedAttempt = {
  interactionId: string;
  at: Date;
  type: string;
  teammateId: string | null;
  reached: boolean;
};

/** A hand-off that took place elsewhere, told as a whole; `key` names it, so that telling it again changes nothing. */
export type ImportedHandoff = {
  key: string;
  previousKey: string | null;
  contactId: string;
  opportunityId: string | null;
  round: number;
  state: HandoffState;
  offeredAt: Date;
  offeredBy: string;
  marketerId: string | null;
  ownerId: string | null;
  ownerName: string;
  campaignId: string | null;
  stageChangeId: string | null;
  packet: Packet;
  packetItems: readonly PacketItem[];
  responseDueAt: Date | null;
  firstResponseAt: Date | null;
  attempts: readonly ImportedAttempt[];
  /** When sales accepted, rejected or recycled it, or it expired. */
  decidedAt: Date | null;
  decision: 'accepted' | 'rejected' | 'recycled' | 'expired' | null;
  reasonKey: string | null;
  reason: string | null;
  wouldAcceptIf: string | null;
  recycleOn: string | null;
  /** When it was given back after having been accepted, or became a deal. */
  endedAt: Date | null;
  followUp: 'open' | 'offered_again' | 'closed' | null;
  followedUpAt: Date | null;
  followUpReason: string | null;
};

export type ImportHandoffs = {
  workspaceId: string;
  source: 'sample' | 'import';
  now: Date;
  handoffs: readonly ImportedHandoff[];
};

/** The id of an imported hand-off: the same for the same fact, whenever it is told. */
const idOf = (workspaceId: string, source: string, key: string) =>
  v5(`handoff:${source}:${key}`, workspaceId);

/**
 * Writes hand-offs that took place elsewhere, with their events, attempts and, of those still open, their clocks. Nobody
 * is offered, moved or told by it: the stages and interactions come with the same source. They are counted under the
 * agreement in force now, as of their own day none is known; what they say of their own dates stays.
 */
export async function importHandoffs(tx: Tx, options: ImportHandoffs): Promise<number> {
  const { workspaceId, source, now, handoffs } = options;
  if (handoffs.length === 0) return 0;
  const sla = await slaInForce(tx);
  const rows = handoffs.map((one) => rowOf(one, { workspaceId, source, now, sla }));
  const written = await tx.rows<{ id: string }>(sql`insert into handoff (${columns})
    select ${selected} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${typed})
    left join contact c on c.id = r.contact_id
    on conflict do nothing returning id`);
  const isNew = new Set(written.map(({ id }) => id));
  const added = handoffs.flatMap((one) => {
    const id = idOf(workspaceId, source, one.key);
    return isNew.has(id) ? [{ ...one, id }] : [];
  });
  if (added.length === 0) return 0;
  await linkRounds(tx, options);
  await writeEvents(tx, { workspaceId, slaVersionId: sla?.versionId ?? null, added });
  await writeAttempts(tx, { workspaceId, added });
  if (sla) await startOpenClocks(tx, { workspaceId, policy: sla.policy, added });
  return added.length;
}

const columns = sql`id, workspace_id, contact_id, account_id, opportunity_id, round, state, origin, offered_at,
  offered_by, marketer_id, owner_id, routed_by, campaign_id, stage_change_id, sla_version_id, calendar_key, packet,
  packet_items, promised_items, response_due_at, disposition_due_at, expires_at, first_response_at,
  first_response_interaction_id, attempts, decided_at, decided_by, reason_key, reason, would_accept_if, recycle_on,
  closed_at, follow_up, followed_up_at, followed_up_by, follow_up_reason, created_at, updated_at`;

const selected = sql`r.id, r.workspace_id, r.contact_id, c.account_id, r.opportunity_id, r.round, r.state, r.origin,
  r.offered_at, r.offered_by, r.marketer_id, r.owner_id, r.routed_by, r.campaign_id, r.stage_change_id,
  r.sla_version_id, r.calendar_key, r.packet, array(select jsonb_array_elements_text(r.packet_items)),
  array(select jsonb_array_elements_text(r.promised_items)), r.response_due_at, r.disposition_due_at, r.expires_at,
  r.first_response_at, r.first_response_interaction_id, r.attempts, r.decided_at, r.decided_by, r.reason_key, r.reason,
  r.would_accept_if, r.recycle_on, r.closed_at, r.follow_up, r.followed_up_at, r.followed_up_by, r.follow_up_reason,
  r.created_at, r.updated_at`;

const typed = sql`id uuid, workspace_id uuid, contact_id uuid, opportunity_id uuid, round integer, state text,
  origin text, offered_at timestamptz, offered_by text, marketer_id uuid, owner_id uuid, routed_by text,
  campaign_id uuid, stage_change_id uuid, sla_version_id uuid, calendar_key text, packet jsonb, packet_items jsonb,
  promised_items jsonb, response_due_at timestamptz, disposition_due_at timestamptz, expires_at timestamptz,
  first_response_at timestamptz, first_response_interaction_id uuid, attempts integer, decided_at timestamptz,
  decided_by text, reason_key text, reason text, would_accept_if text, recycle_on date, closed_at timestamptz,
  follow_up text, followed_up_at timestamptz, followed_up_by text, follow_up_reason text, created_at timestamptz,
  updated_at timestamptz`;

type RowContext = Omit<ImportHandoffs, 'handoffs'> & { sla: Sla | null };

function rowOf(one: ImportedHandoff, { workspaceId, source, now, sla }: RowContext) {
  const calendar = sla?.policy.calendars[0];
  const after = (days: number | undefined) =>
    calendar && days !== undefined
      ? new Date(addBusinessDays(calendar, one.offeredAt.getTime(), days))
      : null;
  return {
    id: idOf(workspaceId, source, one.key),
    workspace_id: workspaceId,
    contact_id: one.contactId,
    opportunity_id: one.opportunityId,
    round: one.round,
    state: one.state,
    origin: source,
    offered_at: one.offeredAt,
    offered_by: one.offeredBy,
    marketer_id: one.marketerId,
    owner_id: one.ownerId,
    routed_by: source === 'sample' ? 'sample company' : 'import',
    campaign_id: one.campaignId,
    stage_change_id: one.stageChangeId,
    sla_version_id: sla?.versionId ?? null,
    calendar_key: calendar?.key ?? null,
    packet: one.packet,
    packet_items: one.packetItems,
    promised_items: sla?.policy.marketing.packetItems ?? [],
    response_due_at: one.responseDueAt,
    disposition_due_at: after(sla?.policy.sales.dispositionDays),
    expires_at: after(sla?.policy.sales.expiresDays),
    first_response_at: one.firstResponseAt,
    first_response_interaction_id: firstAttempt(one)?.interactionId ?? null,
    attempts: one.attempts.length,
    // The answer, and nothing else: what came back later did so at closed_at, what expired had none.
    decided_at: one.decision === 'expired' ? null : one.decidedAt,
    decided_by: one.decision === 'expired' || one.decidedAt === null ? null : one.ownerName,
    reason_key: one.reasonKey,
    reason: one.reason,
    would_accept_if: one.wouldAcceptIf,
    recycle_on: one.recycleOn,
    closed_at: closedAt(one),
    follow_up: one.followUp,
    followed_up_at: one.followedUpAt,
    followed_up_by: one.followedUpAt ? one.offeredBy : null,
    follow_up_reason: one.followUpReason,
    created_at: now,
    updated_at: now,
  };
}

const firstAttempt = ({ attempts, firstResponseAt }: ImportedHandoff): ImportedAttempt | undefined =>
  attempts.find(({ at }) => at.getTime() === firstResponseAt?.getTime());

function closedAt({ state, endedAt, decidedAt }: ImportedHandoff): Date | null {
  if (state === 'offered' || state === 'accepted') return null;
  return endedAt ?? decidedAt;
}

/** A later round names the one before it, which may have come with an earlier call. */
async function linkRounds(tx: Tx, { workspaceId, source, handoffs }: ImportHandoffs): Promise<void> {
  const links = handoffs.flatMap(({ key, previousKey }) =>
    previousKey === null
      ? []
      : [{ id: idOf(workspaceId, source, key), previous: idOf(workspaceId, source, previousKey) }],
  );
  if (links.length === 0) return;
  await tx.run(sql`update handoff h set previous_id = r.previous
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as r(id uuid, previous uuid)
    where h.id = r.id and exists (select 1 from handoff p where p.id = r.previous)`);
}

type Added = readonly (ImportedHandoff & { id: string })[];

async function writeEvents(
  tx: Tx,
  options: { workspaceId: string; slaVersionId: string | null; added: Added },
): Promise<void> {
  const { workspaceId, slaVersionId, added } = options;
  const rows = added.flatMap((one) => eventsOf(one));
  await tx.run(sql`insert into handoff_event (id, workspace_id, handoff_id, at, what, by_kind, by_name, sla_version_id,
      from_state, to_state, reason_key, reason)
    select r.id, ${workspaceId}::uuid, r.handoff_id, r.at, r.what, 'system', r.by_name, ${slaVersionId}::uuid,
      r.from_state, r.to_state, r.reason_key, r.reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, handoff_id uuid, at timestamptz, what text,
      by_name text, from_state text, to_state text, reason_key text, reason text)`);
}

async function writeAttempts(tx: Tx, options: { workspaceId: string; added: Added }): Promise<void> {
  const rows = options.added.flatMap(({ id, attempts }) =>
    attempts.map((attempt) => ({
      handoff_id: id,
      interaction_id: attempt.interactionId,
      at: attempt.at,
      type: attempt.type,
      teammate_id: attempt.teammateId,
      reached: attempt.reached,
    })),
  );
  if (rows.length === 0) return;
  await tx.run(sql`insert into handoff_attempt (workspace_id, handoff_id, interaction_id, at, type, teammate_id, reached)
    select ${options.workspaceId}::uuid, r.handoff_id, r.interaction_id, r.at, r.type, r.teammate_id, r.reached
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(handoff_id uuid, interaction_id uuid, at timestamptz,
      type text, teammate_id uuid, reached boolean)
    on conflict do nothing`);
}
