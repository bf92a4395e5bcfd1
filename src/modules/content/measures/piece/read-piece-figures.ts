import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { flagReasonText } from '../../../tracking/index.ts';
import { referenceLines, type VersionFormat } from '../../words.ts';
import type { PieceFigures, PieceFiguresPage, PieceReading, PieceScope } from './contract.ts';
import { placeAmong } from './place-among.ts';
import { holdReads, type PiecePlan, planPiece } from './plan.ts';
import {
  countAround,
  countLeftOut,
  countReading,
  countReadingByVersion,
  type LeftOutRow,
} from './queries/count-reading.ts';
import { countSharing } from './queries/count-sharing.ts';
import { countOnPages, readPages } from './queries/read-pages.ts';
import { countStages } from './queries/stages-when-read.ts';
import { countWhatFollowed } from './queries/what-followed.ts';

const nobody: PieceReading = {
  readers: 0,
  visits: 0,
  measured: 0,
  finished: 0,
  medianMs: null,
  meanMs: null,
};

/** Who reads a piece, how far, and what follows. */
export async function readPieceFigures(
  tx: Tx,
  { now, ...scope }: PieceScope & { now: Date },
): Promise<PieceFigures> {
  // Two figures of one page must never see two states.
  await tx.run(sql`set transaction isolation level repeatable read`);
  const plan = await holdReads(await planPiece({ tx, now, scope }));
  const { lastReadAt, firstReadAt, ...totals } = await countReading(plan);
  const byVersion = await countReadingByVersion(plan);
  const versions = await listVersions(plan);
  const shown =
    versions.find(({ id }) => id === (plan.versionId ?? plan.piece.currentVersionId)) ?? versions[0] ?? null;
  const pages = shown?.pageCount ? await readPages(plan, shown.id) : [];
  const { id, title, type } = plan.piece;
  return {
    asset: { id, title, type },
    asOf: now.toISOString(),
    period: plan.period,
    from: plan.window.from?.toISOString() ?? null,
    to: now.toISOString(),
    totals: {
      ...totals,
      ...(await countAround(plan)),
      firstReadAt: firstReadAt?.toISOString() ?? null,
      lastReadAt: lastReadAt?.toISOString() ?? null,
    },
    leftOut: (await countLeftOut(plan)).map(presentLeftOut),
    versions: versions.map((version) => ({ ...version, reading: byVersion.get(version.id) ?? nobody })),
    elsewhere: byVersion.get(null) ?? nobody,
    shown,
    pagesOf: shown ? await countOnPages(plan, shown.id) : 0,
    pages,
    stop: whereTheyStop(pages),
    ...(await countStages(plan)),
    nextSteps: await countWhatFollowed(plan),
    place: await placeAmong(plan),
    sharedBy: await countSharing(plan),
    referenceLines,
  };
}

async function listVersions({ tx, piece }: PiecePlan): Promise<NonNullable<PieceFigures['shown']>[]> {
  const rows = await tx.rows<{
    id: string;
    number: number;
    format: VersionFormat;
    pageCount: number | null;
    note: string | null;
    createdAt: Date;
  }>(sql`select id, number, format, page_count as "pageCount", note, created_at as "createdAt" from asset_version
    where asset_id = ${piece.id} order by number desc`);
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    isCurrent: row.id === piece.currentVersionId,
  }));
}

function presentLeftOut({ kind, reason, visits }: LeftOutRow): PieceFigures['leftOut'][number] {
  const text = reason === null ? 'too little was seen to say whether a person read' : flagReasonText(reason);
  return { kind, reason, text, visits };
}

/** As many must stop there before it is a place where they stop, and as large a part of all who stop. */
const fewestStops = 3;
const smallestPart = 0.2;

/** The page on which most of those stop who do not finish; null where they stop here and there. */
function whereTheyStop(pages: readonly PieceFiguresPage[]): PieceFigures['stop'] {
  const all = pages.reduce((sum, { stopped }) => sum + stopped, 0);
  const [most] = [...pages].sort((left, right) => right.stopped - left.stopped || left.page - right.page);
  // Of two or three pages one is always where most stop.
  const isClear = most !== undefined && most.stopped >= Math.max(fewestStops, smallestPart * all);
  return isClear && pages.length > 1 ? { page: most.page, stopped: most.stopped, label: most.label } : null;
}
