import { AppError, notFound } from '../../../../platform/errors.ts';
import { idCursor, toPage } from '../../../../platform/http/paging.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { BoardReport, Paper } from '../contract.ts';
import { type BoardFigures, boardFigures } from '../figures-schema.ts';
import { drawPage } from '../pdf/draw-page.ts';
import { pdfName, sha256 } from './keep-report.ts';

type HeadRow = {
  id: string;
  quarter: string;
  label: string;
  cause: BoardReport['cause'];
  paper: Paper;
  made_at: Date;
  made_by: string;
  headline: string;
  figures_hash: string;
  pdf_hash: string;
  recipients: number;
};

const headColumns = sql`r.id, r.quarter, r.figures -> 'quarter' ->> 'label' as label, r.cause, r.paper, r.made_at, r.made_by,
  coalesce(r.figures -> 'headline' ->> 0, '') as headline, r.figures_hash, r.pdf_hash,
  (select count(*) from board_sending s where s.report_id = r.id) as recipients`;

const present = (row: HeadRow): BoardReport => ({
  id: row.id,
  quarter: row.quarter,
  label: row.label,
  cause: row.cause,
  paper: row.paper,
  madeAt: row.made_at.toISOString(),
  madeBy: row.made_by,
  headline: row.headline,
  figuresHash: row.figures_hash,
  pdfHash: row.pdf_hash,
  recipients: row.recipients,
});

export async function listReports(
  tx: Tx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: BoardReport[]; nextCursor: string | null }> {
  const after = idCursor(cursor);
  const rows = await tx.rows<HeadRow>(sql`select ${headColumns} from board_report r
    where ${after === null ? sql`true` : sql`r.id < ${after}`} order by r.id desc limit ${limit + 1}`);
  return toPage({ rows, limit, item: present, cursor: (row) => [row.id] });
}

export type FullReport = { head: BoardReport; figures: BoardFigures; noteText: string };

export async function loadReport(tx: Tx, id: string): Promise<FullReport> {
  const row = await tx.first<HeadRow & { figures: unknown; note_text: string }>(
    sql`select ${headColumns}, r.figures, r.note_text from board_report r where r.id = ${id}`,
  );
  if (!row) throw notFound('page of the board');
  const figures = boardFigures.safeParse(row.figures);
  if (!figures.success)
    throw new AppError('conflict', 'This page was kept by a newer version of Liaison. Update, then open it.');
  return { head: present(row), figures: figures.data, noteText: row.note_text };
}

/** The PDF made anew from what was frozen, and whether it is what went out then. */
export async function drawReport({ head, figures, noteText }: FullReport): Promise<{
  pdf: Uint8Array<ArrayBuffer>;
  isIntact: boolean;
  fileName: string;
}> {
  const pdf = await drawPage({ figures, noteText, paper: head.paper });
  return { pdf, isIntact: sha256(pdf) === head.pdfHash, fileName: pdfName(figures, head.paper) };
}
