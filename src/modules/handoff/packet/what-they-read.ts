import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { cutText } from './cut-text.ts';
import type { Packet } from './packet.ts';

const mostRows = 400;
const mostShown = 12;

type Read = Packet['read'][number];

export type ContentRow = {
  id: string;
  type: string;
  at: Date;
  asset_id: string | null;
  title: string | null;
  subject: string | null;
  url: string | null;
  seconds: number | null;
  completion: number | null;
};

/** Something that was read: by the asset, else the page, else what it is called. */
export type Reading = Read & { assetId: string | null };

/** What a lead took in of our content, each thing once, latest first. */
export async function whatTheyRead(tx: Tx, contactIds: readonly string[]): Promise<Reading[]> {
  const ids = sql`any(${sql.param([...contactIds])}::uuid[])`;
  // A mail that was sent or an ad that was shown is nothing that they read, a form what they told.
  const counts = sql`i.kind = 'content' and i.verified and i.type not in ('email_sent', 'ad_impression', 'form_submitted')
    and not exists (select from interaction_replacement r where r.workspace_id = i.workspace_id and r.interaction_id = i.id)`;
  const columns = sql`i.id, i.type, i.occurred_at as at, i.asset_id, i.subject, i.url, i.engaged_seconds as seconds, i.completion`;
  const mine = sql`current_setting('liaison.workspace_id')::uuid`;
  const rows = await tx.rows<ContentRow>(sql`
    select seen.*, s.title from (
      (select ${columns} from interaction i where i.workspace_id = ${mine} and i.contact_id = ${ids} and ${counts}
        order by i.occurred_at desc, i.id desc limit ${mostRows})
      union all
      (select ${columns} from profile_binding b join interaction i on i.workspace_id = b.workspace_id
          and i.profile_id = b.profile_id and i.contact_id is null
          and i.occurred_at >= b.from_at and i.occurred_at < b.to_at
        where b.workspace_id = ${mine} and b.contact_id = ${ids} and ${counts}
        order by i.occurred_at desc, i.id desc limit ${mostRows})
    ) as seen left join asset s on s.id = seen.asset_id
    order by at desc, id desc limit ${mostRows}`);
  return foldReadings(rows);
}

/** One line a thing. How long a page was read arrives when it is left, by a row that is no further visit. */
export function foldReadings(rows: readonly ContentRow[]): Reading[] {
  const things = new Map<string, Reading>();
  for (const row of rows.toSorted((a, b) => b.at.getTime() - a.at.getTime())) {
    const key = row.asset_id ?? pageOf(row.url) ?? row.subject ?? row.type;
    const known = things.get(key);
    const visit = row.type === 'page_left' ? 0 : 1;
    if (!known) {
      things.set(key, {
        interactionId: row.id,
        title: titleOf(row),
        at: row.at.toISOString(),
        times: visit,
        seconds: row.seconds,
        completion: completionOf(row),
        assetId: row.asset_id,
      });
      continue;
    }
    known.times += visit;
    known.seconds = row.seconds === null ? known.seconds : (known.seconds ?? 0) + row.seconds;
    const completion = completionOf(row);
    if (completion !== null) known.completion = Math.max(known.completion ?? 0, completion);
  }
  return [...things.values()].map((one) => ({ ...one, times: Math.max(1, one.times) }));
}

export const shownReadings = (readings: readonly Reading[]): Read[] =>
  readings.slice(0, mostShown).map(({ assetId: _, ...read }) => read);

const completionOf = ({ completion }: ContentRow): number | null =>
  completion === null || completion <= 0 ? null : Math.min(1, Math.round(completion * 1_000) / 1_000);

function pageOf(url: string | null): string | null {
  return url === null ? null : url.split(/[?#]/, 1)[0]?.replace(/\/$/, '').toLowerCase() || null;
}

function titleOf({ title, subject, url, type }: ContentRow): string {
  const path = pageOf(url)?.replace(/^https?:\/\/[^/]+/, '');
  return cutText(title ?? subject ?? (path === '' ? 'Home page' : path) ?? type.replaceAll('_', ' '), 200);
}
