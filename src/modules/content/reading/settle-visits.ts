import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { appendInteractions, type NewInteraction } from '../../interactions/index.ts';
import { seenFromMs } from '../words.ts';
import { findForwards } from './find-forwards.ts';
import { judgeReader } from './judge-reader.ts';
import { type LinkFacts, readLinks } from './read-links.ts';
import { type Reader, readersOf } from './readers-of.ts';
import { readingChannel } from './reading-channel.ts';
import { rowOf } from './row-of.ts';
import { tellOwners } from './tell-owners.ts';
import { saveVisits, type VisitRecord } from './visit-record.ts';

/** Of what was read of a visit, by page. */
export type VisitFigures = { sumMs: number; pagesSeen: number[]; pagesPassed: number };

/** A visit after it was judged anew. */
export type SettledVisit = VisitRecord & {
  pages: number[];
  pagesSeen: number;
  /** It is a person's, and was not held to be before. */
  isNewlyVerified: boolean;
};

type Settling = { workspaceId: string; now: Date; visits: readonly VisitRecord[] };

/** The page's clock and ours may begin to count a moment apart. */
const slackMs = 1_000;

/**
 * What follows from what was heard of visits, which the caller has locked: who read, whether it was passed on, its row in
 * the log, and who is told.
 */
export async function settleVisits(tx: Tx, settling: Settling): Promise<void> {
  const { workspaceId, now } = settling;
  if (settling.visits.length === 0) return;
  const figures = await readFigures(
    tx,
    settling.visits.map(({ id }) => id),
  );
  const judged = settling.visits.map((visit) => judgeVisit(visit, figures.get(visit.id)));
  const dueIds = new Set(judged.filter(isRowDue).map(({ id }) => id));
  const touched = judged.filter(({ id, isNewlyVerified }) => isNewlyVerified || dueIds.has(id));
  const links = await readLinks(tx, touched);
  const visits = await findForwards(tx, { visits: judged, links });
  const readers = await readersOf(tx, { visits: visits.filter(({ id }) => dueIds.has(id)), links });
  const rows: NewInteraction[] = [];
  const settled = visits.map((visit) => {
    const link = links.get(visit.id);
    if (!link || !dueIds.has(visit.id)) return visit;
    return withRow({ visit, link, reader: readers.get(visit.id), rows });
  });
  await saveVisits(tx, settled);
  await tellOwners(tx, { workspaceId, now, visits: settled, links });
  if (judged.some(({ verified, isNewlyVerified }) => verified || isNewlyVerified))
    await tx.run(sql`select pg_notify(${readingChannel}, ${workspaceId})`);
  if (rows.length > 0) await appendInteractions({ tx, workspaceId, now, rows });
}

async function readFigures(tx: Tx, ids: readonly string[]): Promise<Map<string, VisitFigures>> {
  const rows = await tx.rows<{ visit_id: string; sum_ms: number; seen: number[]; passed: number }>(sql`
    select visit_id, sum(active_ms) as sum_ms, count(*)::integer as passed,
      coalesce(array_agg(page order by page) filter (where active_ms >= ${seenFromMs}), '{}') as seen
    from asset_visit_page where visit_id = any(${sql.param([...ids])}::uuid[]) group by visit_id`);
  return new Map(
    rows.map((row) => [row.visit_id, { sumMs: row.sum_ms, pagesSeen: row.seen, pagesPassed: row.passed }]),
  );
}

const nothingRead: VisitFigures = { sumMs: 0, pagesSeen: [], pagesPassed: 0 };

function judgeVisit(visit: VisitRecord, figures: VisitFigures = nothingRead): SettledVisit {
  const spanMs = visit.lastAt.getTime() - visit.startedAt.getTime() + slackMs;
  const activeMs = Math.min(figures.sumMs, Math.max(spanMs, 0));
  const verdict = judgeReader({
    signals: visit.signals,
    activeMs,
    pagesSeen: figures.pagesSeen.length,
    pagesPassed: figures.pagesPassed,
    ended: visit.endedAt !== null,
  });
  return {
    ...visit,
    ...verdict,
    activeMs,
    pages: figures.pagesSeen,
    pagesSeen: figures.pagesSeen.length,
    isNewlyVerified: verdict.verified && !visit.verified,
  };
}

/** When it is known who read, when that turns out otherwise, and when it ended with other figures than are written. */
function isRowDue(visit: SettledVisit): boolean {
  const { verified, flagReason, isTakenOver, logged, endedAt } = visit;
  if (isTakenOver || (!verified && flagReason === null)) return false;
  if (logged === null || logged.verified !== verified || logged.flagReason !== flagReason) return true;
  if (endedAt === null) return false;
  const isSame =
    logged.activeMs === visit.activeMs &&
    logged.downloaded === (visit.downloadedAt !== null) &&
    logged.pages.join() === visit.pages.join();
  return !isSame;
}

function withRow(options: {
  visit: SettledVisit;
  link: LinkFacts;
  reader: Reader | undefined;
  rows: NewInteraction[];
}): SettledVisit {
  const { visit, link, reader = { contactId: null, accountId: null }, rows } = options;
  const row = rowOf({ visit, link, reader });
  rows.push(row);
  return {
    ...visit,
    contactId: reader.contactId,
    interactionId: row.id,
    logged: {
      activeMs: visit.activeMs,
      pages: visit.pages,
      verified: visit.verified,
      flagReason: visit.flagReason,
      downloaded: visit.downloadedAt !== null,
    },
  };
}
