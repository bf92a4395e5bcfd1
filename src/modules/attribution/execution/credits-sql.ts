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

/** Which touchpoints of a deal may differ from the others; `low` and `high` are the two milestones' in order of time. */
export const places = {
  first: 'toInt64(1)',
  leadCreated: 'lead_nth',
  opportunityCreated: 'opportunity_nth',
  low: 'low_nth',
  high: 'high_nth',
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

/** A touchpoint that may hold milestones; slots of a model stand in order of time. */
type Slot = { place: Place; nth: string; name: string; weights: number[]; ranks: number[] };

/**
 * Where the milestones of a deal lie relative to each other, from 1 on. What each slot weighs follows from it alone, so
 * that it is looked up: a query of few expressions is understood sooner than one of many.
 */
const shapeSql = `1 + (n = 1) + 2 * multiIf(lead_nth = 0, 0, lead_nth = 1, 1, lead_nth = n, 2, 3)
  + 8 * multiIf(opportunity_nth = 0, 0, opportunity_nth = 1, 1, opportunity_nth = n, 2, 3)
  + 32 * multiIf(lead_nth < opportunity_nth, 0, lead_nth = opportunity_nth, 1, 2)`;

/** A deal of each shape, in the order of their numbers; those that cannot be are like any other. */
const shapes = Array.from({ length: 96 }, (_, code) => {
  const n = code % 2 === 1 ? 1 : 5;
  const isAfter = Math.floor(code / 32) === 2;
  const nthOf = (kind: number, between: number) => [0, 1, n, between][kind] ?? 0;
  const lead = nthOf(Math.floor(code / 2) % 4, isAfter ? 4 : 3);
  const opportunity = nthOf(Math.floor(code / 8) % 4, isAfter || Math.floor(code / 32) === 1 ? 3 : 4);
  return { n, lead, opportunity };
});

const sum = (terms: readonly string[]): string => terms.join(' + ');

/** A number for each shape. `transform` looks it up in a table made once; an array of constants would be made each time. */
function tableOf(values: readonly number[]): string {
  const counts = Map.groupBy(values, (value) => value);
  const [usual = 0] = [...counts].toSorted((a, b) => b[1].length - a[1].length).map(([value]) => value);
  const others = values.flatMap((value, code) => (value === usual ? [] : [{ shape: code + 1, value }]));
  if (others.length === 0) return `toInt64(${usual})`;
  const list = (of: (one: { shape: number; value: number }) => number) => others.map(of).join(', ');
  return `transform(toUInt8(shape), [${list(({ shape }) => shape)}], [${list(({ value }) => value)}]::Array(Int64), toInt64(${usual}))`;
}

/** The touchpoints that may hold milestones with a weight; one that holds several stands in the first of its slots. */
function slotsOf(m: string, weights: MilestoneWeights): Slot[] {
  const between: Place[] =
    weights.leadCreated > 0 && weights.opportunityCreated > 0
      ? ['low', 'high']
      : weights.leadCreated > 0
        ? ['leadCreated']
        : weights.opportunityCreated > 0
          ? ['opportunityCreated']
          : [];
  const taken: Place[] = [
    ...(weights.first > 0 ? ['first' as const] : []),
    ...between,
    ...(weights.closed > 0 ? ['closed' as const] : []),
  ];
  const held = shapes.map((shape) => {
    const seen = new Set<number>();
    return taken.map((place) => {
      const nth = nthIn(shape, place);
      if (nth === 0 || seen.has(nth)) return { weight: 0, rank: seen.size };
      seen.add(nth);
      return { weight: weightAt(shape, nth, weights), rank: seen.size };
    });
  });
  return taken.map((place, index) => ({
    place,
    nth: places[place],
    name: `${m}_${index + 1}`,
    weights: held.map((slots) => slots[index]?.weight ?? 0),
    ranks: held.map((slots) => slots[index]?.rank ?? 0),
  }));
}

type Shape = (typeof shapes)[number];

function nthIn({ n, lead, opportunity }: Shape, place: Place): number {
  if (place === 'first') return 1;
  if (place === 'leadCreated') return lead;
  if (place === 'opportunityCreated') return opportunity;
  if (place === 'low') return Math.min(lead, opportunity);
  if (place === 'high') return Math.max(lead, opportunity);
  return n;
}

function weightAt(shape: Shape, nth: number, weights: MilestoneWeights): number {
  return (
    (nth === 1 ? weights.first : 0) +
    (nth === shape.lead ? weights.leadCreated : 0) +
    (nth === shape.opportunity ? weights.opportunityCreated : 0) +
    (nth === shape.n ? weights.closed : 0)
  );
}

function byMilestones(
  m: string,
  weights: MilestoneWeights,
): Pick<CreditsSql, 'levels' | 'base' | 'differences'> {
  const slots = slotsOf(m, weights);
  const each = (of: (slot: Slot) => string) => slots.map(of);
  const ofShape = (of: (slots: { weight: number; rank: number }[]) => number) =>
    tableOf(
      shapes.map((_, code) =>
        of(slots.map((slot) => ({ weight: slot.weights[code] ?? 0, rank: slot.ranks[code] ?? 0 }))),
      ),
    );
  const heldWeight = (some: { weight: number }[]) => some.reduce((total, { weight }) => total + weight, 0);
  // Weights that all belong to milestones which were not reached say nothing: then each touch gets the same.
  const rest = ofShape((some) => (heldWeight(some) === 0 ? weights.rest || 1 : weights.rest));
  const differences = each(
    ({ name, nth }) =>
      `if(${name}_weight = 0, 0, ${name}_piece + ${name}_more - ${m}_each - (${nth} <= ${m}_end))`,
  );
  return {
    levels: [
      [
        `${shapeSql} as shape`,
        'least(lead_nth, opportunity_nth) as low_nth',
        'greatest(lead_nth, opportunity_nth) as high_nth',
      ],
      [
        ...each(({ name, weights: some }) => `${tableOf(some)} as ${name}_weight`),
        `n - ${ofShape((some) => some.filter(({ weight }) => weight > 0).length)} as ${m}_middle`,
      ],
      [`if(${m}_middle = 0, toInt64(0), ${rest}) as ${m}_rest`],
      [`${ofShape(heldWeight)} + ${m}_rest as ${m}_all`],
      [
        ...each(({ name }) => `intDiv(size * ${name}_weight, ${m}_all) as ${name}_piece`),
        `intDiv(size * ${m}_rest, ${m}_all) as ${m}_pool`,
      ],
      [
        // Remainders in parts of `all × middle`; a slot without weight comes after all.
        ...each(
          ({ name }) =>
            `if(${name}_weight = 0, -1, (size * ${name}_weight - ${name}_piece * ${m}_all) * greatest(${m}_middle, 1)) as ${name}_over`,
        ),
        `intDiv(${m}_pool, greatest(${m}_middle, 1)) as ${m}_each`,
      ],
      [
        `(${m}_pool - ${m}_each * ${m}_middle) * ${m}_all + size * ${m}_rest - ${m}_pool * ${m}_all as ${m}_over`,
        `${[`size - ${m}_each * ${m}_middle`, ...each(({ name }) => `${name}_piece`)].join(' - ')} as ${m}_left`,
      ],
      [
        ...slots.map((slot, index) => `(${comesBefore(m, index, slots)}) < ${m}_left as ${slot.name}_more`),
        // How many touchpoints of the middle get one more.
        `greatest(0, least(${m}_middle, ${[`${m}_left`, ...each(({ name }) => `(${name}_over >= ${m}_over)`)].join(' - ')})) as ${m}_extra`,
      ],
      [
        // Up to which touchpoint: those of milestones among them are stepped over.
        `${sum([
          `${m}_extra`,
          ...each(
            ({ name, nth, ranks }) => `(${name}_weight > 0 and ${nth} - ${tableOf(ranks)} < ${m}_extra)`,
          ),
        ])} as ${m}_end`,
      ],
    ],
    base: `${m}_each + (nth <= ${m}_end)`,
    differences: Object.fromEntries(slots.map(({ place }, index) => [place, differences[index]])),
  };
}

/** How many touchpoints come before this one when what is left goes to the largest remainders. */
function comesBefore(m: string, index: number, slots: readonly Slot[]): string {
  const over = `${slots[index]?.name}_over`;
  const others = slots.flatMap(({ name }, other) =>
    other === index ? [] : [`(${name}_over ${other < index ? '>=' : '>'} ${over})`],
  );
  return sum([...others, `if(${over} < ${m}_over, ${m}_middle, 0)`]);
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
