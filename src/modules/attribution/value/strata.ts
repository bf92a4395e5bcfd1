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

export type Strata = {
  /** The finest stratum in which the baseline has enough leads; null: nobody is comparable. */
  stratumOf(cell: Cell): string | null;
  /** All strata that a lead of the baseline stands in, one a level. */
  strataOf(cell: Cell): string[];
  baselineLeads: ReadonlyMap<string, number>;
};

export function strataFrom(baseline: readonly (Cell & { leads: number })[]): Strata {
  const baselineLeads = new Map<string, number>();
  const strataOf = (cell: Cell) => levels.map((_, level) => nameOf(level, cell));
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

/** Groups as rows to compare with the baseline: each lead in its stratum. Marketing as a whole is a row of its own. */
export function compileGroups(groups: readonly LeadGroup[], allOfMarketing: string): Compiled {
  const theirs = groups.filter(({ isBaseline }) => isBaseline === 1);
  const strata = strataFrom(theirs);
  const strataNumbers = numbering();
  const clusterNumbers = numbering();
  const rows = new Map<string, Group[]>();
  const notComparable = new Map<string, number>();
  const cellsHeld = new Map<string, Set<string>>();
  for (const group of groups) {
    if (group.isBaseline === 1) continue;
    const stratum = strata.stratumOf(group);
    const names = [`row:${group.key}`, ...(group.isMarketing === 1 ? [allOfMarketing] : [])];
    for (const name of names) {
      if (stratum === null) notComparable.set(name, (notComparable.get(name) ?? 0) + group.leads);
      else {
        push(rows, name, {
          stratum: strataNumbers(stratum),
          cluster: clusterNumbers(group.cluster),
          leads: group.leads,
          converted: group.converted,
        });
        cellsHeld.set(name, (cellsHeld.get(name) ?? new Set()).add(stratum));
      }
    }
  }
  const used = new Set([...cellsHeld.values()].flatMap((held) => [...held]));
  const baseline = theirs.flatMap((group) =>
    strata
      .strataOf(group)
      .filter((name) => used.has(name))
      .map((name) => ({
        stratum: strataNumbers(name),
        cluster: clusterNumbers(group.cluster),
        leads: group.leads,
        converted: group.converted,
      })),
  );
  return {
    rows,
    baseline,
    clusters: clusterNumbers.count(),
    notComparable,
    heldAgainst: new Map([...cellsHeld].map(([name, held]) => [name, heldBy(theirs, strata, held)])),
    decisions: decisionsOf(groups, allOfMarketing),
    strata,
  };
}

function decisionsOf(groups: readonly LeadGroup[], allOfMarketing: string): Map<string, number> {
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
  }
  return new Map(
    [...byName].map(([name, accounts]) => {
      const leads = [...accounts.values()];
      const all = leads.reduce((sum, count) => sum + count, 0);
      return [name, (all * all) / leads.reduce((sum, count) => sum + count * count, 0)];
    }),
  );
}

/** Each lead of the baseline once, in however many strata it is held against. */
function heldBy(theirs: readonly LeadGroup[], strata: Strata, held: ReadonlySet<string>) {
  const among = theirs.filter((group) => strata.strataOf(group).some((name) => held.has(name)));
  return {
    leads: among.reduce((sum, { leads }) => sum + leads, 0),
    converted: among.reduce((sum, { converted }) => sum + converted, 0),
  };
}

function numbering(): { (name: string): number; count(): number } {
  const numbers = new Map<string, number>();
  const number = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, numbers.size);
    return numbers.size - 1;
  };
  return Object.assign(number, { count: () => numbers.size });
}

function push(rows: Map<string, Group[]>, name: string, group: Group): void {
  const own = rows.get(name);
  if (own === undefined) rows.set(name, [group]);
  else own.push(group);
}
