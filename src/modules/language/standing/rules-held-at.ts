import type { Tx } from '../../../platform/postgres/database.ts';
import { loadLeadHistories } from '../facts/load-lead-histories.ts';
import { holds } from '../rules/evaluate.ts';
import { explainRule } from './explain-rule.ts';
import { loadMeaning, type Meaning } from './meaning.ts';
import { type WorkedOut, workOut } from './work-out.ts';

/** A rule of a definition in force on which a lead rested: it held, or it gave points. */
export type RuleHeld = {
  definitionKey: string;
  word: string;
  versionNumber: number;
  kind: 'gate' | 'test' | 'signal';
  rule: string;
};

/** Of each lead and moment asked: the rules of gates, tests and scores that held then, by what is in force now. */
export async function rulesHeldAt(
  tx: Tx,
  workspaceId: string,
  asked: readonly { contactId: string; atMs: number }[],
): Promise<RuleHeld[][]> {
  if (asked.length === 0) return [];
  const histories = await loadLeadHistories(tx, [...new Set(asked.map(({ contactId }) => contactId))]);
  const byContact = new Map(histories.map((history) => [history.contactId, history]));
  const meaning = await loadMeaning(tx, workspaceId);
  return asked.map(({ contactId, atMs }) => {
    const history = byContact.get(contactId);
    const one = history ? workOut(history, atMs, meaning) : null;
    return one === null ? [] : heldBy(one, meaning);
  });
}

function heldBy(one: WorkedOut, meaning: Meaning): RuleHeld[] {
  const named = ({ key, word, versionNumber }: { key: string; word: string; versionNumber: number }) => ({
    definitionKey: key,
    word,
    versionNumber,
  });
  const tests = meaning.tests.flatMap((test) =>
    test.tests
      .filter(({ rule }) => holds(rule, one.facts, meaning.environment))
      .map(({ name }) => ({ ...named(test), kind: 'test' as const, rule: name })),
  );
  const gates = meaning.gates.flatMap((gate) =>
    gate.gate === null
      ? []
      : explainRule(gate.gate, one.facts, meaning)
          .filter((part) => part.holds)
          .map(({ text }) => ({ ...named(gate), kind: 'gate' as const, rule: text })),
  );
  const signals = one.scores.flatMap(({ model, score }) => {
    const gave = [...score.ledger.fit, ...score.ledger.engagement].filter(({ worthMilli }) => worthMilli > 0);
    return [...new Set(gave.map(({ name }) => name))].map((rule) => ({
      ...named(model),
      kind: 'signal' as const,
      rule,
    }));
  });
  return [...tests, ...gates, ...signals];
}
