import type { DealReason, Outcome, ReasonRow, ReasonSummary } from '../contract.ts';
import { wilson } from '../interval.ts';

/** A deal of which something was said, in the group it belongs to (or several: it names two competitors). */
export type Grouped = { said: DealReason; worth: number | null; groups: readonly Group[] };
export type Group = { key: string; label: string };

const mostGroups = 12;
const rest: Group = { key: 'rest', label: 'Others' };

/** Reasons by how many deals they were said of and what these are worth, and how many of each group. */
export function tally(
  deals: readonly Grouped[],
  { inOrder }: { inOrder: boolean },
): Pick<ReasonSummary, 'rows' | 'groups'> {
  const groups = groupsOf(deals, { inOrder });
  const places = new Map(groups.map(({ key }, nth) => [key, nth]));
  const said = { won: countOf(deals, 'won'), lost: countOf(deals, 'lost') };
  const rows = new Map<string, ReasonRow>();
  for (const { said: one, worth, groups: own } of deals)
    for (const [nth, { key, label }] of one.reasons.entries()) {
      const id = `${one.outcome}:${key}`;
      const row = rows.get(id) ?? emptyRow({ key, label, outcome: one.outcome, groups: groups.length });
      row.deals += 1;
      row.amountMinor += worth ?? 0;
      row.first += nth === 0 ? 1 : 0;
      for (const place of placesOf(own, places)) row.groups[place] = (row.groups[place] ?? 0) + 1;
      rows.set(id, row);
    }
  return { rows: [...rows.values()].map((row) => withInterval(row, said)).sort(byDeals), groups };
}

const countOf = (deals: readonly Grouped[], outcome: Outcome) =>
  deals.filter(({ said }) => said.outcome === outcome).length;

type Counted = ReasonSummary['groups'][number];

/** The groups with most deals, the rest as one; what has an order of its own (time) stands in it. */
function groupsOf(deals: readonly Grouped[], { inOrder }: { inOrder: boolean }): Counted[] {
  const all = new Map<string, Counted>();
  for (const { said, groups } of deals)
    for (const { key, label } of groups) {
      const one = all.get(key) ?? { key, label, won: 0, lost: 0 };
      one[said.outcome] += 1;
      all.set(key, one);
    }
  if (inOrder) return [...all.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
  const sorted = [...all.values()].sort(
    (one, other) => other.won + other.lost - one.won - one.lost || (one.label < other.label ? -1 : 1),
  );
  if (sorted.length <= mostGroups) return sorted;
  const others = new Set(sorted.slice(mostGroups).map(({ key }) => key));
  const counted = { ...rest, won: 0, lost: 0 };
  for (const { said, groups } of deals)
    if (groups.some(({ key }) => others.has(key))) counted[said.outcome] += 1;
  return [...sorted.slice(0, mostGroups), counted];
}

/** Each group once: a deal of two groups that both stand under “Others” is one deal there. */
function placesOf(groups: readonly Group[], places: ReadonlyMap<string, number>): Set<number> {
  return new Set(
    groups.flatMap(({ key }) => {
      const place = places.get(key) ?? places.get(rest.key);
      return place === undefined ? [] : [place];
    }),
  );
}

const emptyRow = ({
  groups,
  ...of
}: {
  key: string;
  label: string;
  outcome: Outcome;
  groups: number;
}): ReasonRow => ({
  ...of,
  deals: 0,
  amountMinor: 0,
  first: 0,
  share: 0,
  low: 0,
  high: 0,
  groups: Array.from({ length: groups }, () => 0),
});

function withInterval(row: ReasonRow, said: Record<Outcome, number>): ReasonRow {
  return { ...row, ...(wilson(row.deals, said[row.outcome]) ?? {}) };
}

function byDeals(one: ReasonRow, other: ReasonRow): number {
  if (one.outcome !== other.outcome) return one.outcome === 'won' ? -1 : 1;
  return other.deals - one.deals || other.amountMinor - one.amountMinor || (one.key < other.key ? -1 : 1);
}

/** Whom deals were won and lost against, where it was named. */
export function tallyCompetitors(deals: readonly Grouped[]): ReasonSummary['competitors'] {
  const found = new Map<string, { name: string; won: number; lost: number; amountMinor: number }>();
  for (const { said, worth } of deals)
    for (const { kind, label } of said.mattered) {
      if (kind !== 'competitor') continue;
      const key = label.toLowerCase();
      const one = found.get(key) ?? { name: label, won: 0, lost: 0, amountMinor: 0 };
      one[said.outcome] += 1;
      if (said.outcome === 'lost') one.amountMinor += worth ?? 0;
      found.set(key, one);
    }
  return [...found.values()]
    .sort((one, other) => other.lost + other.won - one.lost - one.won || (one.name < other.name ? -1 : 1))
    .slice(0, mostNamed)
    .map((one) => {
      const interval = wilson(one.won, one.won + one.lost);
      return {
        ...one,
        wonShare: interval?.share ?? null,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
      };
    });
}

const mostNamed = 20;

export function tallyMattered(deals: readonly Grouped[]): ReasonSummary['mattered'] {
  const found = new Map<string, ReasonSummary['mattered'][number]>();
  for (const { said } of deals)
    for (const matter of said.mattered) {
      if (matter.kind === 'competitor' || matter.id === null) continue;
      const key = `${matter.kind}:${matter.id}`;
      const one = found.get(key) ?? { ...matter, won: 0, lost: 0 };
      one[said.outcome] += 1;
      found.set(key, one);
    }
  return [...found.values()]
    .sort((one, other) => other.won + other.lost - one.won - one.lost || (one.label < other.label ? -1 : 1))
    .slice(0, mostNamed);
}
