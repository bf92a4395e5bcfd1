import type { Model } from './api-types.ts';

/** What a model does is said by the operation that lists them all. */
type ModelWords = {
  /** In a sentence: “by first touch”. */
  name: string;
  /** Over a column. */
  short: string;
  group: 'one' | 'milestones' | 'path' | 'data';
};

export const modelGroups: readonly { key: ModelWords['group']; label: string }[] = [
  { key: 'one', label: 'One touchpoint takes all' },
  { key: 'milestones', label: 'By milestones' },
  { key: 'path', label: 'Along the way' },
  { key: 'data', label: 'From the data' },
];

export const modelWords: Record<Model, ModelWords> = {
  first: { name: 'first touch', short: 'first', group: 'one' },
  last: { name: 'last touch', short: 'last', group: 'one' },
  'last-non-direct': { name: 'last non-direct touch', short: 'last non-direct', group: 'one' },
  linear: { name: 'linear', short: 'linear', group: 'path' },
  'time-decay': { name: 'time decay', short: 'decay', group: 'path' },
  position: { name: 'position-based', short: 'position', group: 'milestones' },
  u: { name: 'U-shaped', short: 'U', group: 'milestones' },
  w: { name: 'W-shaped', short: 'W', group: 'milestones' },
  'full-path': { name: 'full path', short: 'full path', group: 'milestones' },
  j: { name: 'J-shaped', short: 'J', group: 'milestones' },
  'inverse-j': { name: 'inverse J', short: 'inverse J', group: 'milestones' },
  custom: { name: 'our own weights', short: 'own', group: 'milestones' },
  'markov-1': { name: 'Markov', short: 'Markov', group: 'data' },
  'markov-2': { name: 'Markov of order 2', short: 'Markov 2', group: 'data' },
  'markov-3': { name: 'Markov of order 3', short: 'Markov 3', group: 'data' },
  'markov-4': { name: 'Markov of order 4', short: 'Markov 4', group: 'data' },
  shapley: { name: 'Shapley', short: 'Shapley', group: 'data' },
};

const isModel = (word: string): word is Model => word in modelWords;

/** All of them, in the order of the list above. */
export const allModels: readonly Model[] = Object.keys(modelWords).filter(isModel);
