import type { MilestoneWeights } from './models.ts';

/** Weights are told with two places at most. */
const places = 100;

/**
 * The same weights in whole numbers, as small as can be, so that money is shared out in whole numbers as well: nothing
 * is rounded before the remainders are compared, and every engine comes to the same.
 */
export function wholeWeights(weights: MilestoneWeights): MilestoneWeights {
  const whole = Object.values(weights).map((weight) => Math.max(0, Math.round(weight * places)));
  const divisor = whole.reduce(greatestCommonDivisor, 0) || 1;
  const of = (weight: number) => Math.max(0, Math.round(weight * places)) / divisor;
  return {
    first: of(weights.first),
    leadCreated: of(weights.leadCreated),
    opportunityCreated: of(weights.opportunityCreated),
    closed: of(weights.closed),
    rest: of(weights.rest),
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
