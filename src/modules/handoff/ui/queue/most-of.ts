import type { HandoffRow } from '../parts/api-types.ts';

type Named = { id: string; name: string };
export type Most = { count: number; words: string; href: string };

const leastCount = 2;
const leastShare = 0.4;

/** What a good part of the late ones have in common: whose they are, or from which campaign; null: nothing much. */
export function mostOf(rows: readonly Pick<HandoffRow, 'owner' | 'pool' | 'campaign'>[]): Most | null {
  const groups = [
    ...groupsOf(rows, ({ owner }) => owner).map(({ of, count }) => ({
      count,
      words: `with ${of.name}`,
      href: `/handoffs?whose=everybody&late=true&owner=${of.id}`,
    })),
    ...groupsOf(rows, ({ campaign }) => campaign).map(({ of, count }) => ({
      count,
      words: `from ${of.name}`,
      href: `/handoffs?whose=everybody&late=true&campaign=${of.id}`,
    })),
    ...groupsOf(rows, ({ owner, pool }) => (owner ? null : pool)).map(({ of, count }) => ({
      count,
      words: `in the pool ${of.name}`,
      href: '/handoffs?whose=pool&late=true',
    })),
  ];
  const [most] = groups.toSorted((a, b) => b.count - a.count);
  if (!most || most.count < leastCount || most.count < leastShare * rows.length) return null;
  return most;
}

function groupsOf<Row>(rows: readonly Row[], by: (row: Row) => Named | null): { of: Named; count: number }[] {
  const groups = new Map<string, { of: Named; count: number }>();
  for (const row of rows) {
    const of = by(row);
    if (!of) continue;
    groups.set(of.id, { of, count: (groups.get(of.id)?.count ?? 0) + 1 });
  }
  return [...groups.values()];
}
