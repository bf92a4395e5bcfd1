import { Turns } from '../models/turns.ts';
import type { LeadGroup } from './queries/read-groups.ts';
import type { Group } from './statistics/compare-rates.ts';

type Cell = Pick<LeadGroup, 'segment' | 'size' | 'role' | 'quarter'>;

/** By what leads are alike, the finest first; persona or role and quarter are let go before company and size. */
const levels: readonly ((cell: Cell) => string[])[] = [
  ({ segment, size, role, quarter }) => [segment, size, role, quarter],
  ({ segment, size, role }) => [segment, size, role],
  ({ segment, size }) => [segment, size],
];

/** So many of the baseline make a stratum worth comparing with. */
const fewestAlike = 5;

const nameOf = (level: number, cell: Cell): string =>
  JSON.stringify([level, ...(levels[level]?.(cell) ?? [])]);

/** Of cells that were asked about before, the names are known: writing them takes longer than all else. */
function namedCells(): (cell: Cell) => string[] {
  const known = new Map<string, string[]>();
  return (cell) => {
    const key = `${cell.segment}\n${cell.size}\n${cell.role}\n${cell.quarter}`;
    let found = known.get(key);
    if (found === undefined) {
      found = levels.map((_, level) => nameOf(level, cell));
      known.set(key, found);
    }
    return found;
  };
}

export type Strata = {
  /** The finest stratum in which the baseline has enough leads; null: nobody is comparable. */
  stratumOf(cell: Cell): string | null;
  /** All strata that a lead of the baseline stands in, one a level. */
  strataOf(cell: Cell): string[];
  baselineLeads: ReadonlyMap<string, number>;
};

export function strataFrom(baseline: readonly (Cell & { leads: number })[]): Strata {
  const baselineLeads = new Map<string, number>();
  const strataOf = namedCells();
  for (const group of baseline)
    for (const name of strataOf(group)) baselineLeads.set(name, (baselineLeads.get(name) ?? 0) + group.leads);
  return {
    strataOf,
    baselineLeads,
    stratumOf: (cell) => strataOf(cell).find((name) => (baselineLeads.get(name) ?? 0) >= fewestAlike) ?? null,
  };
}

export const stratumWords = ({ segment, size, role, quarter }: Cell): string =>
  [segment, size, role, quarter].join(' · ');

export type Compiled = {
  rows: Map<string, Group[]>;
  baseline: Group[];
  clusters: number;
  /** Of each row: leads with nobody to be held against, and those of the baseline that they are held against. */
  notComparable: Map<string, number>;
  heldAgainst: Map<string, { leads: number; converted: number }>;
  /** Of each row, the baseline's too: as many accounts of equal weight as would weigh as much (Kish 1965). */
  decisions: Map<string, number>;
  strata: Strata;
};

/**
 * Groups as rows to compare with the baseline: each lead in its stratum. Marketing as a whole is a row of its own. Strata
 * and clusters are numbered by their names, and what is alike stands together, so that the same leads compare to the same
 * figures to the last digit, by whatever they are told apart.
 */
export async function compileGroups(
  groups: readonly LeadGroup[],
  allOfMarketing: string,
  turns = new Turns(),
): Promise<Compiled> {
  const theirs = groups.filter(({ isBaseline }) => isBaseline === 1);
  const strata = strataFrom(theirs);
  const clusters = numbered(groups.map(({ cluster }) => cluster));
  const theirCells = cellsOf(theirs, strata);
  if (turns.isOver) await turns.others();
  const notComparable = new Map<string, number>();
  const held = new Map<string, Gathered>();
  for (const group of groups) {
    if (group.isBaseline === 1) continue;
    const stratum = strata.stratumOf(group);
    const names = [`row:${group.key}`, ...(group.isMarketing === 1 ? [allOfMarketing] : [])];
    for (const name of names) {
      if (stratum === null) notComparable.set(name, (notComparable.get(name) ?? 0) + group.leads);
      else gather(held, name, { stratum, cluster: clusters(group.cluster), group });
    }
    if (turns.isOver) await turns.others();
  }
  const usedStrata = new Set([...held.values()].flatMap((own) => [...own.keys()]));
  const numbers = numbered([...usedStrata]);
  const baseline: Gathered = new Map();
  for (const group of theirs) {
    for (const stratum of strata.strataOf(group))
      if (usedStrata.has(stratum)) add(baseline, { stratum, cluster: clusters(group.cluster), group });
    if (turns.isOver) await turns.others();
  }
  const rows = new Map<string, Group[]>();
  for (const [name, own] of held) {
    rows.set(name, await inOrder(own, { numbers, turns }));
  }
  return {
    rows,
    baseline: await inOrder(baseline, { numbers, turns }),
    clusters: clusters.count,
    notComparable,
    heldAgainst: new Map([...held].map(([name, own]) => [name, heldBy(theirCells, own)])),
    decisions: await decisionsOf(groups, { allOfMarketing, turns }),
    strata,
  };
}

/** By stratum and cluster. */
type Gathered = Map<string, Map<number, { leads: number; converted: number }>>;
type Gathering = { stratum: string; cluster: number; group: Pick<LeadGroup, 'leads' | 'converted'> };

function gather(held: Map<string, Gathered>, name: string, one: Gathering): void {
  let own = held.get(name);
  if (own === undefined) {
    own = new Map();
    held.set(name, own);
  }
  add(own, one);
}

function add(gathered: Gathered, { stratum, cluster, group }: Gathering): void {
  let clusters = gathered.get(stratum);
  if (clusters === undefined) {
    clusters = new Map();
    gathered.set(stratum, clusters);
  }
  const found = clusters.get(cluster);
  if (found === undefined) clusters.set(cluster, { leads: group.leads, converted: group.converted });
  else {
    found.leads += group.leads;
    found.converted += group.converted;
  }
}

async function inOrder(
  gathered: Gathered,
  { numbers, turns }: { numbers: Numbers; turns: Turns },
): Promise<Group[]> {
  const strata = [...gathered]
    .map(([stratum, clusters]) => ({ stratum: numbers(stratum), clusters }))
    .sort((one, other) => one.stratum - other.stratum);
  const groups: Group[] = [];
  for (const { stratum, clusters } of strata) {
    for (const [cluster, counts] of [...clusters].sort(([one], [other]) => one - other))
      groups.push({ stratum, cluster, ...counts });
    if (turns.isOver) await turns.others();
  }
  return groups;
}

async function decisionsOf(
  groups: readonly LeadGroup[],
  { allOfMarketing, turns }: { allOfMarketing: string; turns: Turns },
): Promise<Map<string, number>> {
  const byName = new Map<string, Map<string, number>>();
  for (const group of groups) {
    const names = [
      `row:${group.key}`,
      ...(group.isMarketing === 1 ? [allOfMarketing] : []),
      ...(group.isBaseline === 1 ? ['baseline'] : []),
    ];
    for (const name of names) {
      const accounts = byName.get(name) ?? new Map<string, number>();
      accounts.set(group.cluster, (accounts.get(group.cluster) ?? 0) + group.leads);
      byName.set(name, accounts);
    }
    if (turns.isOver) await turns.others();
  }
  return new Map(
    [...byName].map(([name, accounts]) => {
      const leads = [...accounts.values()];
      const all = leads.reduce((sum, count) => sum + count, 0);
      return [name, (all * all) / leads.reduce((sum, count) => sum + count * count, 0)];
    }),
  );
}

type HeldCell = { names: readonly string[]; leads: number; converted: number };

/** Leads of the baseline by the strata that they stand in: those of one cell stand in the same. */
function cellsOf(theirs: readonly LeadGroup[], strata: Strata): HeldCell[] {
  const cells = new Map<string, HeldCell>();
  for (const group of theirs) {
    const names = strata.strataOf(group);
    const key = names[0] ?? '';
    const cell = cells.get(key) ?? { names, leads: 0, converted: 0 };
    cell.leads += group.leads;
    cell.converted += group.converted;
    cells.set(key, cell);
  }
  return [...cells.values()];
}

/** Each lead of the baseline once, in however many strata it is held against. */
function heldBy(cells: readonly HeldCell[], held: Pick<Gathered, 'has'>) {
  const among = cells.filter(({ names }) => names.some((name) => held.has(name)));
  return {
    leads: among.reduce((sum, { leads }) => sum + leads, 0),
    converted: among.reduce((sum, { converted }) => sum + converted, 0),
  };
}

type Numbers = { (name: string): number; readonly count: number };

/** Names by number, in their order. */
function numbered(names: readonly string[]): Numbers {
  const numbers = new Map([...new Set(names)].sort().map((name, number) => [name, number]));
  return Object.assign((name: string) => numbers.get(name) ?? -1, { count: numbers.size });
}
