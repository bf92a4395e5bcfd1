import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { FilterClause } from './contract.ts';
import type { Selection } from './selection.ts';

/**
 * So many rows are cheaper to fetch by id and sort (some 10 ms) than to look for along the list's order. Where there
 * are more, they stand so thick that walking the order soon fills a page.
 */
export const maxCandidates = 2_000;

/** Ids among which all matches are, or null where an index cannot narrow it down that far. */
export type Candidates = { ids: readonly string[]; answersSearch: boolean } | null;

type Found = { ids: string[]; complete: boolean };

export async function findCandidates(tx: Tx, selection: Selection): Promise<Candidates> {
  if (selection.terms.length > 0) {
    const found = await search(tx, selection);
    if (found?.complete) return { ids: found.ids, answersSearch: true };
  }
  for (const clause of selection.clauses) {
    if (!trigramsAnswer(selection, clause)) continue;
    const found = await tx.first<Found>(
      sql`select ids, complete from match_records(${selection.source.recordType}, array[${String(clause.value)}]::text[], ${maxCandidates})`,
    );
    if (found?.complete) return { ids: found.ids, answersSearch: false };
  }
  return null;
}

function search(tx: Tx, selection: Selection): Promise<Found | null> {
  const terms = sql`array[${sql.join(
    selection.terms.map((term) => sql`${term}`),
    sql`, `,
  )}]::text[]`;
  switch (selection.source.recordType) {
    case 'contact':
      return tx.first<Found>(sql`select ids, complete from search_contacts(${terms}, ${maxCandidates})`);
    case 'opportunity':
      return tx.first<Found>(sql`select ids, complete from search_opportunities(${terms}, ${maxCandidates})`);
    default:
      return tx.first<Found>(
        sql`select ids, complete from match_records('account', ${terms}, ${maxCandidates})`,
      );
  }
}

const positive = new Set<FilterClause['op']>(['contains', 'equals', 'starts_with']);

function trigramsAnswer(selection: Selection, clause: FilterClause): boolean {
  const value = typeof clause.value === 'string' ? clause.value : '';
  return (
    selection.source.searched.includes(clause.field) && positive.has(clause.op) && value.trim().length >= 3
  );
}
