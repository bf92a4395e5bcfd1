import { decodeCursor, encodeCursor } from '../../platform/http/paging.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { ImportRecord } from './contract.ts';
import { importColumns, presentImport, readImportRow } from './records.ts';

/** Imports, latest first. Ids are made in the order of time. */
export async function listImports(
  tx: Tx,
  options: { cursor?: string | undefined; limit: number },
): Promise<{ items: ImportRecord[]; nextCursor: string | null }> {
  const [before] = options.cursor === undefined ? [] : decodeCursor(options.cursor, 1);
  const isAfter = before === undefined ? sql`true` : sql`id < ${String(before)}::uuid`;
  const rows = await tx.rows(
    sql`select ${importColumns} from import where ${isAfter} order by id desc limit ${options.limit + 1}`,
  );
  const page = rows.slice(0, options.limit).map(readImportRow);
  const last = page.at(-1);
  return {
    items: page.map(presentImport),
    nextCursor: rows.length > options.limit && last ? encodeCursor([last.id]) : null,
  };
}
