import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../../../platform/postgres/database.ts';
import { compileSelection, type SearchTerm } from './compile-filter.ts';
import type { FilterClause, RecordType } from './contract.ts';
import type { Selection } from './selection.ts';

/**
 * So many rows are cheaper to fetch by id and sort (some 20 ms) than to look for along the list's order. Where there
 * are more, they stand so thick that walking the order soon fills a page.
 */
const maxCandidates = 4_000;
/** So many companies are quickly looked up in a list of ids, row by row. */
const maxCompanies = 5_000;

type Found = { ids: string[]; complete: boolean };

/**
 * Which rows a selection is: `where` says it exactly. `narrowed`: it names few rows by id. `dense`: there are known to
 * be so many that a page is soon full, which the planner cannot know of conditions that are not leakproof.
 */
export async function findRows(
  tx: Tx,
  selection: Selection,
): Promise<{ where: SQL; narrowed: boolean; dense: boolean }> {
  const found = selection.terms.length > 0 ? await search(tx, selection) : null;
  const ids = found?.complete ? found.ids : await matchesOfClauses(tx, selection);
  const terms = found?.complete ? [] : await termsWithCompanies(tx, selection);
  const where = compileSelection(selection, terms);
  if (ids === null) return { where, narrowed: false, dense: isDense(selection) };
  return {
    where: sql`r.id = any(${`{${ids.join(',')}}`}::uuid[]) and ${where}`,
    narrowed: true,
    dense: false,
  };
}

/** Whether text alone decides, which has just been found in too many rows. */
function isDense(selection: Selection): boolean {
  const asked = selection.terms.length + selection.clauses.length;
  return asked > 0 && selection.clauses.every((clause) => trigramsAnswer(selection, clause));
}

async function matchesOfClauses(tx: Tx, selection: Selection): Promise<string[] | null> {
  for (const clause of selection.clauses) {
    if (!trigramsAnswer(selection, clause)) continue;
    const found = await matchRecords(tx, selection.source.recordType, String(clause.value), maxCandidates);
    if (found?.complete) return found.ids;
  }
  return null;
}

async function termsWithCompanies(tx: Tx, selection: Selection): Promise<SearchTerm[]> {
  const terms: SearchTerm[] = [];
  for (const term of selection.terms) {
    const found = selection.source.searchesCompany
      ? await matchRecords(tx, 'account', term, maxCompanies)
      : null;
    terms.push({ term, companyIds: found?.complete ? found.ids : null });
  }
  return terms;
}

function matchRecords(tx: Tx, recordType: RecordType, term: string, maxRows: number): Promise<Found | null> {
  return tx.first<Found>(
    sql`select ids, complete from match_records(${recordType}, array[${term}]::text[], ${maxRows})`,
  );
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
