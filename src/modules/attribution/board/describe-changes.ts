import {
  type ChangePart,
  changeParts,
  explain,
  rateDifference,
  sizeDifference,
  type Tally,
  tallyOf,
  volumeRatio,
} from './explain-change.ts';
import type { BoardChange } from './figures-schema.ts';
import type { BoardDeal } from './reading/board-deal.ts';
import { countWords, differenceWords, moneyWords, shareWords } from './words.ts';

/** Of fewer decided deals in both stretches together nothing is said. */
const fewestDecided = 5;
const mostChanges = 4;

const nothing: Tally = { decided: 0, won: 0, wonMinor: 0, sizes: [] };

type Stretches = { now: readonly BoardDeal[]; before: readonly BoardDeal[]; currency: string };

/**
 * The few parts of the difference in won revenue that are largest, each with what it rests on and how sure it is. The
 * same deals are looked at by channel and by segment: a part of one is not to be added to a part of the other.
 */
export function describeChanges({ now, before, currency }: Stretches): {
  changes: BoardChange[];
  words: string;
} {
  const found = (['channel', 'segment'] as const).flatMap((dimension) => {
    const ofNow = Map.groupBy(now, (deal) => deal[dimension]);
    const ofBefore = Map.groupBy(before, (deal) => deal[dimension]);
    return [...new Set([...ofNow.keys(), ...ofBefore.keys()])].flatMap((key) => {
      const tallies = { now: tallyOf(ofNow.get(key) ?? []), before: tallyOf(ofBefore.get(key) ?? []) };
      const n = tallies.now.decided + tallies.before.decided;
      if (n < fewestDecided) return [];
      const label = key === '' ? `${dimension} not known` : key;
      const parts = explain(tallies.before, tallies.now);
      return changeParts.map((part) =>
        change({ dimension, label, part, differenceMinor: parts[part], currency, n, ...tallies }),
      );
    });
  });
  const changes = found
    .filter(({ differenceMinor }) => differenceMinor !== 0)
    .sort((one, other) => Math.abs(other.differenceMinor) - Math.abs(one.differenceMinor))
    .slice(0, mostChanges);
  return { changes, words: overall({ now, before, currency }) };
}

/** The whole difference by its three parts. */
function overall({ now, before, currency }: Stretches): string {
  const tallies = { now: tallyOf(now), before: tallyOf(before) };
  const n = tallies.now.decided + tallies.before.decided;
  const difference = tallies.now.wonMinor - tallies.before.wonMinor;
  const counts = `${countWords(tallies.now.decided, 'decided deal')}, ${tallies.before.decided} in the quarter before`;
  if (n < fewestDecided) return `Too few to explain: ${counts}.`;
  const parts = explain(tallies.before, tallies.now);
  const names: Record<ChangePart, string> = {
    volume: 'how many deals were decided',
    rate: 'how many of them were won',
    size: 'how large they were',
  };
  const told = changeParts.map((part) => `${signed(parts[part], currency)} by ${names[part]}`).join(', ');
  return `Won revenue is ${differenceWords(difference, currency)} than in the same days of the quarter before (${counts}): ${told}.`;
}

const signed = (minor: number, currency: string): string =>
  minor === 0 ? 'nothing' : `${minor > 0 ? '+' : '−'}${moneyWords(Math.abs(minor), currency)}`;

type Case = {
  now: Tally;
  before: Tally;
  currency: string;
  label: string;
  n: number;
  differenceMinor: number;
};

function change(options: Case & { dimension: BoardChange['dimension']; part: ChangePart }): BoardChange {
  const { dimension, label, part, differenceMinor, n } = options;
  const { words, isClear } = tell[part]({ ...options, before: options.before ?? nothing });
  return { dimension, label, part, differenceMinor, n, isClear, words };
}

const chance = 'chance alone could do this';

const tell: Record<ChangePart, (of: Case) => { words: string; isClear: boolean }> = {
  volume: ({ label, now, before, currency, differenceMinor }) => {
    const { low, high } = volumeRatio(before, now);
    const isClear = low > 1 || high < 1;
    const range = `95 %: ${times(low)} to ${times(high)} times as many`;
    return {
      isClear,
      words: `${label}: ${countWords(now.decided, 'deal')} decided, ${before.decided} before: ${differenceWords(differenceMinor, currency)}. ${sure(isClear, range)}`,
    };
  },
  rate: ({ label, now, before, currency, differenceMinor }) => {
    const { low, high } = rateDifference(before, now);
    const isClear = low > 0 || high < 0;
    const of = ({ won, decided }: Tally) =>
      `${decided === 0 ? '–' : shareWords(won / decided)} of ${decided}`;
    return {
      isClear,
      words: `${label}: ${of(now)} decided deals won, ${of(before)} before: ${differenceWords(differenceMinor, currency)}. ${sure(isClear, `95 %: ${points(low)} to ${points(high)} points`)}`,
    };
  },
  size: ({ label, now, before, currency, differenceMinor }) => {
    const range = sizeDifference(before, now);
    const isClear = range !== null && (range.low > 0 || range.high < 0);
    const mean = ({ won, wonMinor }: Tally) => (won === 0 ? '–' : moneyWords(wonMinor / won, currency));
    const words = `${label}: won deals of ${mean(now)} on average (${now.won}), ${mean(before)} before (${before.won}): ${differenceWords(differenceMinor, currency)}.`;
    if (range === null) return { isClear, words: `${words} Too few to say how sure that is.` };
    return {
      isClear,
      words: `${words} ${sure(isClear, `95 %: ${signed(range.low, currency)} to ${signed(range.high, currency)}`)}`,
    };
  },
};

const sure = (isClear: boolean, range: string): string =>
  isClear
    ? `More than chance would do (${range}).`
    : `${chance.charAt(0).toUpperCase()}${chance.slice(1)} (${range}).`;

const times = (ratio: number): string => (ratio > 20 ? 'over 20' : ratio.toFixed(1));
const points = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(Math.round(share * 100))}`;
