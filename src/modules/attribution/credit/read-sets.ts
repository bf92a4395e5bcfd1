import { AppError } from '../../../platform/errors.ts';
import { membersOf, mostWeighed } from '../models/coalitions.ts';
import type { KeySet } from '../models/sets-within.ts';
import {
  creditsOfCoalitions,
  divideTogether,
  type ShapleyAnswer,
  type ShapleyCredit,
  shapleyOfSets,
  together,
} from '../models/shapley.ts';
import { Turns } from '../models/turns.ts';
import { ask } from './ask.ts';
import { askNumbers } from './ask-numbers.ts';
import type { Learning } from './data-driven.ts';
import { dealsSql } from './deals-sql.ts';
import { numberedSql, readKeys } from './read-keys.ts';
import { withoutNobody } from './rule-credits.ts';

/** So many sets of more than twenty keys are weighed one by one, and so many keys are told apart in them. */
const mostSetsWeighed = 200_000;
const mostKeys = 640;
/** Keys as bits of one number. */
const bitsEach = 32;

type Kept = { sets: KeySet[]; isAll: boolean };

/** Who gets what by Shapley; sets of keys are counted in the engine, and weighed here. */
export async function readShapley(
  asked: Learning,
  { mostSets = mostSetsWeighed }: { mostSets?: number } = {},
): Promise<ShapleyAnswer> {
  const met = await readKeys(asked);
  if (met === null)
    throw new AppError(
      'unprocessable',
      'Journeys hold thousands of different ones of these. Take something with fewer kinds to split by.',
    );
  const keys = met.map(({ key }) => key);
  const names = keys.map(withoutNobody);
  const { signal } = asked;
  if (keys.length <= mostWeighed)
    return {
      credits: keys.length === 0 ? [] : await ofCoalitions(asked, { keys, names }),
      sampledSets: 0,
      largestError: 0,
      together: 0,
    };
  const { sets, isAll } =
    keys.length <= mostKeys ? await readSets(asked, { keys, mostSets }) : { sets: [], isAll: false };
  return isAll ? shapleyOfSets(names, sets, { signal }) : weighTogether(asked, keys);
}

/** Each set of up to twenty keys as one number; with more names than keys, the last is all others. */
async function ofCoalitions(
  asked: Learning,
  { keys, names }: { keys: readonly string[]; names: readonly string[] },
): Promise<ShapleyCredit[]> {
  const found: [number[], number[], number[], number[]] = [[], [], [], []];
  await askSets(asked, { keys, size: names.length, limit: null }, (numbers) => {
    found.forEach((column, nth) => {
      column.push(numbers[nth] ?? 0);
    });
  });
  const [journeys, conversions, values, masks] = found;
  const coalitions = {
    masks: Uint32Array.from(masks),
    journeys: Float64Array.from(journeys),
    conversions: Float64Array.from(conversions),
    values: Float64Array.from(values),
  };
  return creditsOfCoalitions(names, coalitions, new Turns(asked.signal));
}

async function readSets(
  asked: Learning,
  { keys, mostSets }: { keys: readonly string[]; mostSets: number },
): Promise<Kept> {
  const sets: KeySet[] = [];
  await askSets(
    asked,
    { keys, size: keys.length, limit: mostSets + 1 },
    ([journeys = 0, conversions = 0, value = 0, ...words]) => {
      const members = words.flatMap((word, nth) => membersOf(word).map((bit) => nth * bitsEach + bit));
      sets.push({ keys: members, journeys, conversions, value });
    },
  );
  return { sets, isAll: sets.length <= mostSets };
}

/** A row for each set of keys: journeys, results, their value, and its keys as bits; of other keys the last of `size`. */
async function askSets(
  { clickhouse, plan, amount, signal }: Learning,
  { keys, size, limit }: { keys: readonly string[]; size: number; limit: number | null },
  row: (numbers: readonly number[]) => void,
): Promise<void> {
  const { sql } = dealsSql(plan, { amount, withOthers: true });
  const words = Array.from({ length: Math.ceil(size / bitsEach) }, (_, nth) => `word_${nth}`);
  const bitsOf = words.map((word, nth) => {
    const bit = `bitShiftLeft(toUInt32(1), (number - 1) % ${bitsEach})`;
    const isIn = `intDiv(number - 1, ${bitsEach}) = ${nth}`;
    return `arrayReduce('groupBitOr', arrayMap(number -> ${words.length === 1 ? bit : `if(${isIn}, ${bit}, 0)`}, numbers)) as ${word}`;
  });
  const order = words.join(', ');
  await askNumbers(
    clickhouse,
    {
      columns: ['journeys', 'conversions', 'value', ...words],
      from: `from (
        select ${bitsOf.join(', ')}, count() as journeys, countIf(won) as conversions, sumIf(sign * size, won) as value
        from (select arrayDistinct(${numberedSql(keys, 'keys', size)}) as numbers, won, sign, size from (${sql}))
        group by ${order} order by ${order} ${limit === null ? '' : `limit ${limit}`})`,
    },
    { row, signal },
  );
}

/** All but the nineteen keys of which most came are weighed as one, and share what they get by what they stood in. */
async function weighTogether(asked: Learning, keys: readonly string[]): Promise<ShapleyAnswer> {
  const { clickhouse, plan, amount, signal } = asked;
  const rest = mostWeighed - 1;
  const known = keys.slice(0, rest);
  const names = [...known.map(withoutNobody), together];
  const credits = await ofCoalitions(asked, { keys: known, names });
  const { sql } = dealsSql(plan, { amount, withOthers: true });
  const stoodIn = await ask<ShapleyCredit>(
    clickhouse,
    `select toString(other) as key, sum(1 / length(others)) as conversions, sum(sign * size / length(others)) as value
    from (
      select arrayFilter((key, number) -> number = 0, arrayDistinct(keys) as each, ${numberedSql(known, 'each', 0)}) as others, sign, size
      from (${sql}) where won)
    array join others as other group by key order by key`,
    signal,
  );
  const ofRest = credits.find(({ key }) => key === together);
  const shares = stoodIn.map((one) => ({ ...one, key: withoutNobody(one.key) }));
  return {
    credits: [
      ...credits.filter(({ key }) => key !== together),
      ...(ofRest ? divideTogether(ofRest, shares) : []),
    ],
    sampledSets: 0,
    largestError: 0,
    together: keys.length - rest,
  };
}
