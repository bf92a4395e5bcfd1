import { randomBytes } from 'node:crypto';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { ShareLink } from '../links/contract.ts';

/** A link of one piece that was given elsewhere or in a story, with the row of the log that says so. */
export type ImportedLink = {
  id: string;
  assetId: string;
  title: string;
  contactId: string | null;
  teammateId: string | null;
  createdBy: string;
  createdAt: Date;
  sentBy: ShareLink['sentBy'];
  asksEmail: boolean;
  mayDownload: boolean;
  interactionId: string | null;
};

/** One opening of a piece through a link, with the row of the log that stands for it. */
export type ImportedVisit = {
  id: string;
  linkId: string;
  assetId: string;
  versionId: string;
  contactId: string | null;
  device: string;
  deviceHash: string;
  networkHash: string;
  startedAt: Date;
  /** How long each page held, from the first on. */
  pageMs: readonly number[];
  pageCount: number;
  downloadedAt: Date | null;
  verified: boolean;
  flagReason: string | null;
  isForward: boolean;
  interactionId: string;
};

type Options<Item> = { workspaceId: string; items: readonly Item[] };

/** Links that are there already stay as they are, their addresses too. */
export async function importLinks(tx: Tx, { workspaceId, items }: Options<ImportedLink>): Promise<void> {
  if (items.length === 0) return;
  // An address is a secret even where its link comes from a story.
  const rows = items.map((item) => ({ ...item, slug: randomBytes(16).toString('hex') }));
  await tx.run(sql`
    insert into share_link (id, workspace_id, slug, title, contact_id, account_id, teammate_id, created_by, created_at,
      email_gate, may_download, sent_by, interaction_id)
    select r.id, ${workspaceId}::uuid, r.slug, r.title, r."contactId", c.account_id, r."teammateId", r."createdBy",
      r."createdAt", case when r."asksEmail" then 'ask' else 'none' end, r."mayDownload", r."sentBy", r."interactionId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, slug text, title text, "contactId" uuid,
      "teammateId" uuid, "createdBy" text, "createdAt" timestamptz, "asksEmail" boolean, "mayDownload" boolean,
      "sentBy" text, "interactionId" uuid)
    left join contact c on c.id = r."contactId"
    on conflict do nothing`);
  await tx.run(sql`
    insert into share_link_asset (workspace_id, link_id, asset_id, position, interaction_id)
    select ${workspaceId}::uuid, r.id, r."assetId", 0, r."interactionId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "assetId" uuid, "interactionId" uuid)
    on conflict do nothing`);
}

/** Visits that have ended, with the time on each page. Those that are there already stay as they are. */
export async function importVisits(tx: Tx, { workspaceId, items }: Options<ImportedVisit>): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map(({ pageMs, ...visit }) => {
    const activeMs = pageMs.reduce((sum, ms) => sum + ms, 0);
    const endedAt = new Date(visit.startedAt.getTime() + activeMs);
    return { ...visit, activeMs, endedAt, pagesSeen: pageMs.length };
  });
  await tx.run(sql`
    insert into asset_visit (id, workspace_id, link_id, asset_id, version_id, contact_id, device_hash, network_hash,
      device_words, started_at, last_at, ended_at, active_ms, pages_seen, page_count, last_page, downloaded_at, verified,
      flag_reason, forwarded_reason, interaction_id)
    select r.id, ${workspaceId}::uuid, r."linkId", r."assetId", r."versionId", r."contactId", r."deviceHash",
      r."networkHash", r.device, r."startedAt", r."endedAt", r."endedAt", r."activeMs", r."pagesSeen", r."pageCount",
      r."pagesSeen", r."downloadedAt", r.verified, r."flagReason", case when r."isForward" then 'device' end,
      r."interactionId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "linkId" uuid, "assetId" uuid, "versionId" uuid,
      "contactId" uuid, "deviceHash" text, "networkHash" text, device text, "startedAt" timestamptz,
      "endedAt" timestamptz, "activeMs" bigint, "pagesSeen" integer, "pageCount" integer, "downloadedAt" timestamptz,
      verified boolean, "flagReason" text, "isForward" boolean, "interactionId" uuid)
    on conflict do nothing`);
  const pages = items.flatMap(({ id, pageMs }) => pageMs.map((ms, index) => ({ id, page: index + 1, ms })));
  await tx.run(sql`
    insert into asset_visit_page (workspace_id, visit_id, page, active_ms)
    select ${workspaceId}::uuid, p.id, p.page, p.ms
    from jsonb_to_recordset(${JSON.stringify(pages)}::jsonb) as p(id uuid, page integer, ms integer)
    on conflict do nothing`);
}
