import type { Tx } from '../../../platform/postgres/database.ts';
import type { TimelineInteraction } from '../contract.ts';
import { readConversations, type Said, saidInProperties } from './conversations.ts';
import { readEngagement } from './engagement.ts';
import { type Names, type PersonName, readNames } from './names.ts';
import type { LogRow } from './read-rows.ts';

/** Rows of the log as a page shows them: with names as they are today, and what the reader may know was said. */
export async function presentEntries(options: {
  tx: Tx;
  rows: readonly LogRow[];
  /** The signed-in person; null for scripts and tokens. */
  userId: string | null;
}): Promise<TimelineInteraction[]> {
  const { tx, rows } = options;
  if (rows.length === 0) return [];
  const said = await readConversations(tx, rows, options.userId);
  const teammateIds = [...said.values()].flatMap((one) => one.teammateIds);
  const names = await readNames(tx, rows, teammateIds);
  const engagement = await readEngagement(tx, rows);
  return rows.map((row) => ({
    ...present(row, names, said.get(row.id) ?? null),
    engagedSeconds: row.engaged_seconds ?? engagement.get(row.external_id ?? '') ?? null,
  }));
}

function present(row: LogRow, names: Names, said: Said | null): Omit<TimelineInteraction, 'engagedSeconds'> {
  const personId = row.contact_id ?? row.bound_id;
  const person = personId === null ? null : (names.people.get(personId) ?? null);
  const others = row.other_contact_ids.flatMap((id) => names.people.get(id) ?? []);
  const participants = new Map(
    [...(person ? [person] : []), ...others].map((one) => [one.id, withoutAccount(one)]),
  );
  const teammate = named(row.teammate_id, names.teammates);
  const ours = (said?.teammateIds ?? []).flatMap((id) => named(id, names.teammates) ?? []);
  return {
    what: 'interaction',
    id: row.id,
    position: row.position,
    kind: row.kind,
    type: row.type,
    direction: row.direction,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
    contact: person === null ? null : { id: person.id, name: person.name },
    person: person === null ? null : withoutAccount(person),
    participants: [...participants.values()],
    // A tracked visit names no company; it is their company's as they are now.
    account: named(row.account_id, names.accounts) ?? person?.account ?? null,
    opportunity: named(row.opportunity_id, names.opportunities),
    teammate,
    teammates: ours.length > 0 ? ours : teammate ? [teammate] : [],
    campaign: named(row.campaign_id, names.campaigns),
    asset: row.asset_id === null ? null : { id: row.asset_id, title: names.assets.get(row.asset_id) ?? '' },
    channel: row.channel,
    subject: said?.subject ?? row.subject,
    url: row.url,
    completion: row.completion,
    verified: row.verified,
    flagReason: row.flag_reason,
    source: row.source,
    externalId: row.external_id,
    properties: row.properties,
    profileId: row.profile_id,
    replacesId: row.replaces_id,
    visitor: row.kind === 'person' ? null : (person?.id ?? row.profile_id),
    conversation: said?.conversation ?? saidInProperties(row),
  };
}

const withoutAccount = ({ id, name, title }: PersonName) => ({ id, name, title });

function named(id: string | null, names: ReadonlyMap<string, string>): { id: string; name: string } | null {
  return id === null ? null : { id, name: names.get(id) ?? '' };
}
