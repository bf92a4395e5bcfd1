import { type SQL, sql } from 'drizzle-orm/sql/sql';
import { notFound } from '../../platform/errors.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/paging.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import type { Interaction } from './contract.ts';

type Query = {
  tx: Tx;
  cursor?: string | undefined;
  limit: number;
  contactId?: string | undefined;
  accountId?: string | undefined;
  opportunityId?: string | undefined;
  kind?: 'content' | 'person' | undefined;
  type?: string | undefined;
  flagReason?: string | undefined;
  unverified: boolean;
};

/** Latest first. A contact's or an account's list holds what its merged records did as well. */
export async function listInteractions(
  query: Query,
): Promise<{ items: Interaction[]; nextCursor: string | null }> {
  const { tx, limit } = query;
  const conditions = conditionsOf(query);
  if (query.cursor) {
    const [at, id] = decodeCursor(query.cursor, 2);
    conditions.push(sql`(i.occurred_at, i.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const branches = (await whose(query)).map(
    (of) => sql`(select i.* from interaction i where ${sql.join([...conditions, of], sql` and `)}
      order by i.occurred_at desc, i.id desc limit ${limit + 1})`,
  );
  const rows = await tx.rows<Row>(sql`
    with page as (
      select * from (${sql.join(branches, sql` union all `)}) i order by i.occurred_at desc, i.id desc limit ${limit + 1}
    )
    select i.*, i.occurred_at::text as cursor_at, c.name as contact_name, a.name as account_name, o.name as opportunity_name,
      t.name as teammate_name, ca.name as campaign_name, s.title as asset_title
    from page i
    left join contact c on c.id = i.contact_id
    left join account a on a.id = i.account_id
    left join opportunity o on o.id = i.opportunity_id
    left join teammate t on t.id = i.teammate_id
    left join campaign ca on ca.id = i.campaign_id
    left join asset s on s.id = i.asset_id
    order by i.occurred_at desc, i.id desc`);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(present),
    nextCursor: rows.length > limit && last ? encodeCursor([last.cursor_at, last.id]) : null,
  };
}

function conditionsOf(query: Query): SQL[] {
  const conditions: SQL[] = [
    sql`i.workspace_id = current_setting('liaison.workspace_id')::uuid`,
    // What was corrected or withdrawn stays in the log, and counts no longer.
    sql`i.type <> 'withdrawn'`,
    sql`not exists (select 1 from interaction_replacement r where r.interaction_id = i.id)`,
  ];
  if (query.kind) conditions.push(sql`i.kind = ${query.kind}`);
  if (query.type) conditions.push(sql`i.type = ${query.type}`);
  if (query.flagReason !== undefined)
    conditions.push(sql`not i.verified and i.flag_reason = ${query.flagReason}`);
  else if (!query.unverified) conditions.push(sql`i.verified`);
  return conditions;
}

/**
 * Whose interactions: conditions of which each has an index of its own and of which a row meets one. What a person
 * did before we knew their name stands under their devices, as long as those were theirs.
 */
async function whose(query: Query): Promise<SQL[]> {
  const { tx, contactId, accountId, opportunityId } = query;
  const also = opportunityId ? sql` and i.opportunity_id = ${opportunityId}` : sql``;
  if (contactId) {
    const contacts = await idsOf(tx, 'contact', contactId);
    const spans = await tx.rows<{ profile_id: string; from_at: string; to_at: string }>(
      sql`select profile_id, from_at::text, to_at::text from profile_binding where contact_id in ${contacts}`,
    );
    return [
      sql`i.contact_id in ${contacts}${also}`,
      // Meetings in which they were not the first of theirs.
      sql`i.contact_id not in ${contacts} and i.id in (
        select p.interaction_id from interaction_participant p where p.contact_id in ${contacts})${also}`,
      ...spans.map(
        ({ profile_id, from_at, to_at }) => sql`i.contact_id is null and i.profile_id = ${profile_id}
          and i.occurred_at >= ${from_at}::timestamptz and i.occurred_at < ${to_at}::timestamptz${also}`,
      ),
    ];
  }
  if (accountId) return [sql`i.account_id in ${await idsOf(tx, 'account', accountId)}${also}`];
  return [opportunityId ? sql`i.opportunity_id = ${opportunityId}` : sql`true`];
}

/** The record itself and every record that was merged into it, also through others. */
async function idsOf(tx: Tx, table: 'contact' | 'account', id: string): Promise<string[]> {
  const name = sql.identifier(table);
  const rows = await tx.rows<{ id: string }>(sql`
    with recursive merged as (
      select id from ${name} where id = ${id}
      union select r.id from ${name} r join merged m on r.merged_into_id = m.id
    ) select id from merged`);
  if (rows.length === 0) throw notFound(table);
  return rows.map((row) => row.id);
}

type Row = {
  id: string;
  kind: Interaction['kind'];
  type: string;
  direction: Interaction['direction'];
  occurred_at: Date;
  cursor_at: string;
  received_at: Date;
  contact_id: string | null;
  contact_name: string | null;
  account_id: string | null;
  account_name: string | null;
  opportunity_id: string | null;
  opportunity_name: string | null;
  teammate_id: string | null;
  teammate_name: string | null;
  campaign_id: string | null;
  campaign_name: string | null;
  asset_id: string | null;
  asset_title: string | null;
  channel: string | null;
  subject: string | null;
  url: string | null;
  engaged_seconds: number | null;
  completion: number | null;
  verified: boolean;
  flag_reason: string | null;
  source: string;
  external_id: string | null;
  properties: Record<string, unknown>;
};

function named(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null ? null : { id, name: name ?? '' };
}

function present(row: Row): Interaction {
  return {
    id: row.id,
    kind: row.kind,
    type: row.type,
    direction: row.direction,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
    contact: named(row.contact_id, row.contact_name),
    account: named(row.account_id, row.account_name),
    opportunity: named(row.opportunity_id, row.opportunity_name),
    teammate: named(row.teammate_id, row.teammate_name),
    campaign: named(row.campaign_id, row.campaign_name),
    asset: row.asset_id === null ? null : { id: row.asset_id, title: row.asset_title ?? '' },
    channel: row.channel,
    subject: row.subject,
    url: row.url,
    engagedSeconds: row.engaged_seconds,
    completion: row.completion,
    verified: row.verified,
    flagReason: row.flag_reason,
    source: row.source,
    externalId: row.external_id,
    properties: row.properties,
  };
}
