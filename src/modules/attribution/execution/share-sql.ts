import {
  defaultHalfLifeMs,
  type MilestoneWeights,
  milestoneModels,
  type RuleModel,
} from '../models/models.ts';
import type { RuleOptions } from '../models/share-of-touches.ts';

/**
 * The same rules as `shareOfTouches`, as ClickHouse expressions over one row a touchpoint, in two steps: what is the
 * same for all touchpoints of a deal (computed over its arrays, before `array join`), and the part of one of them.
 *
 * The deal's row has `at Array(Int64)` (milliseconds, ascending), `is_direct Array(UInt8)`, `lead_created_ms` and
 * `opportunity_created_ms` (`notReached` where they were not). The touchpoint's row has `nth UInt32`, from 1 on.
 */
export type ShareSql = { perDeal: string[]; part: string };

/** Before all time, so that no touchpoint lies at or before it. */
export const notReached = '-9223372036854775808';

function shareSql(model: RuleModel, options: RuleOptions = {}): ShareSql {
  const count = 'toUInt32(length(at)) as touches';
  if (model === 'first') return { perDeal: [], part: 'toFloat64(nth = 1)' };
  if (model === 'last') return { perDeal: [count], part: 'toFloat64(nth = touches)' };
  if (model === 'linear') return { perDeal: [count], part: '1 / touches' };
  if (model === 'last-non-direct')
    return {
      perDeal: [
        'if(arrayLastIndex(d -> d = 0, is_direct) = 0, length(at), arrayLastIndex(d -> d = 0, is_direct)) as non_direct',
      ],
      part: 'toFloat64(nth = non_direct)',
    };
  if (model === 'time-decay') return decaying(options.halfLifeMs ?? defaultHalfLifeMs);
  const weights = model === 'custom' ? options.weights : milestoneModels[model];
  if (weights === undefined) throw new Error('The model custom needs its weights.');
  return byMilestones(model.replaceAll('-', '_'), weights);
}

function decaying(halfLifeMs: number): ShareSql {
  const half = literal(halfLifeMs);
  return {
    perDeal: ['at[length(at)] as last_at', `arraySum(t -> exp2((t - last_at) / ${half}), at) as decay_sum`],
    part: `exp2((at_ms - last_at) / ${half}) / decay_sum`,
  };
}

function byMilestones(name: string, weights: MilestoneWeights): ShareSql {
  const { first, leadCreated, opportunityCreated, closed, rest } = weights;
  // A milestone without weight holds no touchpoint: that one is of the middle.
  const holders = [
    ...(first > 0 ? ['1'] : []),
    ...(leadCreated > 0 ? ['lead_nth'] : []),
    ...(opportunityCreated > 0 ? ['opportunity_nth'] : []),
    ...(closed > 0 ? ['touches'] : []),
  ];
  const held =
    holders.length === 0
      ? 'toUInt64(0)'
      : `arrayUniq(arrayFilter(n -> n > 0, [${holders.map((holder) => `toUInt32(${holder})`).join(', ')}]))`;
  const own = [
    ...(first > 0 ? [`${literal(first)} * (nth = 1)`] : []),
    ...(leadCreated > 0 ? [`${literal(leadCreated)} * (nth = lead_nth)`] : []),
    ...(opportunityCreated > 0 ? [`${literal(opportunityCreated)} * (nth = opportunity_nth)`] : []),
    ...(closed > 0 ? [`${literal(closed)} * (nth = touches)`] : []),
  ];
  const given = [
    literal(Math.max(first, 0) + Math.max(closed, 0)),
    ...(leadCreated > 0 ? [`${literal(leadCreated)} * (lead_nth > 0)`] : []),
    ...(opportunityCreated > 0 ? [`${literal(opportunityCreated)} * (opportunity_nth > 0)`] : []),
    ...(rest > 0 ? [`${literal(rest)} * (touches > ${name}_held)`] : []),
  ];
  const mine = own.length === 0 ? 'toFloat64(0)' : `(${own.join(' + ')})`;
  const middle = rest > 0 ? `${literal(rest)} / greatest(touches - ${name}_held, 1)` : 'toFloat64(0)';
  return {
    perDeal: [
      'toUInt32(length(at)) as touches',
      'toUInt32(arrayCount(t -> t <= lead_created_ms, at)) as lead_nth',
      'toUInt32(arrayCount(t -> t <= opportunity_created_ms, at)) as opportunity_nth',
      `${held} as ${name}_held`,
      `(${given.join(' + ')}) as ${name}_given`,
    ],
    part: `if(${name}_given = 0, 1 / touches, if(${mine} > 0, ${mine}, ${middle}) / greatest(${name}_given, 1e-300))`,
  };
}

/** Several models in one pass: what they need of a deal, each once, and the part that each gives. */
export function sharesSql(
  models: readonly RuleModel[],
  options: RuleOptions = {},
): { perDeal: string[]; parts: { model: RuleModel; sql: string }[] } {
  const each = models.map((model) => ({ model, ...shareSql(model, options) }));
  return {
    perDeal: [...new Set(each.flatMap(({ perDeal }) => perDeal))],
    parts: each.map(({ model, part }) => ({ model, sql: part })),
  };
}

function literal(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('A weight is a finite number.');
  return `toFloat64(${value})`;
}
