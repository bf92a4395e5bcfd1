import { isId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { TimelineMark } from '../contract.ts';
import { ids } from '../reading/scope.ts';
import { markWords } from './mark-words.ts';
import type { MarkRow } from './read-marks.ts';

type Kind = 'lifecycle' | 'buying_stage' | 'teammate' | 'contact' | 'account' | 'opportunity';

/** Marks in words, with the names of stages, people and deals as they are today. */
export async function presentMarks(tx: Tx, rows: readonly MarkRow[]): Promise<TimelineMark[]> {
  if (rows.length === 0) return [];
  const nameOf = await readNames(tx, rows);
  const named = (kind: Kind, id: string | null) =>
    id === null ? null : { id, name: nameOf(kind, id) ?? 'Unnamed' };
  return rows.map((row) => ({
    what: 'mark',
    id: row.id,
    at: row.at,
    mark: row.mark,
    words: markWords({
      mark: row.mark,
      outcome: row.outcome,
      what: row.mark === 'opportunity_stage' ? row.what : nameOf(kindOf(row.mark), row.what),
      was: row.mark === 'owner' ? nameOf('teammate', row.was) : null,
    }),
    reason: row.reason,
    by: row.by,
    source: row.source,
    contact: named('contact', row.contact_id),
    account: named('account', row.account_id),
    opportunity: named('opportunity', row.opportunity_id),
    undoId: row.mark === 'buying_stage' ? row.id : null,
  }));
}

const kindOf = (mark: 'lifecycle' | 'buying_stage' | 'owner'): Kind => (mark === 'owner' ? 'teammate' : mark);

async function readNames(
  tx: Tx,
  rows: readonly MarkRow[],
): Promise<(kind: Kind, id: string | null) => string | null> {
  const owners = rows
    .filter((row) => row.mark === 'owner')
    .flatMap((row) => [row.what, row.was])
    .filter((id) => id !== null && isId(id));
  const of = (list: readonly (string | null)[]) => ids([...new Set(list.flatMap((id) => id ?? []))]);
  const found = await tx.preparedRows<{ kind: Kind; id: string; name: string }>(sql`
    select 'lifecycle' as kind, key as id, name from lifecycle_stage
    union all select 'buying_stage', key, name from buying_stage
    union all select 'teammate', id::text, name from teammate where id = any (${of(owners)})
    union all select 'contact', id::text, coalesce(nullif(name, ''), email, 'Unnamed') from contact
      where id = any (${of(rows.map((row) => row.contact_id))})
    union all select 'account', id::text, name from account where id = any (${of(rows.map((row) => row.account_id))})
    union all select 'opportunity', id::text, name from opportunity
      where id = any (${of(rows.map((row) => row.opportunity_id))})`);
  const names = new Map(found.map((row) => [`${row.kind} ${row.id}`, row.name]));
  return (kind, id) =>
    id === null
      ? null
      : (names.get(`${kind} ${id}`) ?? (kind === 'teammate' ? 'someone no longer here' : id));
}
