import type { Path } from '../../src/modules/attribution/models/markov.ts';

const channels = [
  'alpha',
  'beta',
  'delta',
  'epsilon',
  'eta',
  'gamma',
  'iota',
  'kappa',
  'lambda',
  'mi',
  'theta',
  'zeta',
];

/** Aggregated journeys like those that are published for such tests: twelve channels, one to thirty steps, many nulls. */
export function pathsOfNumbers(count: number): Path[] {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, () => {
    const steps = 1 + Math.floor(30 * random() ** 3);
    // The product of two makes some channels far more frequent than others.
    const keys = Array.from(
      { length: steps },
      () => channels[Math.floor(random() * random() * channels.length)] ?? 'alpha',
    );
    const conversions = random() < 0.6 ? 1 + Math.floor(4 * random() ** 4) : 0;
    return { keys, conversions, value: conversions * 4, nulls: Math.floor(14 * random() ** 2) };
  });
}
