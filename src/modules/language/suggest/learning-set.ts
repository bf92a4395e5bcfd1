import { factsAsOf } from '../facts/facts-as-of.ts';
import type { LeadFacts, LeadHistory } from '../facts/lead-facts.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { type Landmarks, placeLandmarks } from './landmarks.ts';
import type { OutcomeQuestion } from './outcome.ts';

/** A lead as it stood at the moment it is judged, and what became of it. */
export type LearningLead = {
  /** At the moment of judging. */
  facts: LeadFacts;
  /** At the end of the period: what is written in the record by now. */
  now: LeadFacts;
  outcome: 0 | 1;
  /** People of one account stand together. */
  group: string;
  /** When they first went past the first lifecycle stage: from then on, our own work follows from our judgement. */
  passedOnMs: number | null;
};

export type LearningSet = {
  leads: LearningLead[];
  outcomes: Uint8Array;
  groups: string[];
  judged: Landmarks['judged'];
  notes: string[];
};

/** Puts each lead at its moment of judging; leads of whom it is too early to tell are left out. */
export function makeLearningSet(options: {
  histories: Iterable<LeadHistory>;
  question: OutcomeQuestion;
  env: RuleEnvironment;
  endMs: number;
}): LearningSet {
  const { question, endMs, env } = options;
  const known = [...options.histories].filter((history) => history.knownAtMs <= endMs);
  const answers = known.map((history) => question.answer(history, endMs));
  const placed = placeLandmarks({
    leads: known.map((history, index) => ({
      id: history.contactId,
      knownAtMs: history.knownAtMs,
      passedOnMs: firstPassedOn(history, env),
      outcome: answers[index] ?? { is: false, atMs: null },
    })),
    endMs,
  });
  const leads: LearningLead[] = [];
  for (const [index, history] of known.entries()) {
    const atMs = placed.landmarks[index] ?? null;
    if (atMs === null) continue;
    // Some records are younger than their outcome; they are judged by what they first said.
    const facts = factsAsOf({ ...history, knownAtMs: Math.min(history.knownAtMs, atMs) }, atMs);
    const now = factsAsOf(history, endMs);
    if (!facts || !now) continue;
    const accountId = history.accountIds.at(-1)?.accountId ?? history.contactId;
    leads.push({
      facts: placed.judged === 'now' ? { ...facts, interactions: [] } : facts,
      now,
      outcome: answers[index]?.is ? 1 : 0,
      group: accountId,
      passedOnMs: firstPassedOn(history, env),
    });
  }
  return {
    leads,
    outcomes: Uint8Array.from(leads, (lead) => lead.outcome),
    groups: leads.map((lead) => lead.group),
    judged: placed.judged,
    notes: placed.notes,
  };
}

function firstPassedOn(history: LeadHistory, env: RuleEnvironment): number | null {
  const [first] = env.stages;
  const later = Object.entries(history.reachedMs).flatMap(([stage, ms]) => (stage === first ? [] : [ms]));
  return later.length === 0 ? null : Math.min(...later);
}
