import { ratio, token_set_ratio, token_sort_ratio } from 'fuzzball';

// "Acme" within "Acme Logistics" may be the parent, the child or a stranger: worth asking, never worth assuming.
const mostForPart = 0.85;
const shortestSafeKey = 4;
const mostForShort = 0.9;

/**
 * How alike two companies' names are, 0 to 1, by their keys (see `company_key` in the migrations). Not affected by the
 * order of words; 1 only for keys that are equal but for their joining words.
 */
export function scoreNames(leftKey: string, rightKey: string): number {
  const left = withoutJoiners(leftKey);
  const right = withoutJoiners(rightKey);
  if (left === '' || right === '') return 0;
  const whole = Math.max(ratio(left, right), token_sort_ratio(left, right)) / 100;
  const part = Math.min(token_set_ratio(left, right) / 100, mostForPart);
  const score = left === right ? 1 : Math.min(Math.max(whole, part), 0.99);
  return Math.min(left.length, right.length) < shortestSafeKey ? Math.min(score, mostForShort) : score;
}

// "Bryan & Brown", "Bryan und Brown" and "Bryan-Brown" sign the same contracts.
function withoutJoiners(key: string): string {
  return key.replaceAll(/ (and|und|et|y|e|en|og|och) /g, ' ');
}
