import { type SeededRandom, seededRandom, seedOf } from '../../board/seeded-random.ts';
import { evidenceParts } from '../contract.ts';
import { agreementOf, type ClaimTraced, creditRange, type Part } from './score-parts.ts';

export const drawsEach = 400;

export const intervalWords = `95 %: ${drawsEach} seeded draws. Claims are drawn anew from those there are, what is found of each as a beta-binomial share of what was claimed, the models’ credit with the chance of so many results (Poisson), answers of hand-offs as a beta-binomial share.`;

/**
 * What the score might as well have been: the claims and outcomes that it stands on are drawn anew. A brief and a record
 * of costs are there or not, so they are the same in every draw. The same seed gives the same draws.
 */
export function drawScores(options: {
  seed: string;
  parts: readonly Part[];
  claims: readonly ClaimTraced[];
  handoffs: { answered: number; expired: number; overdue: number };
}): number[] {
  const { parts, claims, handoffs } = options;
  const random = seededRandom(seedOf(options.seed));
  const outcomes = claims.flatMap(({ claim, tally }) => (tally === null ? [] : [{ claim, tally }]));
  const due = handoffs.answered + handoffs.expired + handoffs.overdue;
  const shareOf = (key: Part['key']) => parts.find((part) => part.key === key)?.share ?? 0;
  const told = parts.find(({ key }) => key === 'reported')?.lines.find(({ key }) => key === 'told')?.share;
  return Array.from({ length: drawsEach }, () => {
    const drawn = outcomes.map(() => drawnTrace(outcomes, random));
    const traced = average(drawn.map((one) => one.traced));
    const agreement = average(drawn.flatMap((one) => one.agreement ?? []));
    const answers = due === 0 ? null : shareAgain(random, handoffs.answered, due);
    const reported = answers === null ? shareOf('reported') : ((told ?? shareOf('reported')) + answers) / 2;
    return (
      evidenceParts.brief.points * shareOf('brief') +
      evidenceParts.traced.points * traced +
      evidenceParts.agreement.points * agreement +
      evidenceParts.costs.points * shareOf('costs') +
      evidenceParts.reported.points * reported
    );
  });
}

type Outcome = { tally: NonNullable<ClaimTraced['tally']> };

function drawnTrace(outcomes: readonly Outcome[], random: SeededRandom) {
  const { tally } = outcomes[Math.floor(random.uniform() * outcomes.length)] ?? outcomes[0] ?? {};
  if (!tally) return { traced: 0, agreement: null };
  // Of money the deals are what was drawn: as many as the claim would hold at the worth of those found.
  const outOf = Math.max(1, tally.share > 0 ? Math.round(tally.found / tally.share) : (tally.claimed ?? 1));
  const traced = shareAgain(random, Math.round(tally.share * outOf), outOf);
  if (tally.claimed === null) return { traced, agreement: null };
  const { low, high } = creditRange(tally.credits);
  const luck = tally.found === 0 ? 1 : poisson(random, tally.found) / tally.found;
  return { traced, agreement: agreementOf(tally.claimed, { low: low * luck, high: high * luck }) };
}

/** The share that another such sample would have shown; Jeffreys' prior, so that few say little. */
const shareAgain = (random: SeededRandom, of: number, all: number): number =>
  random.beta(of + 0.5, Math.max(0, all - of) + 0.5);

const average = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : numbers.reduce((total, one) => total + one, 0) / numbers.length;

/** Above this many, the normal distribution is near enough. */
const fewExpected = 50;

function poisson(random: SeededRandom, mean: number): number {
  if (mean > fewExpected) {
    const normal = Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
    return Math.max(0, mean + Math.sqrt(mean) * normal);
  }
  const limit = Math.exp(-mean);
  let count = 0;
  let product = 1 - random.uniform();
  while (product > limit) {
    count += 1;
    product *= 1 - random.uniform();
  }
  return count;
}

/** The middle 95 % of draws, widened where needed to hold the score itself. */
export function intervalOf(draws: readonly number[], score: number): { low: number; high: number } {
  const sorted = draws.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? score;
  return { low: Math.min(at(0.025), score), high: Math.max(at(0.975), score) };
}
