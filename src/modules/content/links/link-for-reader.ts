import { timingSafeEqual } from 'node:crypto';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { joinSurvivor } from '../../people/index.ts';
import type { VersionFormat } from '../words.ts';
import { slugHash, slugPattern } from './slug.ts';

export type AssetForReader = {
  assetId: string;
  title: string;
  type: string | null;
  versionId: string;
  number: number;
  format: VersionFormat;
  pageCount: number;
  /** Of a document: pages whose pictures are made. */
  donePages: number;
  durationMs: number | null;
  mediaType: string | null;
  fileName: string | null;
  fileBytes: number | null;
  /** Of what lies elsewhere. */
  url: string | null;
};

/** All that the door to a link needs. Holds secrets: none of it goes to the reader unasked. */
export type LinkForReader = {
  id: string;
  workspaceId: string;
  workspaceName: string;
  slug: string;
  title: string;
  message: string | null;
  sender: { name: string; email: string | null };
  /** Whom it is for, as whoever stands for them now. */
  contactId: string | null;
  contactName: string | null;
  contactEmail: string | null;
  accountId: string | null;
  opportunityId: string | null;
  teammateId: string | null;
  /** Whose user wrote it, if anybody's. */
  createdByUserId: string | null;
  emailGate: 'none' | 'ask' | 'verify';
  passcodeHash: string | null;
  allowed: string[];
  denied: string[];
  expiresAt: Date | null;
  revokedAt: Date | null;
  mayDownload: boolean;
  watermark: boolean;
  /** Rises whenever who may read changes. */
  accessRevision: number;
  /** In the order in which they are shown; those alone that can be read now. */
  assets: AssetForReader[];
};

type Row = Omit<LinkForReader, 'sender' | 'assets'> & { senderName: string; senderEmail: string | null };

/**
 * The link of an address; null where there is none. Found by the address's hash, and compared again in constant time,
 * so that how long it takes says nothing of how much was right.
 */
export async function linkBySlug(
  services: Pick<Services, 'database'>,
  slug: string,
): Promise<LinkForReader | null> {
  const isOne = slugPattern.test(slug);
  const wanted = slugHash(isOne ? slug : '');
  return services.database.asSystem(async (tx) => {
    const found = await tx.first<{ id: string; workspaceId: string; slug: string }>(
      sql`select id, workspace_id as "workspaceId", slug from share_link where slug_hash = ${wanted}`,
    );
    // What is not there is looked for to the end as well: it takes as long as what is.
    const { id, workspaceId } = found ?? { id: nobody, workspaceId: nobody };
    await tx.run(sql`select set_config('liaison.workspace_id', ${workspaceId}, true)`);
    const row = await readLink(tx, id);
    const assets = await assetsOf(tx, id);
    if (found === null || row === null || !isOne || !timingSafeEqual(slugHash(found.slug), wanted))
      return null;
    const { senderName, senderEmail, ...link } = row;
    return { ...link, sender: { name: senderName, email: senderEmail }, assets };
  });
}

const nobody = '00000000-0000-0000-0000-000000000000';

function readLink(tx: Tx, id: string): Promise<Row | null> {
  return tx.first<Row>(sql`
    select l.id, l.workspace_id as "workspaceId", w.name as "workspaceName", l.slug, l.title, l.message,
      coalesce(t.name, u.name, l.created_by) as "senderName", coalesce(u.email, t.email) as "senderEmail",
      c.id as "contactId", nullif(c.name, '') as "contactName", c.email as "contactEmail",
      a.id as "accountId", l.opportunity_id as "opportunityId", l.teammate_id as "teammateId",
      l.created_by_user as "createdByUserId", l.email_gate as "emailGate", l.passcode_hash as "passcodeHash",
      l.allowed, l.denied, l.expires_at as "expiresAt", l.revoked_at as "revokedAt", l.may_download as "mayDownload",
      l.watermark, l.access_revision as "accessRevision"
    from share_link l join workspace w on w.id = l.workspace_id
    left join teammate t on t.id = l.teammate_id
    left join auth_user u on u.id::text = l.created_by_user
    ${joinSurvivor('contact', sql`l.contact_id`, sql`c`)}
    ${joinSurvivor('account', sql`l.account_id`, sql`a`)}
    where l.id = ${id}`);
}

/** The current versions of what a link shares, retired pieces included: what was sent stays readable. */
function assetsOf(tx: Tx, linkId: string): Promise<AssetForReader[]> {
  return tx.rows<AssetForReader>(sql`
    select s.id as "assetId", s.title, s.type, v.id as "versionId", v.number, v.format, v.page_count as "pageCount",
      v.done_pages as "donePages", v.duration_ms as "durationMs", v.media_type as "mediaType", v.file_name as "fileName",
      v.file_bytes as "fileBytes", v.url
    from share_link_asset l join asset s on s.id = l.asset_id join asset_version v on v.id = s.current_version_id
    where l.link_id = ${linkId} and v.state = 'ready'
    order by l.position, s.id`);
}

/**
 * Whether a reader who was let in at this revision may go on: not once the link was taken back, has run out, or asks
 * something else of its readers.
 */
export async function mayGoOn(
  services: Pick<Services, 'database'>,
  options: { linkId: string; workspaceId: string; accessRevision: number; now: Date },
): Promise<boolean> {
  const { linkId, accessRevision, now } = options;
  const row = await services.database.inWorkspace(options.workspaceId, (tx) =>
    tx.first<{ open: boolean }>(sql`select access_revision = ${accessRevision} and revoked_at is null
      and (expires_at is null or expires_at > ${now}::timestamptz) as open from share_link where id = ${linkId}`),
  );
  return row?.open ?? false;
}
