import { z } from 'zod';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { ReaderSignals } from './judge-reader.ts';
import { storedSignals } from './merge-signals.ts';

/** What the row of the log says of a visit; null: it has none. */
const logged = z.object({
  activeMs: z.number(),
  pages: z.array(z.number()),
  verified: z.boolean(),
  flagReason: z.string().nullable(),
  downloaded: z.boolean(),
});
export type Logged = z.infer<typeof logged>;

/** A visit as it stands, with what is asked of its link and piece when its row is written. */
export type VisitRecord = {
  id: string;
  ticketId: string | null;
  linkId: string;
  assetId: string;
  versionId: string;
  contactId: string | null;
  email: string | null;
  emailVerified: boolean;
  deviceHash: string | null;
  networkHash: string | null;
  startedAt: Date;
  lastAt: Date;
  endedAt: Date | null;
  activeMs: number;
  pageCount: number;
  lastPage: number | null;
  downloadedAt: Date | null;
  verified: boolean;
  flagReason: string | null;
  forwardedReason: ForwardReason | null;
  anonymous: boolean;
  seq: number;
  signals: ReaderSignals;
  interactionId: string | null;
  /** Somebody else replaced or withdrew its row: the log is theirs. */
  isTakenOver: boolean;
  logged: Logged | null;
};

export type ForwardReason = 'device' | 'network' | 'email';

type Row = {
  id: string;
  ticket_id: string | null;
  link_id: string;
  asset_id: string;
  version_id: string;
  contact_id: string | null;
  email: string | null;
  email_verified: boolean;
  device_hash: string | null;
  network_hash: string | null;
  started_at: Date;
  last_at: Date;
  ended_at: Date | null;
  active_ms: number;
  page_count: number;
  last_page: number | null;
  downloaded_at: Date | null;
  verified: boolean;
  flag_reason: string | null;
  forwarded_reason: ForwardReason | null;
  anonymous: boolean;
  seq: number;
  signals: unknown;
  interaction_id: string | null;
  is_taken_over: boolean;
  logged: unknown;
};

/** Takes visits for oneself until the end of the transaction, always in the same order. */
export async function lockVisits(tx: Tx, which: SQL): Promise<VisitRecord[]> {
  const rows = await tx.rows<Row>(sql`
    select v.id, v.ticket_id, v.link_id, v.asset_id, v.version_id, v.contact_id, v.email, v.email_verified, v.device_hash,
      v.network_hash, v.started_at, v.last_at, v.ended_at, v.active_ms, v.page_count, v.last_page, v.downloaded_at,
      v.verified, v.flag_reason, v.forwarded_reason, v.anonymous, v.seq, v.signals, v.interaction_id, v.logged,
      exists (select from interaction_replacement r where r.interaction_id = v.interaction_id) as is_taken_over
    from asset_visit v where ${which}`);
  return rows.map((row) => ({
    id: row.id,
    ticketId: row.ticket_id,
    linkId: row.link_id,
    assetId: row.asset_id,
    versionId: row.version_id,
    contactId: row.contact_id,
    email: row.email,
    emailVerified: row.email_verified,
    deviceHash: row.device_hash,
    networkHash: row.network_hash,
    startedAt: row.started_at,
    lastAt: row.last_at,
    endedAt: row.ended_at,
    activeMs: row.active_ms,
    pageCount: row.page_count,
    lastPage: row.last_page,
    downloadedAt: row.downloaded_at,
    verified: row.verified,
    flagReason: row.flag_reason,
    forwardedReason: row.forwarded_reason,
    anonymous: row.anonymous,
    seq: row.seq,
    signals: storedSignals.parse(row.signals),
    interactionId: row.interaction_id,
    isTakenOver: row.is_taken_over,
    logged: row.logged === null ? null : logged.parse(row.logged),
  }));
}

export async function saveVisits(
  tx: Tx,
  visits: readonly (VisitRecord & { pagesSeen: number })[],
): Promise<void> {
  const rows = visits.map((visit) => ({
    id: visit.id,
    contact_id: visit.contactId,
    started_at: visit.startedAt,
    last_at: visit.lastAt,
    ended_at: visit.endedAt,
    active_ms: visit.activeMs,
    pages_seen: visit.pagesSeen,
    last_page: visit.lastPage,
    downloaded_at: visit.downloadedAt,
    verified: visit.verified,
    flag_reason: visit.flagReason,
    forwarded_reason: visit.forwardedReason,
    seq: visit.seq,
    signals: visit.signals,
    interaction_id: visit.interactionId,
    logged: visit.logged,
  }));
  await tx.run(sql`
    update asset_visit v set contact_id = i.contact_id, started_at = i.started_at, last_at = i.last_at,
      ended_at = i.ended_at, active_ms = i.active_ms, pages_seen = i.pages_seen, last_page = i.last_page,
      downloaded_at = i.downloaded_at, verified = i.verified, flag_reason = i.flag_reason,
      forwarded_reason = i.forwarded_reason, seq = i.seq, signals = i.signals, interaction_id = i.interaction_id,
      logged = i.logged
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(id uuid, contact_id uuid, started_at timestamptz,
      last_at timestamptz, ended_at timestamptz, active_ms bigint, pages_seen integer, last_page integer,
      downloaded_at timestamptz, verified boolean, flag_reason text, forwarded_reason text, seq integer, signals jsonb,
      interaction_id uuid, logged jsonb)
    where v.id = i.id`);
}
