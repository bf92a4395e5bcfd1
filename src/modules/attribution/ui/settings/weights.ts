import type { ResultsSettings } from './api-types.ts';

export type Weights = NonNullable<ResultsSettings['customWeights']>;

export const weightKeys = ['first', 'leadCreated', 'opportunityCreated', 'closed', 'rest'] as const;
export type WeightKey = (typeof weightKeys)[number];

export const weightNames: Record<WeightKey, string> = {
  first: 'First touch',
  leadCreated: 'Lead created',
  opportunityCreated: 'Opportunity created',
  closed: 'Last before the close',
  rest: 'All others together',
};

/** Weights to begin with: those of full path. */
export const usualWeights: Weights = {
  first: 22.5,
  leadCreated: 22.5,
  opportunityCreated: 22.5,
  closed: 22.5,
  rest: 10,
};

const percent = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** What the weights come to where a deal has all milestones: “22.5 %”. Null while they give nothing to anything. */
export function partsOf(weights: Weights): Record<WeightKey, string> | null {
  const sum = weightKeys.reduce((total, key) => total + weights[key], 0);
  if (!(sum > 0)) return null;
  const text = (key: WeightKey) => `${percent.format((100 * weights[key]) / sum)} %`;
  return {
    first: text('first'),
    leadCreated: text('leadCreated'),
    opportunityCreated: text('opportunityCreated'),
    closed: text('closed'),
    rest: text('rest'),
  };
}
