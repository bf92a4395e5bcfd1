import type { ValueComparison, ValueRow } from './contract.ts';
import type { Gathered } from './gather-value.ts';
import type { RowCounts } from './queries/count-rows.ts';
import { compareWithAssumed } from './statistics/assumed-rate.ts';
import { rateInterval } from './statistics/beta.ts';
import type { Bounded } from './statistics/compare-rates.ts';
import { verdictOf, verdictWords } from './words.ts';

/** What the baseline is worth: measured, or as somebody assumes. */
export type Alternative = {
  kind: 'channel' | 'campaigns' | 'assumed' | 'none';
  name: string;
  isRateAssumed: boolean;
  assumedRate: number | null;
  costPerLeadMinor: number | null;
};

type RowOptions = { name: string; label: string; counts: RowCounts; alternative: Alternative | null };

/** Times beyond this are told as this: against almost nothing a ratio has no end. */
const largestRatio = 1_000;

export function composeRow(gathered: Gathered, options: RowOptions): ValueRow {
  const { name, label, counts, alternative } = options;
  const { judged, converted, leads } = counts;
  const rate = judged === 0 ? null : converted / judged;
  const decisions = gathered.compiled.decisions.get(name) ?? judged;
  const interval = rate === null ? null : rateInterval(rate * decisions, decisions);
  const costMinor = gathered.costs.spentOn(name);
  const met = gathered.passed.get(name);
  const isBaseline = counts.leads > 0 && counts.baseline === counts.leads;
  const costPerLeadMinor = costMinor === null || leads === 0 ? null : Math.round(costMinor / leads);
  return {
    key: counts.key,
    label,
    isBaseline,
    leads,
    passed: gathered.tests === null ? null : (met?.passed ?? 0),
    passedEach: gathered.tests === null ? [] : (met?.each ?? gathered.tests.names.map(() => 0)),
    young: counts.young,
    cameThere: counts.cameThere,
    judged,
    converted,
    rate,
    rateLow: interval?.low ?? null,
    rateHigh: interval?.high ?? null,
    won: counts.won,
    revenueMinor: gathered.revenue.byName.get(name) ?? 0,
    costMinor,
    plannedMinor: gathered.costs.plannedFor(name),
    costPerLeadMinor,
    costPerConversionMinor:
      costPerLeadMinor === null || rate === null || rate === 0 ? null : Math.round(costPerLeadMinor / rate),
    medianDays: counts.medianDays,
    medianDaysToWon: counts.medianDaysToWon,
    comparison:
      alternative === null || isBaseline
        ? null
        : composeComparison(gathered, { name, costPerLeadMinor, alternative, counts }),
  };
}

type ComparisonOptions = {
  name: string;
  costPerLeadMinor: number | null;
  alternative: Alternative;
  counts: RowCounts;
};

function composeComparison(gathered: Gathered, options: ComparisonOptions): ValueComparison {
  const { name, costPerLeadMinor, alternative } = options;
  const figures = alternative.isRateAssumed
    ? againstAssumed(gathered, options)
    : againstMeasured(gathered, options);
  const baselineLeads = alternative.isRateAssumed ? null : figures.baselineLeads;
  const theirs = alternative.costPerLeadMinor;
  const compared = {
    ...figures,
    notComparable: alternative.isRateAssumed ? 0 : (gathered.compiled.notComparable.get(name) ?? 0),
    costPerLeadDifferenceMinor:
      costPerLeadMinor === null || theirs === null ? null : costPerLeadMinor - theirs,
    verdict:
      alternative.kind === 'none'
        ? ('no-baseline' as const)
        : verdictOf({ leads: figures.leads, baselineLeads, ratio: figures.ratio }),
  };
  return { ...compared, verdictWords: verdictWords(compared, alternative) };
}

type Figures = Omit<
  ValueComparison,
  'notComparable' | 'costPerLeadDifferenceMinor' | 'verdict' | 'verdictWords'
>;

const nothing: Figures = {
  leads: 0,
  baselineLeads: 0,
  converted: 0,
  baselineConverted: 0,
  rate: null,
  baselineRate: null,
  difference: null,
  ratio: null,
  method: 'none',
};

function againstMeasured({ compared, compiled }: Gathered, { name }: ComparisonOptions): Figures {
  const found = compared.get(name);
  if (found === undefined) return nothing;
  const held = compiled.heldAgainst.get(name) ?? { leads: 0, converted: 0 };
  return {
    ...found,
    baselineLeads: held.leads,
    baselineConverted: held.converted,
    ratio: capped(found.ratio),
  };
}

function againstAssumed({ compiled }: Gathered, { name, counts, alternative }: ComparisonOptions): Figures {
  const { judged, converted } = counts;
  if (judged === 0 || alternative.assumedRate === null) return { ...nothing, leads: judged, converted };
  const rate = converted / judged;
  const { difference, ratio } = compareWithAssumed({
    rate,
    decisions: compiled.decisions.get(name) ?? judged,
    assumed: alternative.assumedRate,
  });
  return {
    ...nothing,
    leads: judged,
    converted,
    rate,
    baselineRate: alternative.assumedRate,
    difference,
    ratio: ratio === null ? null : capped(ratio),
    method: 'beta-binomial',
  };
}

const capped = ({ value, low, high }: Bounded): Bounded => ({
  value: Math.min(value, largestRatio),
  low: Math.min(low, largestRatio),
  high: Math.min(high, largestRatio),
});
