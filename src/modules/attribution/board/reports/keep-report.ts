import { createHash } from 'node:crypto';
import { newId } from '../../../../platform/ids.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { Paper } from '../contract.ts';
import type { BoardFigures } from '../figures-schema.ts';
import { drawPage } from '../pdf/draw-page.ts';

export type KeptReport = { id: string; pdf: Uint8Array; fileName: string };

/** Freezes a page with its figures. What is drawn from them later is the same to the byte. */
export async function keepReport(options: {
  tx: Tx;
  workspaceId: string;
  figures: BoardFigures;
  noteText: string;
  cause: 'kept' | 'sent' | 'test';
  paper: Paper;
  madeBy: string;
}): Promise<KeptReport> {
  const { tx, workspaceId, figures, noteText, cause, paper, madeBy } = options;
  const id = newId();
  const frozen = JSON.stringify(figures);
  const pdf = await drawPage({ figures, noteText, paper });
  await tx.run(sql`insert into board_report (id, workspace_id, quarter, cause, paper, figures, note_text, figures_hash,
      pdf_hash, made_at, made_by)
    values (${id}, ${workspaceId}, ${figures.quarter.key}, ${cause}, ${paper}, ${frozen}::jsonb, ${noteText},
      ${sha256(frozen)}, ${sha256(pdf)}, ${new Date(figures.madeAt)}, ${madeBy})`);
  return { id, pdf, fileName: pdfName(figures, paper) };
}

export const sha256 = (of: string | Uint8Array): string => createHash('sha256').update(of).digest('hex');

/** `board-2026-Q4-2026-11-22.pdf`. */
export function pdfName(figures: Pick<BoardFigures, 'quarter' | 'madeAt'>, paper: Paper): string {
  const letter = paper === 'letter' ? '-letter' : '';
  return `board-${figures.quarter.key}-${figures.madeAt.slice(0, 10)}${letter}.pdf`;
}
