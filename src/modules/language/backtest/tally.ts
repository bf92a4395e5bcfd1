import type { Backtest, BacktestSide, Outcome } from './contract.ts';

/** Leads alike in all that a report asks. A month of '' says that they did not qualify in the period. */
export type LeadGroup = {
  leads: number;
  /** Reached at any time. */
  accepted: boolean;
  opportunity: boolean;
  won: boolean;
  /** The outcome asked about was reached in the period or after it. */
  hadOutcome: boolean;
  subject: SideOfGroup;
  against: SideOfGroup;
};

export type SideOfGroup = {
  month: string;
  /** Qualified before there was a deal, or before they were won, in the period or before it. */
  foundOpportunity: boolean;
  foundWon: boolean;
  /** Qualified before the outcome asked about. */
  foundOutcome: boolean;
  /** It held already before the period began. */
  heldBefore: boolean;
};

export type SideName = 'subject' | 'against';

export type Rate = { count: number; of: number; share: number | null };

export type SideCounts = Pick<
  BacktestSide,
  | 'qualified'
  | 'perMonth'
  | 'accepted'
  | 'opportunity'
  | 'won'
  | 'wonFound'
  | 'wonFoundBefore'
  | 'precision'
  | 'recall'
  | 'lift'
>;

function countIf(groups: readonly LeadGroup[], isCounted: (group: LeadGroup) => boolean): number {
  return groups.reduce((sum, group) => (isCounted(group) ? sum + group.leads : sum), 0);
}

const rate = (count: number, of: number): Rate => ({ count, of, share: of === 0 ? null : count / of });

/**
 * What became of the qualified. That sales accepted is their word on the person, whenever they gave it; a deal or a contract
 * counts where it came after they qualified, for who looks around as a customer was found by nobody.
 */
function cameOut(group: LeadGroup, side: SideName, outcome: Outcome): boolean {
  if (outcome === 'accepted') return group.accepted;
  return outcome === 'opportunity' ? group[side].foundOpportunity : group[side].foundWon;
}

const isIn = (group: LeadGroup, side: SideName): boolean => group[side].month !== '';

export function tallySide(options: {
  groups: readonly LeadGroup[];
  side: SideName;
  outcome: Outcome;
  months: readonly string[];
}): SideCounts {
  const { groups, side, outcome, months } = options;
  const count = (isCounted: (group: LeadGroup) => boolean) => countIf(groups, isCounted);
  const qualified = count((group) => isIn(group, side));
  const ofQualified = (one: Outcome) =>
    rate(
      count((group) => isIn(group, side) && cameOut(group, side, one)),
      qualified,
    );
  const leads = count(() => true);
  const share = rate(
    count((group) => group[outcome]),
    leads,
  ).share;
  const precision = ofQualified(outcome).share;
  return {
    qualified,
    perMonth: months.map((month) => ({
      month,
      qualified: count((group) => group[side].month === month),
    })),
    accepted: ofQualified('accepted'),
    opportunity: ofQualified('opportunity'),
    won: ofQualified('won'),
    wonFound: rate(
      count((group) => group[side].foundWon),
      count((group) => group.won),
    ),
    wonFoundBefore: count((group) => group[side].foundWon && group[side].heldBefore),
    precision,
    recall: rate(
      count((group) => group[side].foundOutcome),
      count((group) => group.hadOutcome),
    ).share,
    lift: precision === null || !share ? null : precision / share,
  };
}

export function tallyAgreement(groups: readonly LeadGroup[]): NonNullable<Backtest['agreement']> {
  const count = (subject: boolean, against: boolean) =>
    countIf(groups, (group) => isIn(group, 'subject') === subject && isIn(group, 'against') === against);
  return {
    both: count(true, true),
    onlySubject: count(true, false),
    onlyAgainst: count(false, true),
    neither: count(false, false),
  };
}

export function tallyWonChange(groups: readonly LeadGroup[]): NonNullable<Backtest['wonChange']> {
  return {
    gained: countIf(groups, (group) => group.subject.foundWon && !group.against.foundWon),
    lost: countIf(groups, (group) => group.against.foundWon && !group.subject.foundWon),
  };
}

export function tallyBase(groups: readonly LeadGroup[]): Backtest['base'] {
  return {
    accepted: countIf(groups, (group) => group.accepted),
    opportunity: countIf(groups, (group) => group.opportunity),
    won: countIf(groups, (group) => group.won),
  };
}
