import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { joinSurvivor } from '../../people/index.ts';
import type { Ledger } from '../contract.ts';
import { named } from '../ledger-items.ts';

export type KnownAsset = Ledger['fromUs']['assets'][number];

const maxForms = 20;
const maxFormAnswers = 30;
const maxAnswerLength = 500;

/** Rows of the log that are these people's by name, and those of their devices while they were theirs. */
function rowsOf(contactIds: readonly string[], condition: SQL): SQL {
  const ids = sql`any(${sql.param([...contactIds])}::uuid[])`;
  const counts = sql`i.verified and ${condition}
    and not exists (select 1 from interaction_replacement r where r.interaction_id = i.id)`;
  return sql`
    select i.*, i.contact_id as person_id from interaction i where i.contact_id = ${ids} and ${counts}
    union all
    select i.*, b.contact_id as person_id from profile_binding b
    join interaction i on i.profile_id = b.profile_id and i.contact_id is null
      and i.occurred_at >= b.from_at and i.occurred_at < b.to_at
    where b.contact_id = ${ids} and ${counts}`;
}

/** What was shared with a company without naming anybody of it. */
function sharedWith(accountIds: readonly string[]): SQL {
  return sql`select i.*, null::uuid as person_id from interaction i
    where i.account_id = any(${sql.param([...accountIds])}::uuid[]) and i.contact_id is null and i.profile_id is null
      and i.type = 'asset_shared' and i.asset_id is not null and i.verified
      and not exists (select 1 from interaction_replacement r where r.interaction_id = i.id)`;
}

/** What these people read or watched, and what was shared with them, or with their company, outside of a conversation. */
export async function readAssets(
  tx: Tx,
  { contactIds, accountIds }: { contactIds: readonly string[]; accountIds: readonly string[] },
  limit: number,
): Promise<KnownAsset[]> {
  if (contactIds.length + accountIds.length === 0) return [];
  type Row = {
    id: string;
    title: string;
    url: string | null;
    times: number;
    last_at: Date | null;
    completion: number | null;
    engaged_seconds: number | null;
    shared_at: Date | null;
    teammate_id: string | null;
    teammate_name: string | null;
  };
  const rows = await tx.rows<Row>(sql`
    with seen as (${rowsOf(contactIds, sql`i.asset_id is not null and ${isReadOrShared}`)}
      union all ${sharedWith(accountIds)}),
    known as (
      select asset_id, max(occurred_at) as latest_at, count(*) filter (where kind = 'content') as times,
        max(occurred_at) filter (where kind = 'content') as last_at,
        max(completion) filter (where kind = 'content') as completion,
        sum(engaged_seconds) filter (where kind = 'content') as engaged_seconds,
        max(occurred_at) filter (where kind = 'person') as shared_at,
        (array_agg(teammate_id order by occurred_at desc) filter (where kind = 'person'))[1] as teammate_id
      from seen group by asset_id order by max(occurred_at) desc limit ${limit}
    )
    select s.id, s.title, s.url, k.times, k.last_at, k.completion, k.engaged_seconds, k.shared_at, t.id as teammate_id,
      t.name as teammate_name
    from known k join asset s on s.id = k.asset_id left join teammate t on t.id = k.teammate_id
    order by k.latest_at desc, s.id`);
  return rows.map((row) => ({
    asset: { id: row.id, title: row.title, url: row.url },
    read: readOf(row),
    given:
      row.shared_at === null
        ? null
        : {
            how: 'sent',
            at: row.shared_at.toISOString(),
            conversationId: null,
            teammate:
              row.teammate_id === null ? null : { id: row.teammate_id, name: row.teammate_name ?? '' },
          },
  }));
}

// A mail that carries an asset is no reading of it; in a conversation it is told by what was exchanged.
const isReadOrShared = sql`((i.kind = 'content' and i.type <> 'email_sent') or i.type = 'asset_shared')`;

function readOf(row: {
  times: number;
  last_at: Date | null;
  completion: number | null;
  engaged_seconds: number | null;
}): KnownAsset['read'] {
  if (row.last_at === null) return null;
  return {
    times: row.times,
    lastAt: row.last_at.toISOString(),
    completion: row.completion,
    engagedSeconds: row.engaged_seconds,
  };
}

/** What these people wrote into forms, latest first. */
export async function formsOf(tx: Tx, contactIds: readonly string[]): Promise<Ledger['fromThem']['forms']> {
  if (contactIds.length === 0) return [];
  type Row = {
    id: string;
    occurred_at: Date;
    subject: string | null;
    properties: Record<string, unknown>;
    person_id: string;
    person_name: string | null;
  };
  const rows = await tx.rows<Row>(sql`
    with sent as (${rowsOf(contactIds, sql`i.type = 'form_submitted'`)} order by occurred_at desc limit ${maxForms})
    select i.id, i.occurred_at, i.subject, i.properties, c.id as person_id,
      coalesce(nullif(c.name, ''), c.email) as person_name
    from sent i ${joinSurvivor('contact', sql`i.person_id`, sql`c`)}
    order by i.occurred_at desc, i.id desc`);
  return rows.map((row) => ({
    interactionId: row.id,
    at: row.occurred_at.toISOString(),
    subject: row.subject,
    contact: named(row.person_id, row.person_name),
    answers: answersIn(row.properties),
  }));
}

function answersIn(properties: Record<string, unknown>): Record<string, string> {
  const answers: Record<string, string> = {};
  for (const [field, value] of Object.entries(properties).slice(0, maxFormAnswers)) {
    if (typeof value === 'object' || value === undefined || value === '') continue;
    answers[field] = String(value).slice(0, maxAnswerLength);
  }
  return answers;
}
