import { fewestLeads, type ValueBaseline, type ValueComparison, type Verdict } from './contract.ts';

const money = (minor: number, currency: string): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 0 }).format(minor / 100);

/** 2.4, 13, 0.31: as many digits as a reader takes in. */
function timesWords(ratio: number): string {
  if (ratio >= 100) return 'over 100';
  return ratio >= 9.95 ? ratio.toFixed(0) : ratio >= 1 ? ratio.toFixed(1) : ratio.toFixed(2);
}

/** What may be said of a ratio: only with enough leads on both sides, and only where its whole interval says so. */
export function verdictOf(options: {
  leads: number;
  /** null: assumed, and so without number. */
  baselineLeads: number | null;
  ratio: { low: number; high: number } | null;
}): Verdict {
  const { leads, baselineLeads, ratio } = options;
  if (leads < fewestLeads || (baselineLeads !== null && baselineLeads < fewestLeads) || ratio === null)
    return 'waiting';
  if (ratio.low > 1) return 'more';
  return ratio.high < 1 ? 'less' : 'not-shown';
}

type Compared = Omit<ValueComparison, 'verdictWords'>;

const alternativeOf = (baseline: { name: string; isRateAssumed: boolean }): string =>
  baseline.isRateAssumed ? `${baseline.name} (rates assumed)` : baseline.name;

/** The verdict in words, never without numbers and interval. */
export function verdictWords(compared: Compared, baseline: { name: string; isRateAssumed: boolean }): string {
  const { verdict, ratio } = compared;
  if (verdict === 'no-baseline') return 'Nothing to be held against yet.';
  const numbers = baseline.isRateAssumed
    ? `${compared.leads} leads`
    : `${compared.leads} leads against ${compared.baselineLeads}`;
  if (verdict === 'waiting' || ratio === null)
    return `Waits: ${numbers}, and under ${fewestLeads} on a side nothing is claimed.`;
  const interval = `${timesWords(ratio.low)} to ${timesWords(ratio.high)} times as often, ${numbers}`;
  const against = alternativeOf(baseline);
  if (verdict === 'more') return `More worthy than ${against}: ${interval}.`;
  if (verdict === 'less') return `Less worthy than ${against}: ${interval}.`;
  return `Not shown to differ from ${against}: ${interval}.`;
}

/** The answer of the page in a sentence. */
export function headlineOf(options: {
  compared: ValueComparison | null;
  baseline: ValueBaseline;
  stageName: string;
  currency: string;
}): string {
  const { compared, baseline, currency } = options;
  if (baseline.kind === 'none' || compared === null)
    return 'Whether marketing adds value cannot be said yet: say first what it is to be held against.';
  const against = `against ${alternativeOf(baseline)}`;
  const { ratio, verdict, costPerLeadDifferenceMinor: dearer } = compared;
  if (verdict === 'waiting' || ratio === null)
    return `Whether marketing adds value is not known yet: ${against} there are ${compared.leads} comparable leads old enough to be judged, and ${baseline.isRateAssumed ? '' : `${compared.baselineLeads} `}to hold them against; ${fewestLeads} on each side is the least.`;
  const cost =
    dearer === null
      ? ', cost not recorded on both sides'
      : `, at ${money(Math.abs(dearer), currency)} ${dearer <= 0 ? 'less' : 'more'} each`;
  const figures = `comparable leads convert ${timesWords(ratio.value)}× as often (${timesWords(ratio.low)} to ${timesWords(ratio.high)})${cost}`;
  if (verdict === 'more') return `Marketing adds value: ${against}, ${figures}.`;
  if (verdict === 'less') return `Marketing adds less than the alternative: ${against}, ${figures}.`;
  return `It is not shown that marketing adds value: ${against}, ${figures}.`;
}

/** How the page is worked out, for whoever asks. */
export function methodWords(options: {
  horizon: string;
  baseline: ValueBaseline;
  tests: string | null;
}): string[] {
  return [
    'A lead belongs to the channel, campaign or piece that first brought them: what their record says, else the first that was seen of them. Each counts once.',
    `Success is ${options.horizon} Only leads at least that old are judged, and what came later counts for nobody, so that young leads are neither failures nor lucky. Who stood there already when they became known, as people named once a deal is open do, is not judged.`,
    'Comparable means the same segment, size of company, persona or role, and quarter of coming in. Where the alternative has fewer than five leads of that kind, the quarter is let go, then the persona; whoever then still has nobody like them is left out and counted.',
    'The alternative’s rate is weighted to the row’s own mix of those strata (post-stratified).',
    'Ranges hold 95 %: by a Bayesian bootstrap over companies, 2,000 draws from a seed of the workspace and the period, so that the same data give the same range; where fewer than 20 companies did or did not get there, by the beta-binomial (Jeffreys), each company one decision. Of twenty rows one may lie outside by chance.',
    'Leads alike in these ways may still differ in others that nobody recorded: this is a fair comparison, not an experiment.',
    'Revenue is that of won deals up to now, shared evenly among the people of each buying group. Cost is what fell into the period; a cost entry counts once, a campaign’s recorded cost only where it has no entries, a budget never.',
    ...(options.tests === null
      ? []
      : [
          `Leads pass when they meet all tests of “${options.tests}” at the end of some week since they came in.`,
        ]),
    ...(options.baseline.isRateAssumed
      ? ['The alternative’s rate is assumed, not measured: ranges hold the row’s own uncertainty alone.']
      : []),
  ];
}
