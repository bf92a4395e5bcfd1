import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import type { PendingVisit } from './beacon-buffer.ts';
import { mergeSignals } from './merge-signals.ts';
import { readReadingMode } from './reading-mode.ts';
import { settleVisits } from './settle-visits.ts';
import { lockVisits, type VisitRecord } from './visit-record.ts';

/** Adds to the visits of a workspace what was heard of them, and does what follows, in one transaction. */
export async function writeVisits(
  services: Pick<Services, 'database' | 'now'>,
  workspaceId: string,
  pending: readonly PendingVisit[],
): Promise<void> {
  await services.database.inWorkspace(workspaceId, async (tx) => {
    await insertNew(tx, workspaceId, pending);
    const ids = pending.map(({ id }) => id);
    const visits = await lockVisits(tx, allOf(ids));
    await raisePages(tx, workspaceId, pending, new Set(visits.map(({ id }) => id)));
    const heardOf = new Map(pending.map((heard) => [heard.id, heard]));
    const merged = visits.map((visit) => mergeVisit(visit, heardOf.get(visit.id)));
    await settleVisits(tx, { workspaceId, now: services.now(), visits: merged });
  });
}

/** Below every beacon's number, so that the first one is news. */
const unheard = -2;

const allOf = (ids: readonly string[]): SQL =>
  sql`v.id = any(${sql.param([...ids])}::uuid[]) order by v.id for update of v`;

/** Of a link or piece that is gone, or is another workspace's, nothing is written. */
async function insertNew(tx: Tx, workspaceId: string, pending: readonly PendingVisit[]): Promise<void> {
  const isAnonymous = (await readReadingMode(tx)) === 'anonymous';
  const rows = pending.map((visit) => ({
    id: visit.id,
    ticket_id: visit.ticketId,
    link_id: visit.linkId,
    asset_id: visit.assetId,
    version_id: visit.versionId,
    contact_id: isAnonymous ? null : visit.contactId,
    email: isAnonymous ? null : visit.email,
    email_verified: !isAnonymous && visit.emailVerified,
    device_hash: isAnonymous ? null : visit.deviceHash,
    network_hash: isAnonymous ? null : visit.networkHash,
    device_words: isAnonymous ? null : visit.deviceWords,
    started_at: new Date(visit.startedAtMs),
    last_at: new Date(visit.lastAtMs),
    page_count: visit.pageCount,
    signals: visit.signals,
  }));
  await tx.run(sql`
    insert into asset_visit (id, workspace_id, ticket_id, link_id, asset_id, version_id, contact_id, email, email_verified,
      device_hash, network_hash, device_words, started_at, last_at, page_count, seq, signals, anonymous)
    select i.id, ${workspaceId}::uuid, i.ticket_id, i.link_id, i.asset_id, i.version_id, c.id, i.email, i.email_verified,
      i.device_hash, i.network_hash, i.device_words, i.started_at, i.last_at, i.page_count, ${unheard}, i.signals, ${isAnonymous}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(id uuid, ticket_id uuid, link_id uuid, asset_id uuid,
      version_id uuid, contact_id uuid, email text, email_verified boolean, device_hash text, network_hash text,
      device_words text, started_at timestamptz, last_at timestamptz, page_count integer, signals jsonb)
    join share_link l on l.id = i.link_id
    join asset a on a.id = i.asset_id
    join asset_version v on v.id = i.version_id and v.asset_id = a.id
    left join contact c on c.id = i.contact_id
    where not exists (select from asset_visit x where x.id = i.id)
    order by i.id
    on conflict (id) do nothing`);
}

/** Of each page the greatest that was heard. */
async function raisePages(
  tx: Tx,
  workspaceId: string,
  pending: readonly PendingVisit[],
  known: ReadonlySet<string>,
): Promise<void> {
  const rows = pending
    .filter(({ id }) => known.has(id))
    .flatMap(({ id, pages }) =>
      [...pages].map(([page, activeMs]) => ({ visit_id: id, page, active_ms: activeMs })),
    );
  if (rows.length === 0) return;
  await tx.run(sql`
    insert into asset_visit_page (workspace_id, visit_id, page, active_ms)
    select ${workspaceId}::uuid, i.visit_id, i.page, i.active_ms
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(visit_id uuid, page integer, active_ms integer)
    order by i.visit_id, i.page
    on conflict (visit_id, page) do update set active_ms = excluded.active_ms
      where asset_visit_page.active_ms < excluded.active_ms`);
}

function mergeVisit(visit: VisitRecord, heard: PendingVisit | undefined): VisitRecord {
  if (!heard) return visit;
  const isNews = heard.seq > visit.seq;
  const lastAt = isNews ? new Date(heard.lastAtMs) : visit.lastAt;
  const downloads = [visit.downloadedAt?.getTime(), heard.downloadedAtMs].filter(
    (at) => typeof at === 'number',
  );
  return {
    ...visit,
    startedAt: new Date(Math.min(visit.startedAt.getTime(), heard.startedAtMs)),
    lastAt,
    endedAt: isNews ? (heard.ended ? lastAt : null) : visit.endedAt,
    lastPage: (isNews ? heard.lastPage : null) ?? visit.lastPage ?? heard.lastPage,
    seq: Math.max(visit.seq, heard.seq),
    signals: mergeSignals(visit.signals, heard.signals),
    downloadedAt: downloads.length === 0 ? null : new Date(Math.min(...downloads)),
  };
}
