import type { RuleEnvironment } from '../rules/environment.ts';
import type { RuleGroup } from '../rules/rule.ts';
import type { ScoringModel } from '../scoring/model.ts';
import { scoreLead } from '../scoring/score-lead.ts';
import { aucOf } from './auc.ts';
import { calibrate, calibrationBins } from './calibrate.ts';
import type { Candidate } from './candidate.ts';
import type { Suggestion } from './contract.ts';
import { foldsOf } from './cross-validate.ts';
import { findConsequences } from './find-consequences.ts';
import { findLeaks } from './find-leaks.ts';
import { findSignals } from './find-signals.ts';
import { choosePenalty, type FoldFit, fitFolds, fitModel } from './fit-model.ts';
import { interactionCandidates } from './interaction-candidates.ts';
import type { LearningSet } from './learning-set.ts';
import { logOdds } from './logistic.ts';
import type { OutcomeQuestion } from './outcome.ts';
import { rowsOf } from './select-signals.ts';
import { type PointedSignal, pointSignals, roundToPoints, sumOfPoints, toScoringModel } from './to-points.ts';

const foldCount = 5;
const seed = 'suggest';

export type Learning = {
  set: LearningSet;
  question: OutcomeQuestion;
  env: RuleEnvironment;
  keep: readonly string[];
  /** The model in force, to be measured against on the same leads. */
  baseline: ScoringModel | null;
  /** A rule as one readable sentence. */
  sayRule: (rule: RuleGroup) => string;
};

export type Learnt = Omit<Suggestion, 'sentence'>;

/** From leads and their outcomes to a model: leaks first, then signals, then weights and points, all cross-validated. */
export async function learn(options: Learning): Promise<Learnt> {
  const { set, question, env, baseline } = options;
  const { outcomes, groups } = set;
  const foldOf = foldsOf({ groups, outcomes, folds: foldCount, seed });
  const { leaks, doubts, leaveOut } = suspects(options, foldOf);
  const columns = await findSignals({ leads: set.leads, env, leaveOut });
  const folds = await fitFolds({ columns, outcomes, foldOf, folds: foldCount });
  const penalty = choosePenalty(folds, outcomes);
  const judged = judgeByFolds(folds, outcomes, penalty);
  const learnt = fitModel(columns, outcomes, penalty);
  const signals = pointSignals({ learnt, set, env });
  const curve = calibrate(judged.odds, outcomes);
  const positives = outcomes.reduce((sum, one) => sum + one, 0);
  return {
    outcome: question.label,
    leads: set.leads.length,
    positives,
    auc: judged.folds.reduce((sum, fold) => sum + fold, 0) / Math.max(1, judged.folds.length),
    folds: judged.folds,
    baselineAuc: baseline ? modelAuc(baseline, set, env) : null,
    calibration: calibrationBins(
      judged.odds.map((odds) => curve.chanceOf(odds)),
      outcomes,
    ),
    signals: signals.map((signal) => present(signal, set, options.sayRule)),
    leaks,
    model: signals.length === 0 ? null : toScoringModel({ signals, nameOf: options.sayRule, set, env }),
    notes: [...set.notes, ...doubts],
  };
}

function suspects({ set, question, env, keep, sayRule }: Learning, foldOf: Uint8Array) {
  const { leaks, doubts } = findLeaks({
    set,
    env,
    foldOf,
    outcomeField: question.field,
    verb: question.verb,
  });
  const candidates: Candidate[] = interactionCandidates({ leads: set.leads, env, leaveOut: new Set() });
  const follow = findConsequences({ candidates, set, nameOf: ({ rule }) => sayRule(rule) });
  const isKept = (field: string, label: string) => keep.includes(field) || keep.includes(label);
  const all = [...leaks, ...follow].map((leak) => ({ ...leak, kept: isKept(leak.field, leak.label) }));
  const leaveOut = new Set(all.filter(({ kept }) => !kept).map(({ field }) => field));
  if (question.field !== null) leaveOut.add(question.field);
  return { leaks: all, doubts, leaveOut };
}

/** Everything from the choice of signals to whole points was done on the other folds, and is judged on this one. */
function judgeByFolds(
  folds: readonly FoldFit[],
  outcomes: Uint8Array,
  penalty: number,
): { folds: number[]; odds: number[] } {
  const odds = new Array<number>(outcomes.length).fill(0);
  const aucs = folds.flatMap(({ train, test, columns, fits }) => {
    const fit = fits[penalty];
    if (!fit) return [];
    for (const [place, cells] of rowsOf(columns, test).entries())
      odds[test[place] ?? 0] = logOdds(fit, cells);
    const points = roundToPoints(fit.weights, columns, train);
    const auc = aucOf(
      test.map((row) => sumOfPoints(points, columns, row)),
      test.map((row) => outcomes[row] ?? 0),
    );
    return auc === null ? [] : [auc];
  });
  return { folds: aucs, odds };
}

/** AUC of a scoring model's points on these leads, each at the moment it is judged. */
export function modelAuc(model: ScoringModel, set: LearningSet, env: RuleEnvironment): number | null {
  return aucOf(
    set.leads.map(({ facts }) => scoreLead(model, facts, env).pointsMilli),
    set.outcomes,
  );
}

function present(
  { column, points, weight }: PointedSignal,
  { outcomes }: LearningSet,
  sayRule: (rule: RuleGroup) => string,
): Suggestion['signals'][number] {
  const count = { with: 0, without: 0 };
  for (const [row, outcome] of outcomes.entries()) {
    if (column.holds[row] === 1) count.with += outcome;
    else count.without += outcome;
  }
  const without = outcomes.length - column.support;
  return {
    field: column.candidate.field,
    rule: column.candidate.rule,
    sentence: sayRule(column.candidate.rule),
    points,
    weight,
    support: column.support,
    rateWith: count.with / Math.max(1, column.support),
    rateWithout: count.without / Math.max(1, without),
  };
}
