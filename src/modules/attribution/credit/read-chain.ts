import { AppError } from '../../../platform/errors.ts';
import { baseOf, GramChain } from '../models/markov-of-grams.ts';
import { ask } from './ask.ts';
import { askNumbers } from './ask-numbers.ts';
import type { Learning } from './data-driven.ts';
import { dealsSql } from './deals-sql.ts';
import { isById } from './dimensions.ts';
import { numberedSql, readKeys } from './read-keys.ts';
import { withoutNobody } from './rule-credits.ts';

/** Twenty channels have 3.2 million ways to follow each other five at a time. */
const mostGrams = 3_500_000;
/** Of so many pairs of keys the answer is read at once, keys and all. */
const mostPairsAtOnce = 10_000;

const tooMany = (what: string, order: number) =>
  new AppError(
    'unprocessable',
    `Journeys take ${what} here, more than can be told apart in reasonable time. ${order > 1 ? 'Take a Markov model of a lower order, or something' : 'Take something'} with fewer kinds to split by.`,
  );

/** Steps of journeys from one key to the next, repeats in a row left out, by the `order` keys before. */
export async function readChain(asked: Learning, order: number): Promise<GramChain> {
  const pairs = order === 1 ? await readPairs(asked) : null;
  return pairs ?? readNumberedGrams(asked, order);
}

type Pair = {
  before: string;
  next: string;
  isFirst: number;
  count: number;
  ends: number;
  conversions: number;
  value: number;
};

/** One query for steps from a key to the next; null where there are so many that numbers are quicker. */
async function readPairs({ clickhouse, plan, amount, signal }: Learning): Promise<GramChain | null> {
  const { sql } = dealsSql(plan, { amount, withOthers: true });
  // No key of the facts: text there is trimmed, and the nil uuid is the only one that nobody made.
  const nothing = isById(plan.by) ? `toUUID('ffffffff-ffff-ffff-ffff-ffffffffffff')` : `'\\n'`;
  const rows = await ask<Pair>(
    clickhouse,
    `select toString(x1) as before, toString(x0) as next, x1 = ${nothing} as isFirst, count() as count, countIf(is_end) as ends,
      countIf(is_end and won) as conversions, sumIf(sign * size, is_end and won) as value
    from (select arrayCompact(keys) as steps, won, size, sign from (${sql}))
    array join arrayResize(arrayConcat([${nothing}], steps), length(steps)) as x1, steps as x0,
      arrayMap(nth -> nth = length(steps), arrayEnumerate(steps)) as is_end
    group by x1, x0 order by isFirst desc, x1, x0 limit ${mostPairsAtOnce + 1}`,
    signal,
  );
  if (rows.length > mostPairsAtOnce) return null;
  const keys = [...new Set(rows.map(({ next }) => next))].toSorted();
  const numbers = new Map(keys.map((key, index) => [key, index + 1]));
  const chain = new GramChain(keys.map(withoutNobody), 1);
  for (const { before, next, isFirst, ...counts } of rows)
    chain.add({
      from: isFirst ? 0 : (numbers.get(before) ?? 0),
      next: numbers.get(next) ?? 0,
      ...counts,
    });
  return chain;
}

async function readNumberedGrams(asked: Learning, order: number): Promise<GramChain> {
  const { clickhouse, plan, amount, signal } = asked;
  const met = await readKeys(asked);
  if (met === null) throw tooMany('thousands of different steps', order);
  const keys = met.map(({ key }) => key);
  const base = baseOf(keys);
  if (base ** order > Number.MAX_SAFE_INTEGER) throw tooMany(`${keys.length} different steps`, order);
  const { sql } = dealsSql(plan, { amount, withOthers: true });
  const before = Array.from({ length: order }, (_, index) => order - index);
  // The keys before a step as digits of one number; those before the beginning are 0.
  const from = before
    .map((back) => `toUInt64(nth > ${back} ? steps[nth - ${back}] : 0) * ${base ** (back - 1)}`)
    .join(' + ');
  const chain = new GramChain(keys.map(withoutNobody), order);
  let grams = 0;
  await askNumbers(
    clickhouse,
    {
      columns: ['before', 'next', 'times', 'ends', 'conversions', 'value'],
      from: `from (
        select before, next, count() as times, countIf(is_end) as ends, countIf(is_end and won) as conversions,
          sumIf(sign * size, is_end and won) as value
        from (
          select arrayCompact(${numberedSql(keys, 'keys', 0)}) as steps, won, size, sign from (${sql}))
        array join steps as next, arrayMap(nth -> ${from}, arrayEnumerate(steps)) as before,
          arrayMap(nth -> nth = length(steps), arrayEnumerate(steps)) as is_end
        group by before, next order by before, next limit ${mostGrams + 1})`,
    },
    {
      row: ([code = 0, next = 0, count = 0, ends = 0, conversions = 0, value = 0]) => {
        grams += 1;
        chain.add({ from: code, next, count, ends, conversions, value });
      },
      signal,
    },
  );
  if (grams > mostGrams) throw tooMany(`more than ${mostGrams} different turns`, order);
  return chain;
}
