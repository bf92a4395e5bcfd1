import type { Tx } from '../../../platform/postgres/database.ts';
import { loadRuleWords } from '../rules/load-rule-words.ts';
import { ruleSentence } from '../rules/sentence.ts';
import type { Say } from '../standing/explain-rule.ts';
import type { Judged } from './prepare.ts';

/** How the rules of a subject are said to people, in the names of the workspace. */
export async function loadSay(tx: Tx, judged: Judged): Promise<Say> {
  const words = await loadRuleWords(tx, judged.env, judged.rule);
  return (rule) => ruleSentence(rule, words);
}
