import { decodeCursor, encodeCursor } from '../../platform/http/paging.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { ImportRefusal } from './contract.ts';
import { type ImportRow, loadImport } from './records.ts';

export type RefusalPage = {
  items: ImportRefusal[];
  nextCursor: string | null;
  /** All refused rows by reason, most frequent first. */
  reasons: { code: string; column: string | null; rows: number; example: string }[];
  /** The files that have refused rows, with their headings. */
  files: { fileIndex: number; name: string; headings: string[]; rows: number }[];
};

const maxReasons = 100;

export async function listRefusals(
  tx: Tx,
  options: { importId: string; cursor?: string | undefined; limit: number; code?: string | undefined },
): Promise<RefusalPage> {
  const { importId, code } = options;
  const row = await loadImport(tx, importId);
  const [file, after] = options.cursor === undefined ? [-1, -1] : decodeCursor(options.cursor, 2);
  const rows = await tx.rows<Omit<ImportRefusal, 'fileName'>>(sql`
    select file_index as "fileIndex", row_number as "rowNumber", reason_code as code, reason, column_name as column, cells
    from import_refusal
    where import_id = ${importId} and (file_index, row_number) > (${Number(file)}::int, ${Number(after)}::bigint)
      and ${code === undefined ? sql`true` : sql`reason_code = ${code}`}
    order by file_index, row_number limit ${options.limit + 1}`);
  const items = rows
    .slice(0, options.limit)
    .map((each) => ({ ...each, fileName: row.files[each.fileIndex]?.name ?? '' }));
  const last = items.at(-1);
  const reasons = await tx.rows<RefusalPage['reasons'][number]>(sql`
    select reason_code as code, column_name as column, count(*) as rows, min(reason) as example
    from import_refusal where import_id = ${importId}
    group by reason_code, column_name order by count(*) desc, reason_code limit ${maxReasons}`);
  const nextCursor =
    rows.length > options.limit && last ? encodeCursor([last.fileIndex, last.rowNumber]) : null;
  return { items, nextCursor, reasons, files: await filesWithRefusals(tx, row) };
}

async function filesWithRefusals(tx: Tx, row: ImportRow): Promise<RefusalPage['files']> {
  const counts = await tx.rows<{ fileIndex: number; rows: number }>(sql`
    select file_index as "fileIndex", count(*) as rows from import_refusal where import_id = ${row.id}
    group by file_index order by file_index`);
  return counts.map((each) => ({
    ...each,
    name: row.files[each.fileIndex]?.name ?? '',
    headings: row.plan?.files.find((planned) => planned.fileIndex === each.fileIndex)?.format.headings ?? [],
  }));
}
