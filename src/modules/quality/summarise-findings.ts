import { sql, type Tx } from '../../platform/postgres/database.ts';
import { findingCodes, findingWords } from './codes.ts';
import type { FindingSummaryRow } from './contract.ts';

/** How many findings of each kind; kinds without any are left out. */
export async function summariseFindings(
  tx: Tx,
): Promise<{ open: number; dismissed: number; kinds: FindingSummaryRow[] }> {
  const rows = await tx.rows<{ code: string; open: number; dismissed: number }>(sql`
    select code, count(*) filter (where dismissed_at is null) as open, count(dismissed_at) as dismissed
    from data_finding group by code`);
  const kinds = findingCodes.flatMap((code) => {
    const row = rows.find((candidate) => candidate.code === code);
    if (!row) return [];
    const { title, one, many, advice } = findingWords[code];
    const { open, dismissed } = row;
    return [{ code, title, sentence: `${open} ${open === 1 ? one : many}`, advice, open, dismissed }];
  });
  const sum = (of: 'open' | 'dismissed') => kinds.reduce((total, kind) => total + kind[of], 0);
  return { open: sum('open'), dismissed: sum('dismissed'), kinds };
}
