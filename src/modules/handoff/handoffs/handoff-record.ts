import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { PacketItem } from '../../language/contract.ts';
import type { Packet } from '../packet/packet.ts';
import type { HandoffState } from './contract.ts';

/** A hand-off as moves read it. */
export type HandoffRecord = {
  id: string;
  workspaceId: string;
  contactId: string;
  contactName: string;
  accountId: string | null;
  state: HandoffState;
  round: number;
  origin: string;
  revision: number;
  offeredAt: Date;
  marketerId: string | null;
  ownerId: string | null;
  poolId: string | null;
  campaignId: string | null;
  grade: string | null;
  slaVersionId: string | null;
  gateVersionId: string | null;
  stageChangeId: string | null;
  calendarKey: string | null;
  packet: Packet;
  promisedItems: PacketItem[];
  responseDueAt: Date | null;
  dispositionDueAt: Date | null;
  expiresAt: Date | null;
  firstResponseAt: Date | null;
  decidedAt: Date | null;
  pausedAt: Date | null;
  recycleOn: string | null;
  closedAt: Date | null;
  followUp: 'open' | 'offered_again' | 'closed' | null;
};

const columns = sql`h.id, h.workspace_id as "workspaceId", h.contact_id as "contactId",
  coalesce(nullif(c.name, ''), c.email, 'Unnamed') as "contactName", h.account_id as "accountId", h.state, h.round, h.origin,
  h.revision, h.offered_at as "offeredAt", h.marketer_id as "marketerId", h.owner_id as "ownerId", h.pool_id as "poolId",
  h.campaign_id as "campaignId", h.grade, h.sla_version_id as "slaVersionId", h.gate_version_id as "gateVersionId",
  h.stage_change_id as "stageChangeId", h.calendar_key as "calendarKey", h.packet, h.promised_items as "promisedItems",
  h.response_due_at as "responseDueAt", h.disposition_due_at as "dispositionDueAt", h.expires_at as "expiresAt",
  h.first_response_at as "firstResponseAt", h.decided_at as "decidedAt", h.paused_at as "pausedAt",
  h.recycle_on as "recycleOn", h.closed_at as "closedAt", h.follow_up as "followUp"`;

/**
 * Holds a hand-off until the transaction ends. The lead is held before it, always in this order, so that nobody who
 * moves the lead and nobody who moves its hand-off wait for each other.
 */
export async function holdHandoff(tx: Tx, id: string): Promise<HandoffRecord> {
  const held = await tryHoldHandoff(tx, id);
  if (held === null) throw notFound('hand-off');
  return held;
}

/** The same; null where there is none any more. */
export async function tryHoldHandoff(tx: Tx, id: string): Promise<HandoffRecord | null> {
  for (;;) {
    const lead = await tx.first<{ contactId: string }>(
      sql`select contact_id as "contactId" from handoff where id = ${id}`,
    );
    if (lead === null) return null;
    await holdContact(tx, lead.contactId);
    const held = await tx.first<HandoffRecord>(sql`select ${columns} from handoff h
      join contact c on c.id = h.contact_id where h.id = ${id} for no key update of h`);
    // Its lead may have been merged into another while we waited.
    if (held === null || held.contactId === lead.contactId) return held;
  }
}

/** Waits for whoever is moving this contact; leaves those alone who merely write of them. */
export async function holdContact(tx: Tx, id: string): Promise<void> {
  await tx.run(sql`select id from contact where id = ${id} for no key update`);
}

/** The open hand-off of a contact who is held already. */
export async function openHandoffOf(tx: Tx, contactId: string): Promise<HandoffRecord | null> {
  return tx.first<HandoffRecord>(sql`select ${columns} from handoff h join contact c on c.id = h.contact_id
    where h.contact_id = ${contactId} and h.closed_at is null for no key update of h`);
}

/** A hand-off that is held already, or merely looked at. */
export async function readHandoff(tx: Tx, id: string): Promise<HandoffRecord | null> {
  return tx.first<HandoffRecord>(
    sql`select ${columns} from handoff h join contact c on c.id = h.contact_id where h.id = ${id}`,
  );
}
