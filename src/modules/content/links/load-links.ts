import type { Config } from '../../../platform/config.ts';
import { notFound } from '../../../platform/errors.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { joinSurvivor } from '../../people/index.ts';
import type { ShareLink } from './contract.ts';

const mostMails = 20;

export type LinkRow = Omit<
  ShareLink,
  | 'url'
  | 'assets'
  | 'mails'
  | 'contact'
  | 'account'
  | 'opportunity'
  | 'createdBy'
  | 'createdAt'
  | 'gates'
  | 'expiresAt'
  | 'revokedAt'
  | 'lastReadAt'
  | 'notCounted'
  | 'people'
> & {
  contact_id: string | null;
  contact_name: string | null;
  contact_email: string | null;
  account_id: string | null;
  account_name: string | null;
  opportunity_id: string | null;
  opportunity_name: string | null;
  created_by: string;
  teammate_id: string | null;
  teammate_name: string | null;
  created_at: Date;
  /** To the microsecond, for cursors. */
  created_text: string;
  read_text: string | null;
  email_gate: ShareLink['gates']['email'];
  has_passcode: boolean;
  allowed: string[];
  denied: string[];
  expires_at: Date | null;
  revoked_at: Date | null;
  last_read_at: Date | null;
};

export type Reader = { tx: Tx; userId: string | null; now: Date; config: Pick<Config, 'contentUrl'> };

/** Whether it is the reader's: they made it, or it is the teammate's whom they are. */
export function isMine(userId: string | null): SQL {
  if (userId === null) return sql`false`;
  // Of a link that a program made, neither is known.
  return sql`(coalesce(l.created_by_user = ${userId}::text, false)
    or coalesce(l.teammate_id in (select id from teammate where user_id = ${userId}::uuid), false))`;
}

/**
 * Links by alias `l` with what was read of them; a condition on aliases `l`, `r` (what was read), `c` and `a` may follow.
 * `goesOverAll`: it sorts or chooses by what was read, so all links are gone through.
 */
export function selectLinks({ userId, now }: Pick<Reader, 'userId' | 'now'>, goesOverAll = false): SQL {
  return sql`
    select l.id, l.slug, l.title, l.note, l.message, l.handoff_id as "handoffId", l.created_by, l.created_at,
      l.created_at::text as created_text, l.email_gate, l.passcode_hash is not null as has_passcode, l.allowed, l.denied,
      l.expires_at, l.revoked_at, l.revoked_by as "revokedBy", l.may_download as "mayDownload", l.watermark,
      l.sent_by as "sentBy", l.revision, ${stateOf(now)} as state, ${isMine(userId)} as mine,
      c.id as contact_id, coalesce(nullif(c.name, ''), c.email, 'Unnamed') as contact_name, c.email as contact_email,
      a.id as account_id, a.name as account_name, o.id as opportunity_id, o.name as opportunity_name,
      t.id as teammate_id, t.name as teammate_name, coalesce(r.visits, 0) as visits, r.last_read_at,
      r.last_read_at::text as read_text
    from share_link l
    ${joinSurvivor('contact', sql`l.contact_id`, sql`c`)}
    ${joinSurvivor('account', sql`l.account_id`, sql`a`)}
    left join opportunity o on o.id = l.opportunity_id
    left join teammate t on t.id = l.teammate_id
    ${goesOverAll ? readOfAll : readOfEach}`;
}

const readFigures = sql`count(distinct coalesce(v.ticket_id, v.id))::int as visits, max(v.last_at) as last_read_at`;

/** Link by link, for a page of a list that is sorted by something else. */
const readOfEach = sql`left join lateral (
    select ${readFigures} from asset_visit v
    where v.workspace_id = l.workspace_id and v.link_id = l.id and v.verified
  ) r on true`;

/** All at once, where the list is sorted or chosen by it. */
const readOfAll = sql`left join (
    select v.link_id, ${readFigures} from asset_visit v
    where v.workspace_id = current_setting('liaison.workspace_id')::uuid and v.verified group by v.link_id
  ) r on r.link_id = l.id`;

export function stateOf(now: Date): SQL {
  return sql`case when l.revoked_at is not null then 'revoked'
    when l.expires_at <= ${now}::timestamptz then 'expired' else 'open' end`;
}

/** A link as its sellers see it; 404 where there is none in this workspace. */
export async function loadLink(reader: Reader, id: string): Promise<ShareLink> {
  const row = await reader.tx.first<LinkRow>(sql`${selectLinks(reader)} where l.id = ${id}`);
  if (row === null) throw notFound('link');
  const [link] = await presentLinks(reader, [row]);
  if (!link) throw notFound('link');
  return link;
}

/** Rows with their pieces and mails, in the order given. */
export async function presentLinks(reader: Reader, rows: readonly LinkRow[]): Promise<ShareLink[]> {
  const { tx, config } = reader;
  const ids = sql`any(${sql.param(rows.map(({ id }) => id))}::uuid[])`;
  const assets = await tx.rows<{ link_id: string; asset: ShareLink['assets'][number] }>(sql`
    select l.link_id, jsonb_build_object('id', s.id, 'title', s.title, 'type', s.type,
      'version', case when v.id is not null then jsonb_build_object('id', v.id, 'number', v.number, 'format', v.format,
        'state', v.state, 'pageCount', v.page_count, 'durationMs', v.duration_ms) end,
      'retiredAt', ${isoText(sql`s.retired_at`)},
      'useInstead', case when u.id is not null then jsonb_build_object('id', u.id, 'name', u.title) end) as asset
    from share_link_asset l join asset s on s.id = l.asset_id
    left join asset_version v on v.id = s.current_version_id left join asset u on u.id = s.use_instead_id
    where l.link_id = ${ids} order by l.position, s.id`);
  const mails = await tx.rows<{ link_id: string; mail: ShareLink['mails'][number] }>(sql`
    select m.link_id, jsonb_build_object('id', m.id, 'to', m.address, 'subject', m.subject,
      'at', ${isoText(sql`m.sent_at`)}, 'by', m.sent_by) as mail
    from unnest(${sql.param(rows.map(({ id }) => id))}::uuid[]) as l(id)
    cross join lateral (select * from share_link_mail m where m.workspace_id = current_setting('liaison.workspace_id')::uuid
      and m.link_id = l.id order by m.sent_at desc, m.id desc limit ${mostMails}) as m`);
  const readers = await readersOf(reader, rows);
  const assetsOf = Map.groupBy(assets, ({ link_id }) => link_id);
  const mailsOf = Map.groupBy(mails, ({ link_id }) => link_id);
  return rows.map((row) => ({
    ...shownOf(row),
    ...(readers.get(row.id) ?? { people: 0, notCounted: 0 }),
    url: urlOf(config, row.slug),
    assets: (assetsOf.get(row.id) ?? []).map(({ asset }) => asset),
    mails: (mailsOf.get(row.id) ?? []).map(({ mail }) => mail),
  }));
}

type Readers = Pick<ShareLink, 'people' | 'notCounted'>;

/** Of those shown alone: whom a visit belongs to is looked up visit by visit. */
async function readersOf({ tx }: Reader, rows: readonly LinkRow[]): Promise<Map<string, Readers>> {
  const found = await tx.rows<Readers & { link_id: string }>(sql`
    select v.link_id, (count(distinct coalesce(v.ticket_id, v.id)) filter (where not v.verified))::int as "notCounted",
      (count(distinct coalesce(surviving_record('contact', v.contact_id)::text, v.email, v.device_hash, v.id::text))
        filter (where v.verified))::int as people
    from asset_visit v where v.workspace_id = current_setting('liaison.workspace_id')::uuid
      and v.link_id = any(${sql.param(rows.map(({ id }) => id))}::uuid[])
    group by v.link_id`);
  return new Map(found.map(({ link_id, people, notCounted }) => [link_id, { people, notCounted }]));
}

const urlOf = ({ contentUrl }: Pick<Config, 'contentUrl'>, slug: string) => `${contentUrl}/v/${slug}`;

const isoText = (at: SQL): SQL => sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });

function shownOf(row: LinkRow): Omit<ShareLink, 'url' | 'assets' | 'mails' | keyof Readers> {
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    note: row.note,
    message: row.message,
    contact:
      row.contact_id === null
        ? null
        : { id: row.contact_id, name: row.contact_name ?? '', email: row.contact_email },
    account: named(row.account_id, row.account_name),
    opportunity: named(row.opportunity_id, row.opportunity_name),
    handoffId: row.handoffId,
    createdBy: { name: row.created_by, teammate: named(row.teammate_id, row.teammate_name) },
    createdAt: row.created_at.toISOString(),
    gates: {
      email: row.email_gate,
      passcode: row.has_passcode,
      allowed: row.allowed,
      denied: row.denied,
    },
    expiresAt: row.expires_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    revokedBy: row.revokedBy,
    mayDownload: row.mayDownload,
    watermark: row.watermark,
    sentBy: row.sentBy,
    visits: row.visits,
    lastReadAt: row.last_read_at?.toISOString() ?? null,
    state: row.state,
    mine: row.mine,
    revision: row.revision,
  };
}
