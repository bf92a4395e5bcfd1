import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Json } from './clean.ts';
import type { PreparedInteraction } from './prepare-events.ts';
import { idOf, refuse, resolveOrCreate, type Session } from './session.ts';

/** An interaction with all it refers to looked up. */
export type ResolvedInteraction = {
  input: PreparedInteraction;
  id: string;
  contactId: string | null;
  otherContactIds: string[];
  campaignId: string | null;
  columns: Record<string, Json | undefined>;
};

/** Whose each interaction is. What belongs to nobody that is known is refused. */
export function resolveInteractions(
  session: Session,
  inputs: readonly PreparedInteraction[],
): ResolvedInteraction[] {
  const resolved: ResolvedInteraction[] = [];
  for (const input of inputs) {
    const { refs } = input;
    const contact = session.registries.contact.resolve(refs.contact, session.system)?.slot;
    const deal = session.registries.opportunity.resolve(refs.opportunity, session.system)?.slot;
    const account =
      resolveOrCreate(session, 'account', refs.account)?.slot.id ?? contact?.accountId ?? deal?.accountId;
    if (!contact && !deal && !account && input.profile === undefined) {
      refuse(
        session.outcomes,
        input.key,
        'unknown_contact',
        'Nobody here is the person or account this interaction is of.',
      );
      continue;
    }
    const campaignId = resolveOrCreate(session, 'campaign', refs.campaign)?.slot.id ?? null;
    const others = input.otherContacts.flatMap((other) => idOf(session, 'contact', other) ?? []);
    const id = newId();
    resolved.push({
      input,
      id,
      contactId: contact?.id ?? null,
      otherContactIds: [...new Set(others)].filter((other) => other !== contact?.id),
      campaignId,
      columns: {
        ...input.values,
        id,
        contact_id: contact?.id,
        account_id: account ?? undefined,
        opportunity_id: deal?.id,
        teammate_id: resolveOrCreate(session, 'teammate', refs.teammate)?.slot.id,
        campaign_id: campaignId,
        asset_id:
          resolveOrCreate(session, 'asset', refs.asset)?.slot.id ?? idOf(session, 'asset', refs.asset),
        external_id: input.externalId,
      },
    });
  }
  return resolved;
}

/** Keeps what was not received before. Receipts come first, so that people are written once with what they did. */
export async function acceptInteractions(
  session: Session,
  resolved: readonly ResolvedInteraction[],
): Promise<ResolvedInteraction[]> {
  if (resolved.length === 0) return [];
  const fresh = await takeReceipts(session, resolved);
  for (const { input, id } of resolved) {
    const isNew = fresh.has(id);
    session.outcomes.set(input.key, {
      outcome: isNew ? 'created' : 'unchanged',
      recordId: isNew ? id : null,
    });
  }
  return resolved.filter(({ id }) => fresh.has(id));
}

/** Appends to the log; the last statement of a batch, for it holds the log's lock until the transaction ends. */
export async function writeInteractions(
  session: Session,
  accepted: readonly ResolvedInteraction[],
  profileIds: ReadonlyMap<string, string>,
): Promise<void> {
  if (accepted.length === 0) return;
  await writeParticipants(session, accepted);
  const rows = accepted.map(({ input, columns, otherContactIds }) => ({
    ...columns,
    other_contact_ids: otherContactIds,
    profile_id: input.profile === undefined ? undefined : profileIds.get(input.profile),
  }));
  await session.tx.run(sql`insert into interaction (id, workspace_id, received_at, occurred_at, kind, type, direction,
      profile_id, contact_id, other_contact_ids, account_id, opportunity_id, teammate_id, channel, campaign_id, asset_id,
      subject, url, engaged_seconds, completion, verified, flag_reason, properties, source, external_id)
    select i.id, ${session.workspaceId}::uuid, ${session.now}::timestamptz, i.occurred_at, i.kind, i.type, i.direction,
      i.profile_id, i.contact_id, i.other_contact_ids, i.account_id, i.opportunity_id, i.teammate_id, i.channel,
      i.campaign_id, i.asset_id, i.subject, i.url, i.engaged_seconds, i.completion, i.verified, i.flag_reason,
      i.properties, ${session.system}, i.external_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(id uuid, occurred_at timestamptz, kind text, type text,
      direction text, profile_id uuid, contact_id uuid, other_contact_ids uuid[], account_id uuid,
      opportunity_id uuid, teammate_id uuid, channel text, campaign_id uuid, asset_id uuid, subject text, url text,
      engaged_seconds integer, completion real, verified boolean, flag_reason text, properties jsonb, external_id text)`);
}

/** Everyone beside the first, so that a meeting is found by any of them. */
async function writeParticipants(session: Session, accepted: readonly ResolvedInteraction[]): Promise<void> {
  const others = accepted.flatMap(({ id, input, otherContactIds }) =>
    otherContactIds.map((contactId) => ({
      interaction_id: id,
      occurred_at: input.occurredAt,
      contact_id: contactId,
    })),
  );
  if (others.length === 0) return;
  await session.tx.run(sql`insert into interaction_participant (workspace_id, contact_id, occurred_at, interaction_id)
    select ${session.workspaceId}::uuid, i.contact_id, i.occurred_at, i.interaction_id
    from jsonb_to_recordset(${JSON.stringify(others)}::jsonb)
      as i(contact_id uuid, occurred_at timestamptz, interaction_id uuid)
    on conflict do nothing`);
}

/** Ids of the interactions that were not received before; the first of a pair in one batch is taken. */
async function takeReceipts(
  session: Session,
  resolved: readonly ResolvedInteraction[],
): Promise<Set<string>> {
  const externalIds = resolved.map(({ input }) => input.externalId);
  const ids = resolved.map(({ id }) => id);
  const rows = await session.tx.rows<{ interaction_id: string }>(sql`
    insert into interaction_receipt (workspace_id, source, external_id, interaction_id, received_at)
    select ${session.workspaceId}::uuid, ${session.system}, i.external_id, i.id, ${session.now}::timestamptz
    from unnest(${sql.param(externalIds)}::text[], ${sql.param(ids)}::uuid[]) with ordinality as i(external_id, id, n)
    order by i.n
    on conflict do nothing returning interaction_id`);
  return new Set(rows.map((row) => row.interaction_id));
}

export type Touch = {
  id: string;
  last_at: string;
  channel?: string;
  channel_at?: string;
  campaign_id?: string;
  campaign_at?: string;
};

/** Verified interactions say when somebody was last heard of, and where they came from where nobody said it. */
export function noteTouches(session: Session, accepted: readonly ResolvedInteraction[]): Touch[] {
  const touches = new Map<string, Touch>();
  for (const { input, contactId, otherContactIds, campaignId } of accepted) {
    if (!input.verified) continue;
    const at = input.occurredAt;
    for (const id of otherContactIds) {
      const touch = touches.get(id);
      if (!touch) touches.set(id, { id, last_at: at });
      else if (at > touch.last_at) touch.last_at = at;
    }
    if (contactId === null) continue;
    const touch: Touch = touches.get(contactId) ?? { id: contactId, last_at: at };
    if (at > touch.last_at) touch.last_at = at;
    if (input.channel !== undefined && (touch.channel_at === undefined || at < touch.channel_at)) {
      touch.channel = input.channel;
      touch.channel_at = at;
    }
    if (campaignId !== null && (touch.campaign_at === undefined || at < touch.campaign_at)) {
      touch.campaign_id = campaignId;
      touch.campaign_at = at;
    }
    touches.set(contactId, touch);
  }
  return [...touches.values()].filter((touch) => !noteOnNew(session, touch));
}

/** A person who is new is written with it at once. */
function noteOnNew(session: Session, touch: Touch): boolean {
  const slot = session.registries.contact.slots.get(touch.id);
  if (!slot?.isNew) return false;
  slot.values.last_interaction_at = touch.last_at;
  if (touch.channel !== undefined && touch.channel_at !== undefined && slot.values.channel === undefined) {
    slot.values.channel = touch.channel;
    slot.values.channel_seen_at = touch.channel_at;
  }
  if (
    touch.campaign_id !== undefined &&
    touch.campaign_at !== undefined &&
    slot.values.campaign_id === undefined
  ) {
    slot.values.campaign_id = touch.campaign_id;
    slot.values.campaign_seen_at = touch.campaign_at;
  }
  return true;
}

export async function raiseContacts(session: Session, touches: readonly Touch[]): Promise<void> {
  if (touches.length === 0) return;
  const channelIsEarlier = sql.raw(
    'i.channel is not null and (t.channel is null or t.channel_seen_at > i.channel_at)',
  );
  const campaignIsEarlier = sql.raw(
    'i.campaign_id is not null and (t.campaign_id is null or t.campaign_seen_at > i.campaign_at)',
  );
  await session.tx.run(sql`update contact t set
      last_interaction_at = greatest(t.last_interaction_at, i.last_at),
      channel = case when ${channelIsEarlier} then i.channel else t.channel end,
      channel_seen_at = case when ${channelIsEarlier} then i.channel_at else t.channel_seen_at end,
      campaign_id = case when ${campaignIsEarlier} then i.campaign_id else t.campaign_id end,
      campaign_seen_at = case when ${campaignIsEarlier} then i.campaign_at else t.campaign_seen_at end
    from jsonb_to_recordset(${JSON.stringify(touches)}::jsonb) as i(id uuid, last_at timestamptz,
      channel text, channel_at timestamptz, campaign_id uuid, campaign_at timestamptz)
    where t.id = i.id and (t.last_interaction_at is null or t.last_interaction_at < i.last_at
      or (${channelIsEarlier}) or (${campaignIsEarlier}))`);
}
