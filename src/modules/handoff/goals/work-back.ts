import type { LeadGoal } from './contract.ts';

export type GoalStage = {
  key: string;
  /** Of those who reach it, the share that reaches the next; null: of the last, which leads nowhere. */
  rate: number | null;
  monthsToWon: number;
};

export type GoalInput = {
  revenueMinor: number;
  averageDealMinor: number;
  /** Leads who become customers with each deal. */
  peoplePerDeal: number;
  /** The first month of the goal, "2026-04". */
  from: string;
  months: number;
  offerStage: string;
  stages: readonly GoalStage[];
  thisMonth: string;
};

const monthsAYear = 12;

/** "2026-01" and 2 months earlier: "2025-11". */
export function shiftMonth(month: string, by: number): string {
  const count = Number(month.slice(0, 4)) * monthsAYear + Number(month.slice(5, 7)) - 1 + by;
  const year = Math.floor(count / monthsAYear);
  return `${String(year).padStart(4, '0')}-${String(count - year * monthsAYear + 1).padStart(2, '0')}`;
}

/** In equal parts, the first ones a unit more where it does not come out even: together they are the whole. */
function inParts(whole: number, parts: number): number[] {
  const each = Math.floor(whole / parts);
  const left = whole - each * parts;
  return Array.from({ length: parts }, (_, at) => each + (at < left ? 1 : 0));
}

// A share is a fraction that a computer rounds: what is a whole number but for that is that whole number.
const roundingSlack = 1e-9;

/** People are whole: as many as are needed, and no more. */
export const wholePeople = (count: number): number =>
  Math.max(0, Math.ceil(count - roundingSlack * Math.max(1, count)));

/** Of those who reach a stage, the share that comes to the last. */
function sharesToLast(stages: readonly GoalStage[]): number[] {
  const shares = stages.map(() => 1);
  for (let at = stages.length - 2; at >= 0; at -= 1)
    shares[at] = (shares[at + 1] ?? 1) * (stages[at]?.rate ?? 1);
  return shares;
}

/**
 * Works back from a revenue goal: what has to come in, by how many deals of the average size, and so how many have to
 * reach each stage, so much earlier as it takes from there to a deal that is won. The caller has seen to it that the deal
 * and the rates from the offer on are above nothing.
 */
export function workBack(input: GoalInput): LeadGoal {
  const { stages, months, from, averageDealMinor, thisMonth } = input;
  const revenues = inParts(input.revenueMinor, months);
  const shares = sharesToLast(stages);
  const offerAt = stages.findIndex(({ key }) => key === input.offerStage);
  const leadToCustomer = shares[offerAt] ?? 0;
  const ahead = stages[offerAt]?.monthsToWon ?? 0;
  const needed = (share: number) => (revenueMinor: number) =>
    wholePeople((revenueMinor / averageDealMinor) * (input.peoplePerDeal / share));
  const byMonth = revenues.map((revenueMinor, at) => {
    const month = shiftMonth(from, at);
    const offerIn = shiftMonth(month, -ahead);
    return {
      month,
      revenueMinor,
      deals: wholePeople(revenueMinor / averageDealMinor),
      leads: needed(leadToCustomer)(revenueMinor),
      offerIn,
      past: offerIn < thisMonth,
    };
  });
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const leads = sum(byMonth.map((one) => one.leads));
  return {
    deals: wholePeople(input.revenueMinor / averageDealMinor),
    leadToCustomer,
    byMonth,
    stages: stages.map(({ key, monthsToWon }, at) => {
      const share = shares[at] ?? 0;
      if (share === 0) return { key, total: null, perMonth: null, byMonth: [] };
      const counts = revenues.map(needed(share));
      const total = sum(counts);
      return {
        key,
        total,
        perMonth: Math.ceil(total / months),
        byMonth: counts.map((count, place) => ({ month: shiftMonth(from, place - monthsToWon), count })),
      };
    }),
    leads,
    leadsPerMonth: Math.ceil(leads / months),
  };
}
