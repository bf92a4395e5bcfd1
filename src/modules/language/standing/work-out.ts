import { factsAsOf } from '../facts/facts-as-of.ts';
import type { InteractionFact, LeadFacts, LeadHistory } from '../facts/lead-facts.ts';
import { dayMs } from '../rules/calendar.ts';
import { holds } from '../rules/evaluate.ts';
import { earliest, nextChangeAt } from '../rules/next-change.ts';
import { passiveTypes, type RuleGroup } from '../rules/rule.ts';
import { type Score, scoreLead } from '../scoring/score-lead.ts';
import type { GateInForce, Meaning, ModelInForce } from './meaning.ts';

/** A lead at a moment: every score, and what the gates ask of them. */
export type WorkedOut = {
  contactId: string;
  facts: LeadFacts;
  history: LeadHistory;
  scores: { model: ModelInForce; score: Score; nextChangeMs: number | null }[];
  lastActMs: number | null;
  /** When they have to be looked at again although nothing happens. */
  dueMs: number;
};

/** Nobody is looked at more often than that for time alone. */
const leastPauseMs = 1_000;
/** So far ahead changes are looked for; whoever does not change until then is looked at again then. */
const longestOutlookMs = 100 * dayMs;

/** Works out where a lead stands at a moment; null before anybody knew of them, with when that will be. */
export function workOut(history: LeadHistory, atMs: number, meaning: Meaning): WorkedOut | null {
  const facts = factsAsOf(history, atMs);
  if (facts === null) return null;
  const { environment } = meaning;
  const comesMs = nextOf(history, atMs);
  const scores = meaning.models.map((model) => ({
    model,
    score: scoreLead(model.model, facts, environment),
    nextChangeMs: earliest([
      nextChangeAt(facts, environment, { model: model.model }, longestOutlookMs),
      comesMs,
    ]),
  }));
  let soonestMs = earliest([...scores.map((score) => score.nextChangeMs), comesMs]);
  for (const rule of meaning.gates.filter((gate) => !gate.unsigned).flatMap(rulesOfGate)) {
    // Later changes are found when they are looked at again then.
    const withinMs = soonestMs === null ? longestOutlookMs : soonestMs - atMs;
    soonestMs = earliest([soonestMs, nextChangeAt(facts, environment, { rule }, withinMs)]);
  }
  const dueMs = soonestMs === null ? atMs + longestOutlookMs : Math.max(soonestMs, atMs + leastPauseMs);
  return {
    contactId: history.contactId,
    facts,
    history,
    scores,
    lastActMs: facts.interactions.findLast(isAct)?.atMs ?? null,
    dueMs,
  };
}

/** What somebody did, rather than what was sent to them or told later of the same. */
const isAct = (fact: InteractionFact): boolean => fact.counted && !passiveTypes.includes(fact.type);

const rulesOfGate = ({ gate, sendsBack }: GateInForce): RuleGroup[] =>
  [gate, sendsBack].filter((rule) => rule !== null);

/** Whether a rule held at an earlier moment, by what is known now. */
export function heldAt(history: LeadHistory, atMs: number, meaning: Meaning): (rule: RuleGroup) => boolean {
  const facts = factsAsOf(history, atMs);
  return (rule) => facts !== null && holds(rule, facts, meaning.environment);
}

/** What is known already and only begins to count: a meeting next week, a deal opened tomorrow. */
function nextOf(history: LeadHistory, atMs: number): number | null {
  const times = [
    history.knownAtMs,
    ...history.interactions.map((fact) => fact.atMs),
    ...history.contact.map((state) => state.fromMs),
    ...history.accountIds.map((state) => state.fromMs),
    ...Object.values(history.accounts).flatMap((states) => states.map((state) => state.fromMs)),
    ...history.opportunities.flatMap((deal) => [
      deal.openedAtMs,
      deal.joinedAtMs,
      deal.closedAtMs ?? 0,
      ...deal.stages.map((stage) => stage.atMs),
      ...deal.fields.map((state) => state.fromMs),
    ]),
    ...Object.values(history.reachedMs),
  ];
  return earliest(times.filter((ms) => ms > atMs));
}
