import type { Model } from './api-types.ts';

type ModelWords = {
  /** In a sentence: “by first touch”. */
  name: string;
  /** Over a column. */
  short: string;
  /** What it does, in one line. */
  says: string;
  group: 'one' | 'milestones' | 'path' | 'data';
};

export const modelGroups: readonly { key: ModelWords['group']; label: string }[] = [
  { key: 'one', label: 'One touchpoint takes all' },
  { key: 'milestones', label: 'By milestones' },
  { key: 'path', label: 'Along the way' },
  { key: 'data', label: 'From the data' },
];

export const modelWords: Record<Model, ModelWords> = {
  first: { name: 'first touch', short: 'first', says: 'The first touchpoint takes all.', group: 'one' },
  last: {
    name: 'last touch',
    short: 'last',
    says: 'The last touchpoint before the result takes all.',
    group: 'one',
  },
  'last-non-direct': {
    name: 'last non-direct touch',
    short: 'last non-direct',
    says: 'The last that came by any way but a direct visit takes all.',
    group: 'one',
  },
  linear: { name: 'linear', short: 'linear', says: 'Each touchpoint gets the same.', group: 'path' },
  'time-decay': {
    name: 'time decay',
    short: 'decay',
    says: 'The nearer to the last touchpoint the more.',
    group: 'path',
  },
  position: {
    name: 'position-based',
    short: 'position',
    says: 'First 40 %, last 40 %, what lies between shares 20 %.',
    group: 'milestones',
  },
  u: {
    name: 'U-shaped',
    short: 'U',
    says: 'First 40 %, lead created 40 %, all others share 20 %.',
    group: 'milestones',
  },
  w: {
    name: 'W-shaped',
    short: 'W',
    says: 'First, lead created and opportunity created 30 % each, all others share 10 %.',
    group: 'milestones',
  },
  'full-path': {
    name: 'full path',
    short: 'full path',
    says: 'First, lead created, opportunity created and last 22.5 % each, all others share 10 %.',
    group: 'milestones',
  },
  j: {
    name: 'J-shaped',
    short: 'J',
    says: 'First 20 %, last 60 %, what lies between shares 20 %.',
    group: 'milestones',
  },
  'inverse-j': {
    name: 'inverse J',
    short: 'inverse J',
    says: 'First 60 %, last 20 %, what lies between shares 20 %.',
    group: 'milestones',
  },
  custom: {
    name: 'our own weights',
    short: 'own',
    says: 'The weights this workspace gave to the milestones.',
    group: 'milestones',
  },
  'markov-1': {
    name: 'Markov',
    short: 'Markov',
    says: 'By how many results would be lost without it, each step known by the one before.',
    group: 'data',
  },
  'markov-2': {
    name: 'Markov of order 2',
    short: 'Markov 2',
    says: 'The same, each step known by the two before.',
    group: 'data',
  },
  'markov-3': {
    name: 'Markov of order 3',
    short: 'Markov 3',
    says: 'The same, by the three before.',
    group: 'data',
  },
  'markov-4': {
    name: 'Markov of order 4',
    short: 'Markov 4',
    says: 'The same, by the four before: needs many journeys.',
    group: 'data',
  },
  shapley: {
    name: 'Shapley',
    short: 'Shapley',
    says: 'By what it adds on average to every set of the others.',
    group: 'data',
  },
};

const isModel = (word: string): word is Model => word in modelWords;

/** All of them, in the order of the list above. */
export const allModels: readonly Model[] = Object.keys(modelWords).filter(isModel);
