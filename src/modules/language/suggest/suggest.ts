import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { listStages } from '../../people/index.ts';
import { outcomes } from '../backtest/contract.ts';
import { findMilestones, requireOutcome } from '../backtest/milestones.ts';
import type { LeadHistory } from '../facts/lead-facts.ts';
import { addDays, startOfDay } from '../rules/calendar.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { loadEnvironment } from '../rules/load-environment.ts';
import { loadRuleWords } from '../rules/load-rule-words.ts';
import type { RuleGroup } from '../rules/rule.ts';
import { type RuleWords, ruleSentence } from '../rules/sentence.ts';
import type { Suggestion } from './contract.ts';
import { type Learnt, learn } from './learn.ts';
import { makeLearningSet } from './learning-set.ts';
import { loadLeads } from './load-leads.ts';
import { fieldOutcome, findOutcomeField, type OutcomeQuestion, stageOutcome } from './outcome.ts';

/** Fewer than this of either kind, and what is learnt is chance. */
const leastOfAKind = 20;

type Ask = {
  outcome: string;
  outcomeValue?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  keep: readonly string[];
};

/**
 * Learns from the leads that became known in a period what foretells an outcome, as it stood on the period's last day,
 * and proposes a scoring model. Changes nothing.
 */
export async function suggest(options: {
  inWorkspace: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  ask: Ask;
  now: Date;
}): Promise<Suggestion> {
  const { ask } = options;
  const loaded = await options.inWorkspace((tx) => load({ tx, ask, now: options.now }));
  const { env, question, histories } = loaded;
  const set = makeLearningSet({ histories, question, env, endMs: loaded.end.getTime() });
  requireEnough(set.outcomes, question);
  set.notes.unshift(...loaded.notes);
  const baseline = [...env.models][0];
  const learnt = await learn({
    set,
    question,
    env,
    keep: ask.keep,
    baseline: baseline?.[1] ?? null,
    sayRule: loaded.sayRule,
  });
  return { ...learnt, sentence: sentenceOf(learnt, question) };
}

async function load({ tx, ask, now }: { tx: Tx; ask: Ask; now: Date }) {
  const env = await loadEnvironment(tx);
  const { from, end } = periodOf(ask, env, now);
  const { histories, notes } = await loadLeads({ tx, from, end });
  const question = await questionOf({ tx, ask, env, histories });
  const words = await loadWords(tx, env);
  return { env, end, histories, notes, question, sayRule: (rule: RuleGroup) => ruleSentence(rule, words) };
}

/** Names of all that a rule could mention: which ones it will, is not known before it is learnt. */
async function loadWords(tx: Tx, env: RuleEnvironment): Promise<RuleWords> {
  const words = await loadRuleWords(tx, env, []);
  const named = await tx.rows<{ id: string; name: string }>(
    sql`select id::text, name from campaign union all select id::text, title from asset limit 50000`,
  );
  return { ...words, names: new Map(named.map(({ id, name }) => [id, name])) };
}

function periodOf(ask: Ask, env: RuleEnvironment, now: Date): { from: Date | null; end: Date } {
  const { from, to } = ask;
  if (from !== undefined && to !== undefined && from > to)
    throw new AppError('invalid_input', 'The period ends before it begins.', {
      fields: [{ path: 'to', message: 'before from' }],
    });
  const lastMs = to === undefined ? now.getTime() : startOfDay(addDays(to, 1), env.timeZone) - 1;
  return {
    from: from === undefined ? null : new Date(startOfDay(from, env.timeZone)),
    end: new Date(Math.min(now.getTime(), lastMs)),
  };
}

async function questionOf(options: {
  tx: Tx;
  ask: Ask;
  env: RuleEnvironment;
  histories: readonly LeadHistory[];
}): Promise<OutcomeQuestion> {
  const { tx, ask, env, histories } = options;
  const { outcome, outcomeValue } = ask;
  const stage = outcomes.find((one) => one === outcome);
  if (stage !== undefined) {
    const { milestones } = findMilestones(await listStages({ tx }));
    requireOutcome(milestones, stage);
    return stageOutcome({ outcome: stage, stages: milestones[stage] });
  }
  return fieldOutcome({ field: findOutcomeField(outcome, env), value: outcomeValue, env, histories });
}

function requireEnough(had: Uint8Array, question: OutcomeQuestion): void {
  const positives = had.reduce((sum, one) => sum + one, 0);
  const negatives = had.length - positives;
  if (positives >= leastOfAKind && negatives >= leastOfAKind) return;
  throw new AppError(
    'unprocessable',
    `Too little to learn from: of ${had.length} leads that can be judged, ${positives} ${question.verb} and ${negatives} did not come so far. At least ${leastOfAKind} of each are needed; take a longer period or another outcome.`,
  );
}

const numerals = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
  'Thirteen',
  'Fourteen',
  'Fifteen',
  'Sixteen',
  'Seventeen',
  'Eighteen',
];

function sentenceOf(learnt: Learnt, { verb }: OutcomeQuestion): string {
  const share = Math.round((learnt.positives / learnt.leads) * 100);
  const count = learnt.signals.length;
  const leads = learnt.leads.toLocaleString('en');
  const base = `Of ${leads} leads, ${share} % ${verb}.`;
  if (count === 0) return `${base} No signal tells them apart better than chance.`;
  const word = numerals[count] ?? String(count);
  const tell = count === 1 ? 'One signal tells' : `${word} signals tell`;
  const force =
    learnt.baselineAuc === null ? '' : `; the model in force has ${learnt.baselineAuc.toFixed(2)}`;
  return `${base} ${tell} them apart with an AUC of ${learnt.auc.toFixed(2)}${force}.`;
}
