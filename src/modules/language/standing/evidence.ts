import type { LeadFacts } from '../facts/lead-facts.ts';
import { matchInteractions } from '../rules/match-interactions.ts';
import { type RuleGroup, rulesOf } from '../rules/rule.ts';
import type { Move } from './decide-moves.ts';
import { explainRule, type RulePart } from './explain-rule.ts';
import type { GateInForce, Meaning } from './meaning.ts';
import type { WorkedOut } from './work-out.ts';

const mostInteractions = 50;

/** Why a gate moved a lead, as it was then; kept with the change of stage. */
export type MoveEvidence = {
  definitionId: string;
  definition: string;
  versionNumber: number;
  sentence: string;
  parts: RulePart[];
  scores: { key: string; word: string; points: number; grade: string }[];
  /** The interactions that counted, latest first, up to fifty. */
  interactionIds: string[];
};

export function evidenceOf(options: {
  one: WorkedOut;
  move: Move<GateInForce>;
  meaning: Meaning;
}): MoveEvidence {
  const { one, move, meaning } = options;
  const { gate, outcome } = move;
  const rule = outcome === 'reached' ? gate.gate : gate.sendsBack;
  return {
    definitionId: gate.definitionId,
    definition: gate.word,
    versionNumber: gate.versionNumber,
    sentence: rule === null ? '' : meaning.say(rule),
    parts: rule === null ? [] : explainRule(rule, one.facts, meaning),
    scores: one.scores.map(({ model, score }) => ({
      key: model.key,
      word: model.word,
      points: score.pointsMilli / 1_000,
      grade: score.grade,
    })),
    interactionIds: rule === null ? [] : countedIds(rule, one, meaning),
  };
}

/** Ids of what the rule counted, or what gave points in a score that it asks. */
function countedIds(rule: RuleGroup, one: WorkedOut, meaning: Meaning): string[] {
  const { facts } = one;
  const ids = new Map<string, number>();
  const add = (interactions: LeadFacts['interactions']) => {
    for (const { id, atMs, counted } of interactions) if (counted) ids.set(id, atMs);
  };
  for (const { field, of } of rulesAsked(rule, meaning)) {
    if (field.startsWith('interactions.')) {
      add(matchInteractions(of ?? {}, facts.interactions, facts.atMs, meaning.environment));
    }
    if (field.startsWith('score.')) {
      const key = field.split('.')[1];
      const scored = one.scores.find(({ model }) => model.key === key);
      add((scored?.score.ledger.engagement ?? []).flatMap(({ interaction }) => interaction ?? []));
    }
  }
  const latest = [...ids].toSorted(([, left], [, right]) => right - left);
  return latest.slice(0, mostInteractions).map(([id]) => id);
}

/** The rules of a gate and of the tests that it asks. */
function rulesAsked(rule: RuleGroup, { environment }: Meaning) {
  const asked = new Set<string>();
  const all = [...rulesOf(rule)];
  for (const { field } of all) {
    if (!field.startsWith('passes.') || asked.has(field)) continue;
    asked.add(field);
    for (const inner of environment.passes.get(field.slice('passes.'.length)) ?? [])
      all.push(...rulesOf(inner));
  }
  return all;
}
