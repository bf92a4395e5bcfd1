import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { MergeableType } from './contract.ts';

type Row = {
  id: string;
  mergedId: string;
  mergedName: string | null;
  mergedAt: Date;
  mergedBy: string;
  undoneAt: Date | null;
  undoneBy: string | null;
};

/** What was merged into a record, latest first, undone merges included. */
export async function listMerges(tx: Tx, recordType: MergeableType, keptId: string) {
  const rows = await tx.rows<Row>(sql`
    select id, merged_id as "mergedId", before -> 'merged' ->> 'name' as "mergedName", merged_at as "mergedAt",
      merged_by as "mergedBy", undone_at as "undoneAt", undone_by as "undoneBy"
    from record_merge where record_type = ${recordType} and kept_id = ${keptId}
    order by merged_at desc, id desc limit 100`);
  return rows.map((row) => ({
    id: row.id,
    mergedRecord: { id: row.mergedId, name: row.mergedName ?? '' },
    mergedAt: row.mergedAt.toISOString(),
    mergedBy: row.mergedBy,
    undoneAt: row.undoneAt?.toISOString() ?? null,
    undoneBy: row.undoneBy,
  }));
}
