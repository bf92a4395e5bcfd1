import type { RuleEnvironment } from '../rules/environment.ts';
import { type InteractionFilter, isGroup, type RuleGroup } from '../rules/rule.ts';
import type { ScoringModel } from '../scoring/model.ts';
import { type Score, scoreLead } from '../scoring/score-lead.ts';
import type { Column } from './candidate.ts';
import { findFading } from './fading.ts';
import type { Penalised } from './fit-model.ts';
import type { LearningSet } from './learning-set.ts';
import { logit, lossOf } from './logistic.ts';

/** What the best lead that was seen scores, about. */
const bestLead = 100;
/** Below this a signal only makes the model longer. */
const leastPoints = 2;
const mostPoints = 1_000;

export type PointedSignal = {
  column: Column;
  points: number;
  /** Log-odds for one standard deviation. */
  weight: number;
  halfLifeDays: number | null;
};

/** Whole points in proportion to the weights, so that the best lead seen has about a hundred. */
export function roundToPoints(
  weights: ArrayLike<number>,
  columns: readonly Column[],
  rows: readonly number[],
): number[] {
  let best = 0;
  let worst = 0;
  for (const row of rows) {
    let sum = 0;
    for (const [index, { holds }] of columns.entries()) if (holds[row] === 1) sum += weights[index] ?? 0;
    best = Math.max(best, sum);
    worst = Math.min(worst, sum);
  }
  const scale = bestLead / (best > 0 ? best : Math.max(-worst, 1e-9));
  return columns.map((_, index) => {
    const points = Math.round((weights[index] ?? 0) * scale);
    return Math.abs(points) < leastPoints ? 0 : Math.max(-mostPoints, Math.min(mostPoints, points));
  });
}

export const sumOfPoints = (points: readonly number[], columns: readonly Column[], row: number): number => {
  let sum = 0;
  for (const [index, { holds }] of columns.entries()) if (holds[row] === 1) sum += points[index] ?? 0;
  return sum;
};

/** The signals that keep points, heaviest first, with the half-lives that the data show. */
export function pointSignals(options: {
  learnt: Penalised;
  set: LearningSet;
  env: RuleEnvironment;
}): PointedSignal[] {
  const { learnt, set, env } = options;
  const { columns, fit, penalty } = learnt;
  const every = set.leads.map((_, row) => row);
  const fading = columns.map((column, index) => {
    const of = filterOf(column.candidate.rule);
    const weight = fit.weights[index] ?? 0;
    if (!of || (of.withinDays ?? 0) < 90) return null;
    const offset = Float64Array.from(set.leads, (_, row) => {
      let sum = fit.intercept - (column.holds[row] === 1 ? weight : 0);
      for (const [other, { holds }] of columns.entries())
        if (holds[row] === 1) sum += fit.weights[other] ?? 0;
      return sum;
    });
    const found = findFading({ of, leads: set.leads, outcomes: set.outcomes, offset, env, penalty });
    // Fading must not turn a signal around: then it is something else that fades.
    return found && Math.sign(found.weight) === Math.sign(weight) ? found : null;
  });
  const fresh = columns.map((_, index) => fading[index]?.weight ?? fit.weights[index] ?? 0);
  const points = roundToPoints(fresh, columns, every);
  return columns
    .map((column, index) => ({
      column,
      points: points[index] ?? 0,
      weight: fit.standardised[index] ?? 0,
      halfLifeDays: fading[index]?.halfLifeDays ?? null,
    }))
    .filter((signal) => signal.points !== 0)
    .sort((left, right) => Math.abs(right.points) - Math.abs(left.points));
}

/** A scoring model that people can read and sign: what leads are makes their fit, what they did their engagement. */
export function toScoringModel(options: {
  signals: readonly PointedSignal[];
  nameOf: (rule: RuleGroup) => string;
  set: LearningSet;
  env: RuleEnvironment;
}): ScoringModel {
  const { signals, set, env } = options;
  const named = signals.map((signal, index) => ({
    ...signal,
    key: `s${index + 1}_${slug(signal.column.candidate.family)}`.slice(0, 40),
    name: options.nameOf(signal.column.candidate.rule).slice(0, 120),
  }));
  const asRule = ({ key, name, points, column }: (typeof named)[number]) => ({
    key,
    name,
    points,
    rule: column.candidate.rule,
  });
  const ofInteractions = named.filter(({ column }) => column.candidate.source === 'interactions');
  const withoutThresholds: ScoringModel = {
    fit: {
      signals: named.filter(({ column }) => column.candidate.source === 'record').map(asRule),
      groups: [],
      letters: [3, 2, 1],
    },
    engagement: {
      signals: ofInteractions.flatMap(({ key, name, points, column, halfLifeDays }) => {
        const of = filterOf(column.candidate.rule);
        if (!of) return [];
        return [{ key, name, points, of, per: 'once' as const, ...(halfLifeDays ? { halfLifeDays } : {}) }];
      }),
      rules: ofInteractions.filter(({ column }) => !filterOf(column.candidate.rule)).map(asRule),
      groups: [],
      levels: [3, 2, 1],
    },
    account: { method: 'sum_of_best', best: 3 },
  };
  const scores = set.leads.map(({ facts }) => scoreLead(withoutThresholds, facts, env));
  const cut = (part: (score: Score) => number) =>
    splitByOutcome(
      scores.map((score) => Math.floor(part(score) / 1_000)),
      set.outcomes,
    );
  return {
    ...withoutThresholds,
    fit: { ...withoutThresholds.fit, letters: cut(({ fitMilli }) => fitMilli) },
    engagement: { ...withoutThresholds.engagement, levels: cut(({ engagementMilli }) => engagementMilli) },
  };
}

/** "At least once in a window" is an interaction that gives points; whatever else is a rule. */
function filterOf(rule: RuleGroup): InteractionFilter | null {
  const [only] = rule.rules;
  if (rule.rules.length !== 1 || rule.not === true || !only || isGroup(only) || !only.of) return null;
  return only.field === 'interactions.count' && only.operator === '>=' && only.value === 1 ? only.of : null;
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^(contact|account)\.(custom\.)?/, '')
    .replace(/[0-9a-f]{8}-[0-9a-f-]+/g, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');

const leastShare = 0.05;
const mostCuts = 24;

/** The three cuts, at points that leads do have, that tell the outcome best (least log-loss of the four parts). */
function splitByOutcome(points: readonly number[], outcomes: Uint8Array): [number, number, number] {
  const cuts = possibleCuts(points);
  const parts = prefixSums(points, outcomes, cuts);
  let best: { loss: number; cut: [number, number, number] } | null = null;
  for (let low = 0; low < cuts.length; low++) {
    for (let middle = low + 1; middle < cuts.length; middle++) {
      for (let high = middle + 1; high < cuts.length; high++) {
        const loss = parts(-1, low) + parts(low, middle) + parts(middle, high) + parts(high, cuts.length);
        if (best && best.loss <= loss) continue;
        best = { loss, cut: [cuts[high] ?? 0, cuts[middle] ?? 0, cuts[low] ?? 0] };
      }
    }
  }
  if (best) return best.cut;
  // Too few different scores for four parts: the highest is A, whatever lies below is D.
  const top = Math.max(1, ...points);
  const second = Math.min(top - 1, cuts[0] ?? top - 1);
  return [top, second, second - 1];
}

function possibleCuts(points: readonly number[]): number[] {
  const ordered = points.toSorted((left, right) => left - right);
  const least = Math.ceil(ordered.length * leastShare);
  const distinct = [...new Set(ordered)].slice(1);
  const roomy = distinct.filter((cut) => {
    const below = ordered.findIndex((value) => value >= cut);
    return below >= least && ordered.length - below >= least;
  });
  const step = Math.max(1, Math.ceil(roomy.length / mostCuts));
  return roomy.filter((_, index) => index % step === 0);
}

/** Loss of a part between two cuts, were all its leads given the share of the outcome in it. */
function prefixSums(points: readonly number[], outcomes: Uint8Array, cuts: readonly number[]) {
  const leads = new Float64Array(cuts.length + 1);
  const positives = new Float64Array(cuts.length + 1);
  for (const [row, value] of points.entries()) {
    const above = cuts.findIndex((cut) => value < cut);
    const part = above === -1 ? cuts.length : above;
    leads[part] = (leads[part] ?? 0) + 1;
    positives[part] = (positives[part] ?? 0) + (outcomes[row] ?? 0);
  }
  return (from: number, to: number): number => {
    let [count, had] = [0, 0];
    for (let part = from + 1; part <= to; part++) {
      count += leads[part] ?? 0;
      had += positives[part] ?? 0;
    }
    // One lead in ten parts of either kind: a part without any must not cost infinitely much.
    const odds = logit((had + 0.5) / (count + 1));
    return had * lossOf(odds, 1) + (count - had) * lossOf(odds, 0);
  };
}
