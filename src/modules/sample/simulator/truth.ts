import { LONG_WHITE_PAPER, SAVINGS_SHEET } from './assets.ts';
import { PRIZE_DRAW, RETARGETING, SYNDICATION } from './campaigns.ts';
import type { Channel, FitClass, Gate, GateTrial, PersonaKey } from './types.ts';

/**
 * The simulated company's laws, in the generator's own terms.
 *
 * At each gate a lead passes with odds = base odds × intent × the odds ratios of the effects that hold for it.
 * Every effect is named here and nothing else moves an outcome; each throw is kept as a GateTrial with its exact
 * probability, so an analysis can be judged against what was true, not against another analysis.
 */
export type Effect = {
  /** `origin:Webinar:mql`, `did:case-study-finished`, ... */
  id: string;
  gate: Gate;
  /** Odds multiplier on passing the gate, all else equal. Above 1 helps. */
  oddsRatio: number;
  /** What the effect hangs on, in words an analyst can turn into a query. */
  meaning: string;
};

/** Odds of passing for an average lead that no effect holds for. */
const BASE_ODDS: Readonly<Record<Gate, number>> = {
  mql: 0.51,
  sal: 0.66,
  sql: 0.49,
  opportunity: 0.35,
  customer: 0.38,
};

/** Log-odds per standard deviation of the person's hidden interest, which shows in how much they read. */
const INTENT_LOG_ODDS: Readonly<Record<Gate, number>> = {
  mql: 0.65,
  sal: 0.25,
  sql: 0.25,
  opportunity: 0.1,
  customer: 0,
};

type GateOdds = Partial<Record<Gate, number>>;

/** By the channel of the very first touch. Display and Direct stay at 1 throughout: inert. */
const ORIGIN: Partial<Record<Channel, GateOdds>> = {
  Webinar: { mql: 2.4, sal: 2.5, sql: 2.6, opportunity: 2.5 },
  Event: { mql: 1.5, sal: 1.5, sql: 2, opportunity: 1.8 },
  Referral: { mql: 2.8, sal: 2.8, sql: 2.8, opportunity: 2.5, customer: 1.5 },
  'Organic Search': { mql: 1.3, sal: 1.3, sql: 1.5, opportunity: 1.4 },
  'Paid Search': { mql: 1.4, sal: 1.5, sql: 2, opportunity: 1.7 },
  'Paid Social': { mql: 0.7, sal: 0.7 },
  'Content Syndication': { mql: 0.8, sal: 0.4, sql: 0.1, opportunity: 0.2 },
  'Bought List': { mql: 0.48, sal: 0.42, sql: 2.2, opportunity: 2.6 },
  'Sales Outreach': { mql: 0.9, sal: 1.3 },
};

const PERSONA: Partial<Record<PersonaKey, GateOdds>> = {
  'energy-manager': { mql: 2.4, sal: 2.3 },
  'plant-manager': { mql: 1.3, sal: 1.4 },
  cfo: { sal: 1.3, customer: 1.6 },
  buyer: { sql: 0.7 },
  'head-of-it': { mql: 0.8 },
  student: { mql: 0.3, sal: 0.08 },
};

const FIT: Record<FitClass, GateOdds> = {
  A: { mql: 1.7, sal: 2.3, opportunity: 1.3, customer: 1.2 },
  B: {},
  C: { mql: 0.8, sal: 0.6, opportunity: 0.8 },
  D: { mql: 0.5, sal: 0.25, opportunity: 0.5, customer: 0.6 },
};

/** The prize draw fills the top of the funnel and dies at sales' gate. */
const PRIZE: GateOdds = { mql: 1.9, sal: 0.15, sql: 0.15, opportunity: 0.3 };

const DID: readonly Effect[] = [
  {
    id: 'did:pricing-twice',
    gate: 'mql',
    oddsRatio: 2.5,
    meaning: 'looked at the pricing page twice or more (verified) before the decision',
  },
  {
    id: 'did:webinar-live',
    gate: 'mql',
    oddsRatio: 2,
    meaning: 'attended a webinar live before the decision',
  },
  {
    id: 'did:quick-response',
    gate: 'sal',
    oddsRatio: 2.4,
    meaning: 'first human response within four office hours of the offer',
  },
  {
    id: 'did:full-packet',
    gate: 'sal',
    oddsRatio: 1.6,
    meaning: 'the hand-off packet held seven or more of its nine items',
  },
  {
    id: 'did:calculator',
    gate: 'sql',
    oddsRatio: 1.9,
    meaning: 'used the payback calculator before the decision',
  },
  {
    id: 'did:meeting',
    gate: 'sql',
    oddsRatio: 1.8,
    meaning: 'had a meeting (not just calls) with us between SAL and the decision',
  },
  {
    id: 'did:demo',
    gate: 'opportunity',
    oddsRatio: 1.7,
    meaning: 'saw a demo before the decision to open a deal',
  },
  {
    id: 'did:case-study-finished',
    gate: 'customer',
    oddsRatio: 2.2,
    meaning: 'someone of the buying group finished a case study (completion 0.9 or more) before the close',
  },
  {
    id: 'did:savings-sheet',
    gate: 'customer',
    oddsRatio: 2.5,
    meaning: 'sales shared the measured-savings sheet during the deal and it was opened',
  },
  {
    id: 'did:three-in-group',
    gate: 'customer',
    oddsRatio: 1.6,
    meaning: 'three or more people in the buying group',
  },
  { id: 'did:blocker', gate: 'customer', oddsRatio: 0.45, meaning: 'a blocker sits in the buying group' },
  {
    id: 'did:price-objection',
    gate: 'customer',
    oddsRatio: 0.6,
    meaning: 'a price objection was raised in a call of the deal',
  },
];

/** Things that analyses may be tempted to credit and that do nothing: true odds ratio 1. */
const INERT: readonly { id: string; meaning: string; confoundedBy: string | null }[] = [
  {
    id: 'inert:retargeting',
    meaning: `ad_clicked of campaign ${RETARGETING} (Display)`,
    confoundedBy: 'shown to people who read much already: those with high intent and those in open deals',
  },
  { id: 'inert:long-white-paper', meaning: `reading ${LONG_WHITE_PAPER}`, confoundedBy: null },
  {
    id: 'inert:newsletter-clicks',
    meaning: 'email_clicked of the newsletter',
    confoundedBy: 'clicked more by people with high intent',
  },
  { id: 'inert:origin-direct', meaning: 'origin Direct', confoundedBy: null },
  { id: 'inert:origin-display', meaning: 'origin Display', confoundedBy: null },
  {
    id: 'inert:podcast',
    meaning: 'the sponsored podcast: its budget leaves no lead behind',
    confoundedBy: null,
  },
];

/** Flaws of the hand-off and of the work, for pages that are meant to reveal them. Delays in office hours. */
export const FLAWS = {
  slowRegion: { region: 'South', teammateId: 'tm-sdr-4', responseFactor: 5 },
  overfullRep: {
    teammateId: 'tm-sdr-1',
    shareOfRegion: 0.82,
    region: 'DACH',
    responseFactor: 2.2,
    expiryFactor: 4,
  },
  thinPackets: { campaignId: SYNDICATION, itemsMean: 3.5, itemsMeanElsewhere: 7.4 },
  worthlessCampaign: { campaignId: PRIZE_DRAW },
  unusedAsset: { assetId: SAVINGS_SHEET, shareOfDeals: 0.05 },
  neverFinishedAsset: { assetId: LONG_WHITE_PAPER, meanCompletion: 0.18 },
  twinAssets: { assetIds: ['asset-wp-iso50001', 'asset-wp-iso50001-twin'] },
  staleAssets: { assetIds: ['asset-blog-audit', 'asset-blog-subsidies', LONG_WHITE_PAPER] },
  contentGap: {
    persona: 'cfo',
    buyingStage: 'Selection',
    meaning: 'finance has one case study and the unused sheet to decide on',
  },
  marketers: {
    aligned: 'tm-mkt-1',
    silentOperative: 'tm-mkt-2',
    spinDoctor: 'tm-mkt-3',
    misaligned: 'tm-mkt-4',
  },
} as const;

/** Response to an offer: median in office hours before the flaws' factors, and its spread. */
export const RESPONSE = { medianOfficeHours: 4, sigma: 1.1, quickOfficeHours: 4, dueOfficeHours: 8 } as const;

/** Share of offers nobody ever answers: they expire without a throw at the gate. The overfull rep's is a multiple. */
export const NEGLECT = 0.05;

/** Days from creation to close: median, spread, and how the origin stretches it. */
export const DEAL_DAYS = {
  median: 46,
  sigma: 0.55,
  originFactor: { Referral: 0.7, Event: 0.85, 'Bought List': 1.4 } as Partial<Record<Channel, number>>,
};

/** How often dirt and noise are put in. */
export const DIRT = {
  duplicateContacts: 0.025,
  missingAccount: 0.02,
  closedBeforeFirstContact: 0.05,
  dealWithoutAccount: 0.02,
  unknownProduct: 0.03,
  mailScannerPerMail: 0.04,
  botPerPageVisit: 0.012,
  colleaguePerPageVisit: 0.006,
} as const;

/** Shares of the gate before, over all people of the window, that the observed funnel keeps near (censoring included). */
export const EXPECTED_RATES: Readonly<Record<Gate, readonly [low: number, high: number]>> = {
  mql: [0.33, 0.46],
  sal: [0.52, 0.68],
  sql: [0.4, 0.58],
  opportunity: [0.36, 0.54],
  customer: [0.25, 0.44],
};

export const EFFECTS: readonly Effect[] = [
  ...table('origin', 'first touch came by', ORIGIN),
  ...table('persona', 'persona is', PERSONA),
  ...table('fit', 'account fit is', FIT),
  ...table('campaign', 'first touch came by campaign', { [PRIZE_DRAW]: PRIZE }),
  ...DID,
];

function table(
  group: string,
  meaning: string,
  rows: Readonly<Record<string, GateOdds | undefined>>,
): Effect[] {
  return Object.entries(rows).flatMap(([key, odds]) =>
    Object.entries(odds ?? {}).map(([gate, oddsRatio]) => ({
      id: `${group}:${key}:${gate}`,
      gate: asGate(gate),
      oddsRatio,
      meaning: `${meaning} ${key}`,
    })),
  );
}

function asGate(text: string): Gate {
  switch (text) {
    case 'mql':
    case 'sal':
    case 'sql':
    case 'opportunity':
    case 'customer':
      return text;
    default:
      throw new RangeError(`not a gate: ${text}`);
  }
}

export type SimulationTruth = {
  effects: readonly Effect[];
  baseOdds: typeof BASE_ODDS;
  intentLogOdds: typeof INTENT_LOG_ODDS;
  inert: typeof INERT;
  flaws: typeof FLAWS;
  response: typeof RESPONSE;
  neglect: number;
  dealDays: typeof DEAL_DAYS;
  dirt: typeof DIRT;
  expectedRates: typeof EXPECTED_RATES;
};

export const TRUTH: SimulationTruth = {
  effects: EFFECTS,
  baseOdds: BASE_ODDS,
  intentLogOdds: INTENT_LOG_ODDS,
  inert: INERT,
  flaws: FLAWS,
  response: RESPONSE,
  neglect: NEGLECT,
  dealDays: DEAL_DAYS,
  dirt: DIRT,
  expectedRates: EXPECTED_RATES,
};

const ODDS_RATIO_OF: ReadonlyMap<string, number> = new Map(
  EFFECTS.map((effect) => [effect.id, effect.oddsRatio]),
);

/** The ids that exist: `origin:Direct:mql` does not, as Direct changes nothing. */
export function isEffect(id: string): boolean {
  return ODDS_RATIO_OF.has(id);
}

function oddsRatioOf(effectId: string): number {
  const ratio = ODDS_RATIO_OF.get(effectId);
  if (ratio === undefined) throw new RangeError(`no such effect: ${effectId}`);
  return ratio;
}

export function passProbability(gate: Gate, intent: number, effectIds: readonly string[]): number {
  let odds = BASE_ODDS[gate] * Math.exp(INTENT_LOG_ODDS[gate] * intent);
  for (const id of effectIds) odds *= oddsRatioOf(id);
  return odds / (1 + odds);
}

/** What the trial's probability would have been, had the effect not held for it: the true counterfactual. */
export function probabilityWithout(trial: GateTrial, effectId: string): number {
  if (!trial.effectIds.includes(effectId)) return trial.probability;
  return scaled(trial.probability, 1 / oddsRatioOf(effectId));
}

/** What it would have been, had the effect held. */
export function probabilityWith(trial: GateTrial, effectId: string): number {
  if (trial.effectIds.includes(effectId)) return trial.probability;
  return scaled(trial.probability, oddsRatioOf(effectId));
}

function scaled(probability: number, ratio: number): number {
  const odds = (probability / (1 - probability)) * ratio;
  return odds / (1 + odds);
}
