import { decayUnit, remainderUnit } from '../models/credits-of-touches.ts';
import {
  defaultHalfLifeMs,
  type MilestoneWeights,
  milestoneModels,
  type RuleModel,
} from '../models/models.ts';
import type { RuleOptions } from '../models/share-of-touches.ts';
import { wholeWeights } from '../models/whole-weights.ts';

/**
 * `creditsOfTouches` as ClickHouse expressions, for many deals and models in one pass. A deal's row has
 * - `size` Int64, from 0 on: what is shared out; `n` Int64, from 1 on: how many touchpoints; `at` Array(Int64): their
 *   times, ascending;
 * - `lead_nth`, `opportunity_nth` Int64: which touchpoint holds the milestone, from 1 on, 0 for none; `non_direct_nth`.
 *
 * Nearly everything is the same for all touchpoints of a deal, and is worked out once a deal: what each gets (`base`),
 * and by how much the touchpoints of milestones differ from that (`differences`). Whole numbers throughout.
 */
export type CreditsSql = {
  model: RuleModel;
  /** Columns of the deal, level by level: each level may use those before. */
  levels: string[][];
  /** What a touchpoint gets that holds nothing, over `nth` and the deal's columns; null: nothing. */
  base: string | null;
  /** An array of the deal with what each touchpoint gets, where it differs from one to the next. */
  array: string | null;
  /** What the touchpoint at a place gets besides. */
  differences: Partial<Record<Place, string>>;
};

/** Which touchpoints of a deal may differ from the others. */
export const places = {
  first: 'toInt64(1)',
  leadCreated: 'lead_nth',
  opportunityCreated: 'opportunity_nth',
  closed: 'n',
  nonDirect: 'non_direct_nth',
} as const;
export type Place = keyof typeof places;

export function creditsSql(model: RuleModel, options: RuleOptions = {}): CreditsSql {
  const nothing = { model, levels: [], base: null, array: null, differences: {} };
  if (model === 'first') return { ...nothing, differences: { first: 'size' } };
  if (model === 'last') return { ...nothing, differences: { closed: 'size' } };
  if (model === 'last-non-direct') return { ...nothing, differences: { nonDirect: 'size' } };
  if (model === 'linear')
    return {
      ...nothing,
      levels: [['intDiv(size, n) as linear_each'], ['size - linear_each * n as linear_end']],
      base: 'linear_each + (nth <= linear_end)',
    };
  if (model === 'time-decay') return { ...nothing, ...decaying(options.halfLifeMs ?? defaultHalfLifeMs) };
  const weights = model === 'custom' ? options.weights : milestoneModels[model];
  if (weights === undefined) throw new Error('The model custom needs its weights.');
  return { ...nothing, ...byMilestones(model.replaceAll('-', '_'), wholeWeights(weights)) };
}

/** The remainder above, the place from the end below: one whole number by which to rank. */
const placesBits = 20;

function decaying(halfLifeMs: number): Pick<CreditsSql, 'levels' | 'array'> {
  if (!Number.isFinite(halfLifeMs) || halfLifeMs <= 0) throw new RangeError('A half-life is above nothing.');
  const age = `(t - at[n]) / toFloat64(${halfLifeMs})`;
  return {
    levels: [
      [`arrayMap(t -> toInt64(exp2(${age}) * ${decayUnit}), at) as decay_weights`],
      ['toFloat64(arraySum(decay_weights)) as decay_sum', 'toFloat64(size) as decay_size'],
      ['arrayMap(w -> decay_size * w / decay_sum, decay_weights) as decay_shares'],
      ['size - arraySum(s -> toInt64(s), decay_shares) as decay_left'],
      [
        `if(decay_left <= 0, [], arrayMap((s, place) -> bitShiftLeft(toInt64((s - floor(s)) * ${remainderUnit}), ${placesBits}) + ${2 ** placesBits} - place, decay_shares, arrayEnumerate(decay_shares))) as decay_ranks`,
      ],
      ['arrayReverseSort(decay_ranks)[decay_left] as decay_last_rank'],
    ],
    array: `if(decay_left <= 0, arrayMap(s -> toInt64(s), decay_shares),
      arrayMap((s, r) -> toInt64(s) + (r >= decay_last_rank), decay_shares, decay_ranks))`,
  };
}

type Holder = { place: Place; nth: string; weight: number; name: string };

const sum = (terms: readonly string[]): string => (terms.length === 0 ? 'toInt64(0)' : terms.join(' + '));

function byMilestones(
  m: string,
  weights: MilestoneWeights,
): Pick<CreditsSql, 'levels' | 'base' | 'differences'> {
  const holders: Holder[] = (['first', 'leadCreated', 'opportunityCreated', 'closed'] as const)
    .filter((place) => weights[place] > 0)
    .map((place, index) => ({
      place,
      nth: places[place],
      weight: weights[place],
      name: `${m}_${index + 1}`,
    }));
  const each = (of: (holder: Holder) => string) => holders.map(of);
  return {
    levels: [
      // A touchpoint that holds several milestones stands for the first of them.
      holders.map(({ nth, name }, index) => {
        const before = holders.slice(0, index).map((other) => ` and ${nth} != ${other.nth}`);
        return `toInt64(${nth} > 0${before.join('')}) as ${name}_is`;
      }),
      [
        ...each(
          ({ nth, name }) =>
            `${name}_is * (${sum(holders.map((other) => `${other.weight} * (${nth} = ${other.nth})`))}) as ${name}_weight`,
        ),
        `n - (${sum(each(({ name }) => `${name}_is`))}) as ${m}_middle`,
      ],
      [
        `toInt64(${
          weights.rest > 0
            ? `${weights.rest} * (${m}_middle > 0)`
            : `(${sum(each(({ name }) => `${name}_weight`))}) = 0`
        }) as ${m}_rest`,
      ],
      [`${sum([...each(({ name }) => `${name}_weight`), `${m}_rest`])} as ${m}_all`],
      [
        ...each(({ name }) => `intDiv(size * ${name}_weight, ${m}_all) as ${name}_piece`),
        `intDiv(size * ${m}_rest, ${m}_all) as ${m}_pool`,
      ],
      [
        ...each(
          ({ name }) =>
            `(size * ${name}_weight - ${name}_piece * ${m}_all) * greatest(${m}_middle, 1) as ${name}_over`,
        ),
        `intDiv(${m}_pool, greatest(${m}_middle, 1)) as ${m}_each`,
      ],
      [
        `(${m}_pool - ${m}_each * ${m}_middle) * ${m}_all + size * ${m}_rest - ${m}_pool * ${m}_all as ${m}_over`,
        `size - ${m}_each * ${m}_middle - (${sum(each(({ name }) => `${name}_piece`))}) as ${m}_left`,
      ],
      [
        ...each((holder) => `${holder.name}_is * (${comesBefore(m, holder, holders)} < ${m}_left) as ${holder.name}_more`),
        `greatest(0, least(${m}_middle, ${m}_left - (${sum(each(({ name }) => `${name}_is * (${name}_over >= ${m}_over)`))}))) as ${m}_end0`,
      ],
      ...endOfExtras(m, holders),
    ],
    base: `${m}_each + (nth <= ${m}_end)`,
    differences: Object.fromEntries(
      each(({ place }) => place).map((place, index) => {
        const { name, nth } = holders[index] ?? { name: '', nth: '' };
        return [place, `${name}_is * (${name}_piece + ${name}_more - ${m}_each - (${nth} <= ${m}_end))`];
      }),
    ),
  };
}

/** How many touchpoints come before this one when what is left goes to the largest remainders. */
function comesBefore(m: string, holder: Holder, holders: readonly Holder[]): string {
  const others = holders
    .filter((other) => other !== holder)
    .map(
      ({ name, nth }) =>
        `${name}_is * (${name}_over > ${holder.name}_over or (${name}_over = ${holder.name}_over and ${nth} < ${holder.nth}))`,
    );
  return `(${sum([...others, `if(${holder.name}_over < ${m}_over, ${m}_middle, 0)`])})`;
}

/**
 * Up to which touchpoint those of the middle get one more: the first so many of them, with the milestones' among them
 * stepped over. Each level steps over one more.
 */
function endOfExtras(m: string, holders: readonly Holder[]): string[][] {
  const steps = holders.map((_, index) => [
    `${sum([`${m}_end0`, ...holders.map(({ name, nth }) => `${name}_is * (${nth} <= ${m}_end${index})`)])} as ${m}_end${index + 1}`,
  ]);
  return [...steps, [`${m}_end${holders.length} as ${m}_end`]];
}

/** The deals with all columns that several models need, each level a query over the one before. */
export function withCreditColumns(deals: string, credits: readonly CreditsSql[]): string {
  const depth = Math.max(0, ...credits.map(({ levels }) => levels.length));
  let query = deals;
  for (let level = 0; level < depth; level += 1) {
    const columns = [...new Set(credits.flatMap(({ levels }) => levels[level] ?? []))];
    query = `select *, ${columns.join(',\n  ')} from (${query})`;
  }
  return query;
}
