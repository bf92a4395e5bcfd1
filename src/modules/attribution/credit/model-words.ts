import type { AttributionModel } from '../models/models.ts';

type ModelWords = {
  label: string;
  /** In a sentence, after "by". */
  said: string;
  /** How it shares out, in a sentence. */
  words: string;
};

const markov = (order: string): string =>
  `Each gets what would be lost without it: by how much fewer journeys would end well if every one that reaches it came to nothing${order}. Learnt from journeys that ended well and those that did not.`;

export const modelWords: Record<AttributionModel, ModelWords> = {
  first: { label: 'First touch', said: 'first touch', words: 'All to the first touchpoint.' },
  last: { label: 'Last touch', said: 'last touch', words: 'All to the last touchpoint before the result.' },
  'last-non-direct': {
    label: 'Last non-direct',
    said: 'last non-direct touch',
    words: 'All to the last touchpoint that was no direct visit.',
  },
  linear: { label: 'Linear', said: 'linear', words: 'The same to each touchpoint.' },
  position: {
    label: 'Position-based',
    said: 'position',
    words: '40 % to the first touchpoint, 40 % to the last, 20 % to those between.',
  },
  u: {
    label: 'U-shaped',
    said: 'U-shaped',
    words: '40 % to the first touchpoint, 40 % to the one that created the lead, 20 % to the rest.',
  },
  w: {
    label: 'W-shaped',
    said: 'W-shaped',
    words:
      '30 % each to the first touchpoint, the one that created the lead and the one that created the opportunity; 10 % to the rest.',
  },
  'full-path': {
    label: 'Full path',
    said: 'full path',
    words:
      '22.5 % each to the first touchpoint, those that created the lead and the opportunity, and the last before the close; 10 % to the rest.',
  },
  j: {
    label: 'J-shaped',
    said: 'J-shaped',
    words: '20 % to the first touchpoint, 60 % to the last, 20 % to those between.',
  },
  'inverse-j': {
    label: 'Inverse J',
    said: 'inverse J',
    words: '60 % to the first touchpoint, 20 % to the last, 20 % to those between.',
  },
  'time-decay': {
    label: 'Time decay',
    said: 'time decay',
    words: 'The nearer to the last touchpoint the more: half as much for each half-life before it.',
  },
  custom: { label: 'Our own weights', said: 'our own weights', words: 'By the weights of the settings.' },
  'markov-1': { label: 'Markov', said: 'Markov', words: markov('') },
  'markov-2': {
    label: 'Markov, order 2',
    said: 'Markov of order 2',
    words: markov(', by the last two steps'),
  },
  'markov-3': {
    label: 'Markov, order 3',
    said: 'Markov of order 3',
    words: markov(', by the last three steps'),
  },
  'markov-4': {
    label: 'Markov, order 4',
    said: 'Markov of order 4',
    words: markov(', by the last four steps'),
  },
  shapley: {
    label: 'Shapley',
    said: 'Shapley',
    words:
      'Each gets what it adds to the share of journeys that end well, on average over all orders in which those of a journey could have come.',
  },
};
