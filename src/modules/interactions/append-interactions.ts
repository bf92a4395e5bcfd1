import { AppError } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';

/** One row to append to the log; what is absent is null there. All it names must exist. */
export type NewInteraction = {
  id: string;
  kind: 'content' | 'person';
  type: string;
  occurredAt: Date;
  direction?: 'inbound' | 'outbound' | null;
  profileId?: string | null;
  /** The first person of theirs; the others stand in `otherContactIds`. */
  contactId?: string | null;
  otherContactIds?: readonly string[];
  accountId?: string | null;
  opportunityId?: string | null;
  teammateId?: string | null;
  channel?: string | null;
  campaignId?: string | null;
  assetId?: string | null;
  subject?: string | null;
  url?: string | null;
  engagedSeconds?: number | null;
  completion?: number | null;
  /** Whether a person did it, which is taken to be so unless it is denied. */
  verified?: boolean;
  flagReason?: string | null;
  properties?: Readonly<Record<string, unknown>>;
  context?: Readonly<Record<string, unknown>> | null;
  source: string;
  /** The source's own id for it; known already, the row is not appended. */
  externalId?: string | null;
  /** The row this one corrects or withdraws; such a row takes no receipt, for its event was received before. */
  replacesId?: string | null;
};

export type Appended = {
  /** Ids of the rows that were appended. */
  appendedIds: ReadonlySet<string>;
  /** Rows not appended, with the interaction that their external id already stands for. */
  knownIds: ReadonlyMap<string, string>;
};

/** What PostgreSQL tells whoever listens for news of the log; the payload is the workspace's id. */
export const logChannel = 'interaction_log';

/**
 * Appends rows to the log with all that goes with them: receipts, participants, what they replace, and when their
 * people were last heard of. Call it last in a transaction: its last statement holds the log's lock until the end.
 */
export async function appendInteractions(options: {
  tx: Tx;
  workspaceId: string;
  now: Date;
  rows: readonly NewInteraction[];
}): Promise<Appended> {
  const { tx, workspaceId, now } = options;
  const knownIds = await takeReceipts(options);
  const rows = options.rows.filter(({ id }) => !knownIds.has(id));
  if (rows.length === 0) return { appendedIds: new Set(), knownIds };
  await recordReplacements({ tx, workspaceId, now, rows });
  await recordParticipants({ tx, workspaceId, rows });
  await raiseLastInteraction(tx, rows);
  await notifyLog(tx, workspaceId);
  await insertRows({ tx, workspaceId, now, rows });
  return { appendedIds: new Set(rows.map(({ id }) => id)), knownIds };
}

/** Tells listeners that the log of a workspace grows with this transaction. */
export async function notifyLog(tx: Tx, workspaceId: string): Promise<void> {
  await tx.run(sql`select pg_notify(${logChannel}, ${workspaceId})`);
}

/**
 * Takes receipts for rows with an external id; answers the rows whose receipt was taken before, with the interaction
 * it stands for. Taking it again for the same row changes nothing, so that a caller may take it before other work.
 */
export async function takeReceipts(options: {
  tx: Tx;
  workspaceId: string;
  now: Date;
  rows: readonly Pick<NewInteraction, 'id' | 'source' | 'externalId' | 'replacesId'>[];
}): Promise<Map<string, string>> {
  const received = options.rows
    .filter(({ externalId, replacesId }) => (externalId ?? null) !== null && (replacesId ?? null) === null)
    .map(({ id, source, externalId }) => ({ id, source, external_id: externalId }));
  if (received.length === 0) return new Map();
  const given = sql`jsonb_to_recordset(${JSON.stringify(received)}::jsonb) as i(id uuid, source text, external_id text)`;
  await options.tx.run(sql`
    insert into interaction_receipt (workspace_id, source, external_id, interaction_id, received_at)
    select ${options.workspaceId}::uuid, i.source, i.external_id, i.id, ${options.now}::timestamptz
    from ${given} order by i.source, i.external_id, i.id
    on conflict do nothing`);
  const known = await options.tx.rows<{ id: string; interaction_id: string }>(sql`
    select i.id, r.interaction_id from ${given}
    join interaction_receipt r on r.workspace_id = ${options.workspaceId}::uuid
      and r.source = i.source and r.external_id = i.external_id
    where r.interaction_id <> i.id`);
  return new Map(known.map((row) => [row.id, row.interaction_id]));
}

type Write = { tx: Tx; workspaceId: string; rows: readonly NewInteraction[] };

/** A row is replaced once: whoever corrects what was corrected meanwhile has not seen the latest. */
async function recordReplacements({ tx, workspaceId, now, rows }: Write & { now: Date }): Promise<void> {
  const replacing = rows
    .filter(({ replacesId }) => (replacesId ?? null) !== null)
    .map(({ id, replacesId }) => ({ id, replaces_id: replacesId }));
  if (replacing.length === 0) return;
  const written = await tx.run(sql`
    insert into interaction_replacement (workspace_id, interaction_id, replaced_by, at)
    select ${workspaceId}::uuid, i.replaces_id, i.id, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(replacing)}::jsonb) as i(id uuid, replaces_id uuid)
    order by i.replaces_id
    on conflict do nothing`);
  if (written === replacing.length) return;
  throw new AppError(
    'conflict',
    'This was corrected or withdrawn meanwhile. Load it again, then say what is still wrong.',
  );
}

async function recordParticipants({ tx, workspaceId, rows }: Write): Promise<void> {
  const others = rows.flatMap((row) =>
    othersOf(row).map((contactId) => ({
      interaction_id: row.id,
      occurred_at: row.occurredAt.toISOString(),
      contact_id: contactId,
    })),
  );
  if (others.length === 0) return;
  await tx.run(sql`
    insert into interaction_participant (workspace_id, contact_id, occurred_at, interaction_id)
    select ${workspaceId}::uuid, i.contact_id, i.occurred_at, i.interaction_id
    from jsonb_to_recordset(${JSON.stringify(others)}::jsonb)
      as i(contact_id uuid, occurred_at timestamptz, interaction_id uuid)
    on conflict do nothing`);
}

/** Whoever had part in something verified was heard of then; withdrawing something is no sign of life. */
async function raiseLastInteraction(tx: Tx, rows: readonly NewInteraction[]): Promise<void> {
  const lastAt = new Map<string, Date>();
  for (const { type, verified = true, contactId, otherContactIds = [], occurredAt } of rows) {
    if (!verified || type === 'withdrawn') continue;
    for (const id of contactId ? [contactId, ...otherContactIds] : otherContactIds) {
      const known = lastAt.get(id);
      if (known === undefined || known < occurredAt) lastAt.set(id, occurredAt);
    }
  }
  if (lastAt.size === 0) return;
  const touches = [...lastAt].map(([id, at]) => ({ id, at: at.toISOString() }));
  await tx.run(sql`
    with heard as (
      select c.id, i.at from jsonb_to_recordset(${JSON.stringify(touches)}::jsonb) as i(id uuid, at timestamptz)
      join contact c on c.id = i.id
      where c.last_interaction_at is null or c.last_interaction_at < i.at
      order by c.id for update of c
    )
    update contact c set last_interaction_at = heard.at from heard where c.id = heard.id`);
}

async function insertRows({ tx, workspaceId, now, rows }: Write & { now: Date }): Promise<void> {
  await tx.run(sql`insert into interaction (id, workspace_id, received_at, occurred_at, kind, type, direction, profile_id,
      contact_id, other_contact_ids, account_id, opportunity_id, teammate_id, channel, campaign_id, asset_id, subject, url,
      engaged_seconds, completion, verified, flag_reason, properties, context, source, external_id, replaces_id)
    select i.id, ${workspaceId}::uuid, ${now}::timestamptz, i.occurred_at, i.kind, i.type, i.direction, i.profile_id,
      i.contact_id, i.other_contact_ids, i.account_id, i.opportunity_id, i.teammate_id, i.channel, i.campaign_id,
      i.asset_id, i.subject, i.url, i.engaged_seconds, i.completion, i.verified, i.flag_reason, i.properties, i.context,
      i.source, i.external_id, i.replaces_id
    from jsonb_to_recordset(${JSON.stringify(rows.map(columnsOf))}::jsonb) as i(id uuid, occurred_at timestamptz,
      kind text, type text, direction text, profile_id uuid, contact_id uuid, other_contact_ids uuid[], account_id uuid,
      opportunity_id uuid, teammate_id uuid, channel text, campaign_id uuid, asset_id uuid, subject text, url text,
      engaged_seconds integer, completion real, verified boolean, flag_reason text, properties jsonb, context jsonb,
      source text, external_id text, replaces_id uuid)`);
}

function othersOf({ contactId, otherContactIds = [] }: NewInteraction): string[] {
  return [...new Set(otherContactIds)].filter((id) => id !== contactId);
}

function columnsOf(row: NewInteraction) {
  return {
    id: row.id,
    kind: row.kind,
    type: row.type,
    occurred_at: row.occurredAt.toISOString(),
    direction: row.direction,
    profile_id: row.profileId,
    contact_id: row.contactId,
    other_contact_ids: othersOf(row),
    account_id: row.accountId,
    opportunity_id: row.opportunityId,
    teammate_id: row.teammateId,
    channel: row.channel,
    campaign_id: row.campaignId,
    asset_id: row.assetId,
    subject: row.subject,
    url: row.url,
    engaged_seconds: row.engagedSeconds,
    completion: row.completion,
    verified: row.verified ?? true,
    flag_reason: row.flagReason,
    properties: row.properties ?? {},
    context: row.context,
    source: row.source,
    external_id: row.externalId,
    replaces_id: row.replacesId,
  };
}
