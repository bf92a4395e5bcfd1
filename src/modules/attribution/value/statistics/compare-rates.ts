import { seededRandom } from '../../board/seeded-random.ts';
import { Turns } from '../../models/turns.ts';
import { betaQuantile } from './beta.ts';
import { quantileOf } from './quantile.ts';

/** Leads alike: of one stratum and one cluster (an account, whose people decide together). */
export type Group = { stratum: number; cluster: number; leads: number; converted: number };

export type Bounded = { value: number; low: number; high: number };

export type Compared = {
  /** Of the row, in strata in which the baseline has leads too. */
  leads: number;
  converted: number;
  rate: number;
  /** Of the baseline, as it would be with the row's mix of strata. */
  baselineRate: number;
  difference: Bounded;
  ratio: Bounded;
  method: 'bootstrap' | 'beta-binomial';
};

export type CompareOptions = {
  rows: ReadonlyMap<string, readonly Group[]>;
  /** May stand in several strata: each lead once in each. */
  baseline: readonly Group[];
  /** Clusters are numbered from 0 to below this. */
  clusters: number;
  seed: number;
  draws?: number;
  /** Lets others in between, and ends the drawing where nobody waits for it any more. */
  turns?: Turns | undefined;
};

/** With fewer accounts that did, or did not, on either side the bootstrap knows too few of them. */
const fewestForBootstrap = 20;
const usualDraws = 2_000;
const fewestDraws = 400;
/** Sums over groups that may be taken in all, so that an answer stays within a second. */
const mostWork = 40_000_000;

/**
 * Rates of each row beside the baseline's among comparable leads: stratum by stratum, weighted by how the row's own leads
 * are spread over the strata (post-stratified). Intervals are 95 %, by the Bayesian bootstrap over accounts (Rubin 1981):
 * each draw weighs accounts anew, on both sides at once, so that people of one company count as the few decisions that
 * they are. Where few did, or did not, both rates are beta distributions of as many decisions as there are accounts
 * (Jeffreys), and the interval is that of all their pairs. The same data and seed give the same answer. Drawn in pieces,
 * so that others are answered meanwhile.
 */
export async function compareRates(options: CompareOptions): Promise<Map<string, Compared>> {
  const turns = options.turns ?? new Turns();
  const sides: NamedSide[] = [];
  for (const [key, groups] of options.rows) {
    const side = sideOf(groups, options.baseline);
    if (side !== null) sides.push({ key, ...side });
    if (turns.isOver) await turns.others();
  }
  const drawnSides = sides.filter(({ fewest }) => fewest >= fewestForBootstrap);
  const groups = drawnSides.reduce(
    (sum, { ours }) => sum + ours.length,
    options.baseline.length + options.clusters,
  );
  const draws = Math.max(
    fewestDraws,
    Math.min(options.draws ?? usualDraws, Math.floor(mostWork / Math.max(groups, 1))),
  );
  const drawn = await drawRates(options, { sides: drawnSides, draws, turns });
  const compared = new Map<string, Compared>();
  for (const side of sides) {
    compared.set(side.key, intervals(side, drawn.get(side)));
    if (turns.isOver) await turns.others();
  }
  return compared;
}

type Side = {
  ours: readonly Group[];
  leads: number;
  converted: number;
  rate: number;
  /** By stratum, what share of the row's leads lies in it. */
  weights: ReadonlyMap<number, number>;
  baselineRate: number;
  fewest: number;
  /** As many accounts of equal weight as would weigh as much as those there are (Kish 1965). */
  decisions: { ours: number; theirs: number };
};

type NamedSide = Side & { key: string };

type Totals = { leads: number; converted: number };

function totalsBy(groups: readonly Group[]): Map<number, Totals> {
  const totals = new Map<number, Totals>();
  for (const { stratum, leads, converted } of groups) {
    const total = totals.get(stratum) ?? { leads: 0, converted: 0 };
    total.leads += leads;
    total.converted += converted;
    totals.set(stratum, total);
  }
  return totals;
}

/** What is held against what; null where no stratum has both. */
function sideOf(groups: readonly Group[], baseline: readonly Group[]): Side | null {
  const theirs = totalsBy(baseline);
  const ours = groups.filter(({ stratum, leads }) => leads > 0 && (theirs.get(stratum)?.leads ?? 0) > 0);
  const own = totalsBy(ours);
  const leads = sum([...own.values()], (one) => one.leads);
  if (leads === 0) return null;
  const converted = sum([...own.values()], (one) => one.converted);
  const weights = new Map([...own].map(([stratum, total]) => [stratum, total.leads / leads]));
  const used = [...weights].map(([stratum, weight]) => {
    const total = theirs.get(stratum) ?? { leads: 0, converted: 0 };
    return { weight, ...total };
  });
  const perCluster = (of: readonly Group[], worth: (group: Group) => number): number => {
    const byCluster = new Map<number, number>();
    for (const group of of) byCluster.set(group.cluster, (byCluster.get(group.cluster) ?? 0) + worth(group));
    return 1 / sum([...byCluster.values()], (part) => part * part);
  };
  const among = baseline.filter(({ stratum }) => weights.has(stratum));
  const leadWeight = (stratum: number) => (weights.get(stratum) ?? 0) / (theirs.get(stratum)?.leads ?? 1);
  return {
    ours,
    leads,
    converted,
    rate: converted / leads,
    weights,
    baselineRate: sum(used, (one) => (one.weight * one.converted) / one.leads),
    fewest: Math.min(...decidedOf(ours), ...decidedOf(among)),
    decisions: {
      ours: perCluster(ours, (group) => group.leads / leads),
      theirs: perCluster(among, (group) => group.leads * leadWeight(group.stratum)),
    },
  };
}

/** How many accounts have somebody who did, and how many somebody who did not. */
function decidedOf(groups: readonly Group[]): [did: number, didNot: number] {
  const did = new Set<number>();
  const didNot = new Set<number>();
  for (const { cluster, leads, converted } of groups) {
    if (converted > 0) did.add(cluster);
    if (converted < leads) didNot.add(cluster);
  }
  return [did.size, didNot.size];
}

type Drawn = { rates: Float64Array; baselineRates: Float64Array };

/** Groups as columns of numbers: a draw goes over all of them. */
type Columns = { stratum: Int32Array; cluster: Int32Array; leads: Float64Array; converted: Float64Array };

const columnsOf = (groups: readonly Group[]): Columns => ({
  stratum: Int32Array.from(groups, (group) => group.stratum),
  cluster: Int32Array.from(groups, (group) => group.cluster),
  leads: Float64Array.from(groups, (group) => group.leads),
  converted: Float64Array.from(groups, (group) => group.converted),
});

type Weighed = { leads: Float64Array; converted: Float64Array };

async function drawRates(
  options: CompareOptions,
  { sides, draws, turns }: { sides: readonly Side[]; draws: number; turns: Turns },
): Promise<Map<Side, Drawn>> {
  const drawn = new Map<Side, Drawn>();
  if (sides.length === 0) return drawn;
  const random = seededRandom(options.seed);
  const highest = (groups: readonly Group[]) =>
    groups.reduce((most, { stratum }) => Math.max(most, stratum), 0);
  const strata = 1 + Math.max(highest(options.baseline), ...sides.map(({ ours }) => highest(ours)));
  const sums = (): Weighed => ({ leads: new Float64Array(strata), converted: new Float64Array(strata) });
  const own = sums();
  const theirs = sums();
  const baseline = columnsOf(options.baseline);
  const rows: { columns: Columns; strata: number[]; into: Drawn }[] = [];
  for (const side of sides) {
    const into = { rates: new Float64Array(draws), baselineRates: new Float64Array(draws) };
    drawn.set(side, into);
    rows.push({ columns: columnsOf(side.ours), strata: [...side.weights.keys()], into });
    if (turns.isOver) await turns.others();
  }
  const weights = new Float64Array(options.clusters);
  for (let draw = 0; draw < draws; draw += 1) {
    for (let cluster = 0; cluster < weights.length; cluster += 1)
      weights[cluster] = -Math.log(1 - random.uniform());
    weigh(baseline, weights, theirs);
    for (const row of rows) {
      weigh(row.columns, weights, own);
      const { leads, converted, expected } = standardised(own, theirs, row.strata);
      row.into.rates[draw] = converted / leads;
      row.into.baselineRates[draw] = expected / leads;
      if (turns.isOver) await turns.others();
    }
  }
  return drawn;
}

function weigh(columns: Columns, weights: Float64Array, into: Weighed): void {
  const { stratum, cluster, leads, converted } = columns;
  into.leads.fill(0);
  into.converted.fill(0);
  for (let at = 0; at < stratum.length; at += 1) {
    const place = stratum[at] ?? 0;
    const weight = weights[cluster[at] ?? 0] ?? 0;
    into.leads[place] = (into.leads[place] ?? 0) + (leads[at] ?? 0) * weight;
    into.converted[place] = (into.converted[place] ?? 0) + (converted[at] ?? 0) * weight;
  }
}

function standardised(own: Weighed, theirs: Weighed, strata: readonly number[]) {
  let leads = 0;
  let converted = 0;
  let expected = 0;
  for (const stratum of strata) {
    const ownLeads = own.leads[stratum] ?? 0;
    const theirLeads = theirs.leads[stratum] ?? 0;
    leads += ownLeads;
    converted += own.converted[stratum] ?? 0;
    if (theirLeads > 0) expected += (ownLeads * (theirs.converted[stratum] ?? 0)) / theirLeads;
  }
  return { leads, converted, expected };
}

function intervals(side: Side, drawn: Drawn | undefined): Compared {
  const { leads, converted, rate, baselineRate } = side;
  const common = { leads, converted, rate, baselineRate };
  if (drawn === undefined || side.fewest < fewestForBootstrap) {
    const own = betaOf(rate, side.decisions.ours);
    const other = betaOf(baselineRate, side.decisions.theirs);
    return { ...common, ...ofBetas(own, other, { rate, baselineRate }), method: 'beta-binomial' };
  }
  const pairs = Array.from(drawn.rates, (own, index) => [own, drawn.baselineRates[index] ?? 0] as const);
  const differences = Float64Array.from(pairs, ([own, other]) => own - other).sort();
  const ratios = Float64Array.from(pairs, ([own, other]) => own / other).sort();
  return {
    ...common,
    difference: bounded(rate - baselineRate, differences),
    ratio: bounded(rate / baselineRate, ratios),
    method: 'bootstrap',
  };
}

const bounded = (value: number, ascending: ArrayLike<number>): Bounded => ({
  value,
  low: Math.min(value, quantileOf(ascending, 0.025)),
  high: Math.max(value, quantileOf(ascending, 0.975)),
});

type Beta = { a: number; b: number };
const betaOf = (rate: number, of: number): Beta => ({ a: rate * of + 0.5, b: (1 - rate) * of + 0.5 });

/** Points of equal weight on each distribution; all pairs of them stand for the two. */
const points = 160;

function pointsOf({ a, b }: Beta): Float64Array {
  return Float64Array.from({ length: points }, (_, index) => betaQuantile((index + 0.5) / points, a, b));
}

function ofBetas(
  own: Beta,
  other: Beta,
  { rate, baselineRate }: { rate: number; baselineRate: number },
): { difference: Bounded; ratio: Bounded } {
  const ours = pointsOf(own);
  const theirs = pointsOf(other);
  const differences = new Float64Array(points * points);
  const ratios = new Float64Array(points * points);
  ours.forEach((one, row) => {
    theirs.forEach((two, column) => {
      differences[row * points + column] = one - two;
      ratios[row * points + column] = one / two;
    });
  });
  ratios.sort();
  // Against none at all there is no ratio of the rates themselves: the middle of what it may be stands for it.
  const ratio = baselineRate > 0 ? rate / baselineRate : quantileOf(ratios, 0.5);
  return { difference: bounded(rate - baselineRate, differences.sort()), ratio: bounded(ratio, ratios) };
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
