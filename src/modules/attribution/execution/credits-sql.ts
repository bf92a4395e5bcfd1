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
 * Nearly everything is the same for all touchpoints of a deal, and is worked out once a deal: what each gets, and by how
 * much the touchpoints of milestones differ from that. Models that go by weights are worked out together, in arrays with
 * an element for each of them: a query of few expressions is understood sooner than one of many. Whole numbers
 * throughout.
 */
export type CreditsSql = {
  /** Columns of the deal, level by level: each level may use those before. */
  levels: string[][];
  /** By model. */
  shares: ReadonlyMap<RuleModel, ShareSql>;
};

export type ShareSql = {
  /** What a touchpoint gets that holds nothing, and up to which (from 1 on) they get one more; null: nothing. */
  base: { each: string; end: string } | null;
  /** An array of the deal with what each touchpoint gets, where it differs from one to the next. */
  array: string | null;
  /** The one touchpoint that gets all there is. */
  only: Place | null;
  /** The model's place in the arrays of `differences`, from 1 on. */
  nth: number | null;
};

/** Which touchpoints of a deal may differ from the others; `low` and `high` are the two milestones' in order of time. */
export const places = {
  first: 'toInt64(1)',
  low: 'low_nth',
  high: 'high_nth',
  closed: 'n',
  nonDirect: 'non_direct_nth',
} as const;
export type Place = keyof typeof places;

/** Arrays with what the touchpoint at a place gets besides, by each model that goes by weights. */
export const differences = [
  { place: 'first', array: 'first_more' },
  { place: 'low', array: 'low_more' },
  { place: 'high', array: 'high_more' },
  { place: 'closed', array: 'closed_more' },
] as const satisfies { place: Place; array: string }[];

const onlyPlace: Partial<Record<RuleModel, Place>> = {
  first: 'first',
  last: 'closed',
  'last-non-direct': 'nonDirect',
};

export function creditsSql(models: readonly RuleModel[], options: RuleOptions = {}): CreditsSql {
  const weighed = models.flatMap((model) => {
    const weights = weightsOf(model, options);
    return weights ? [{ model, weights: wholeWeights(weights) }] : [];
  });
  const shares = models.map((model): [RuleModel, ShareSql] => {
    const index = weighed.findIndex((one) => one.model === model);
    const isWeighed = index >= 0;
    return [
      model,
      {
        base: isWeighed
          ? { each: `each_gets[${index + 1}]`, end: `toUInt32(more_until[${index + 1}])` }
          : null,
        array: model === 'time-decay' ? 'decay_credits' : null,
        only: onlyPlace[model] ?? null,
        nth: isWeighed ? index + 1 : null,
      },
    ];
  });
  const levels = [
    ...(weighed.length > 0 ? byWeights(weighed.map(({ weights }) => weights)) : []),
    ...(models.includes('time-decay') ? decaying(options.halfLifeMs ?? defaultHalfLifeMs) : []),
  ];
  return { levels, shares: new Map(shares) };
}

/** Linear is the model in which all is the middle. */
const even: MilestoneWeights = { first: 0, leadCreated: 0, opportunityCreated: 0, closed: 0, rest: 1 };

function weightsOf(model: RuleModel, options: RuleOptions): MilestoneWeights | null {
  if (model === 'linear') return even;
  if (model === 'custom') {
    if (options.weights === undefined) throw new Error('The model custom needs its weights.');
    return options.weights;
  }
  const named: Partial<Record<RuleModel, MilestoneWeights>> = milestoneModels;
  return named[model] ?? null;
}

/** The remainder above, the place from the end below: one whole number by which to rank. */
const placesBits = 20;

function decaying(halfLifeMs: number): string[][] {
  if (!Number.isFinite(halfLifeMs) || halfLifeMs <= 0) throw new RangeError('A half-life is above nothing.');
  const age = `(t - at[n]) / toFloat64(${halfLifeMs})`;
  return [
    [`arrayMap(t -> toInt64(exp2(${age}) * ${decayUnit}), at) as decay_weights`],
    ['toFloat64(arraySum(decay_weights)) as decay_sum', 'toFloat64(size) as decay_size'],
    ['arrayMap(w -> decay_size * w / decay_sum, decay_weights) as decay_shares'],
    ['size - arraySum(s -> toInt64(s), decay_shares) as decay_left'],
    [
      `arrayMap((s, place) -> bitShiftLeft(toInt64((s - floor(s)) * ${remainderUnit}), ${placesBits}) + ${2 ** placesBits} - place, decay_shares, arrayEnumerate(decay_shares)) as decay_ranks`,
    ],
    // Above all ranks where nothing is left: then nobody gets one more.
    [
      'if(decay_left > 0, arrayReverseSort(decay_ranks)[decay_left], toInt64(9223372036854775807)) as decay_last_rank',
    ],
    ['arrayMap((s, r) -> toInt64(s) + (r >= decay_last_rank), decay_shares, decay_ranks) as decay_credits'],
  ];
}

/**
 * The four touchpoints of a deal that may hold milestones, in order of time. One that holds several stands in the first
 * of them with all their weights; `holds`: whether this one is another than those before.
 */
const slots = [
  { name: 'first', nth: '1', holds: null },
  { name: 'low', nth: 'low_nth', holds: 'has_low' },
  { name: 'high', nth: 'high_nth', holds: 'has_high' },
  { name: 'closed', nth: 'n', holds: 'has_closed' },
] as const;
type Slot = (typeof slots)[number];

const each = (of: (slot: Slot) => string): string[] => slots.map(of);

/** Over arrays with an element for each model: `of` names their elements, `as` the new array. */
const mapped = (of: string, arrays: Readonly<Record<string, string>>, as: string): string =>
  `arrayMap((${Object.keys(arrays).join(', ')}) -> ${of}, ${Object.values(arrays).join(', ')}) as ${as}`;

/** One array of each slot, under the names a, b, c and d. */
const ofSlots = (kind: string) => ({
  a: `first_${kind}`,
  b: `low_${kind}`,
  c: `high_${kind}`,
  d: `closed_${kind}`,
});
const letters = ['a', 'b', 'c', 'd'] as const;

function byWeights(models: readonly MilestoneWeights[]): string[][] {
  const constants = (key: keyof MilestoneWeights) =>
    `[${models.map((weights) => weights[key]).join(', ')}]::Array(Int64)`;
  const milestones = {
    f: constants('first'),
    l: constants('leadCreated'),
    o: constants('opportunityCreated'),
    c: constants('closed'),
  };
  return [
    ['least(lead_nth, opportunity_nth) as low_nth', 'greatest(lead_nth, opportunity_nth) as high_nth'],
    [
      'low_nth > 1 as has_low',
      'high_nth > 1 and high_nth != low_nth as has_high',
      'n > 1 and n != low_nth and n != high_nth as has_closed',
    ],
    each(({ name, nth, holds }) => {
      const held = `l * (lead_nth = ${nth}) + o * (opportunity_nth = ${nth}) + c * (n = ${nth})`;
      return mapped(holds ? `${holds} * (${held})` : `f + ${held}`, milestones, `${name}_weight`);
    }),
    [
      mapped('n - (a > 0) - (b > 0) - (c > 0) - (d > 0)', ofSlots('weight'), 'middle'),
      mapped('a + b + c + d', ofSlots('weight'), 'held'),
    ],
    [
      // Weights that all belong to milestones which were not reached say nothing: then each touch gets the same.
      mapped('if(m = 0, 0, greatest(r, h = 0))', { m: 'middle', h: 'held', r: constants('rest') }, 'rest'),
      mapped('greatest(m, 1)', { m: 'middle' }, 'middle_or_one'),
    ],
    [mapped('h + r', { h: 'held', r: 'rest' }, 'all_weight')],
    [
      ...each(({ name }) =>
        mapped('intDiv(size * w, t)', { w: `${name}_weight`, t: 'all_weight' }, `${name}_piece`),
      ),
      mapped('intDiv(size * r, t)', { r: 'rest', t: 'all_weight' }, 'pool'),
    ],
    [
      // Remainders in parts of `all × middle`; a slot without weight comes after all.
      ...each(({ name }) =>
        mapped(
          'if(w = 0, -1, (size * w - p * t) * m)',
          { w: `${name}_weight`, p: `${name}_piece`, t: 'all_weight', m: 'middle_or_one' },
          `${name}_over`,
        ),
      ),
      mapped('intDiv(p, m)', { p: 'pool', m: 'middle_or_one' }, 'each_gets'),
    ],
    ...whatIsLeft(),
  ];
}

/** What the pieces leave goes to the largest remainders, one by one. */
function whatIsLeft(): string[][] {
  const overs = { ...ofSlots('over'), rest: 'middle_over', m: 'middle', l: 'left_over' };
  return [
    [
      mapped(
        '(p - e * m) * t + size * r - p * t',
        { p: 'pool', e: 'each_gets', m: 'middle', t: 'all_weight', r: 'rest' },
        'middle_over',
      ),
      mapped(
        'size - e * m - a - b - c - d',
        { e: 'each_gets', m: 'middle', ...ofSlots('piece') },
        'left_over',
      ),
    ],
    [
      ...slots.map(({ name }, index) => mapped(`(${comesBefore(index)}) < l`, overs, `${name}_one`)),
      // How many touchpoints of the middle get one more.
      mapped(
        `greatest(0, least(m, l - ${letters.map((slot) => `(${slot} >= rest)`).join(' - ')}))`,
        overs,
        'middle_ones',
      ),
    ],
    [
      // Up to which touchpoint: those of milestones among them are stepped over.
      mapped(
        `x + ${slots
          .map(({ nth }, index) => {
            const before = letters.slice(0, index).map((slot) => ` - (${slot} > 0)`);
            return `(${letters[index]} > 0 and ${nth}${before.join('')} <= x)`;
          })
          .join(' + ')}`,
        { x: 'middle_ones', ...ofSlots('weight') },
        'more_until',
      ),
    ],
    each(({ name, nth }) =>
      mapped(
        `if(w = 0, 0, p + one - e - (${nth} <= until))`,
        {
          w: `${name}_weight`,
          p: `${name}_piece`,
          one: `${name}_one`,
          e: 'each_gets',
          until: 'more_until',
        },
        `${name}_more`,
      ),
    ),
  ];
}

/** How many touchpoints come before this one when what is left goes to the largest remainders. */
function comesBefore(index: number): string {
  const own = letters[index];
  const others = letters.flatMap((slot, other) =>
    other === index ? [] : [`(${slot} ${other < index ? '>=' : '>'} ${own})`],
  );
  return `${others.join(' + ')} + if(${own} < rest, m, 0)`;
}

/** The deals with all columns that several models need, each level a query over the one before. */
export function withCreditColumns(deals: string, { levels }: Pick<CreditsSql, 'levels'>): string {
  return levels.reduce((query, columns) => `select *, ${columns.join(',\n  ')} from (${query})`, deals);
}
