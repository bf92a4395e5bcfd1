import type { InteractionFact } from '../facts/lead-facts.ts';
import type { InteractionFilter, Rule, RuleGroup } from '../rules/rule.ts';

/** Something that might tell leads with the outcome from the others; a rule, so that what is learnt can be signed. */
export type Candidate = {
  /** The field it asks, as rules name it. */
  field: string;
  rule: RuleGroup;
  /** From what leads are, or from what they did. */
  source: 'record' | 'interactions';
  /**
   * Of interactions: which question it belongs to. `type:webinar_attended`; what `--keep` names, and what is a leak or
   * not as a whole.
   */
  family: string;
  /** Of interactions: what alone can matter to the rule; */
  matters?: (fact: InteractionFact) => boolean;
  /** which leads have any of that, by their row, and which; the rule holds for nobody else. */
  had?: ReadonlyMap<number, readonly InteractionFact[]>;
};

/** One column of the matrix: for which leads the rule holds, 0 or 1. */
export type Column = {
  candidate: Candidate;
  holds: Uint8Array;
  /** The rows for which it holds, in order. */
  at: Int32Array;
  support: number;
};

export const ruleOf = (rule: Rule): RuleGroup => ({ combinator: 'and', rules: [rule] });

export const countRule = (of: InteractionFilter, atLeast: number): RuleGroup =>
  ruleOf({ field: 'interactions.count', operator: '>=', value: atLeast, of });

/** A signal has to hold, and not to hold, for so many: below that, its weight is an anecdote. */
export const leastSupport = (leads: number): number => Math.max(20, Math.ceil(leads * 0.005));
