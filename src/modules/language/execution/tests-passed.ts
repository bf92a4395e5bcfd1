import type { Tx } from '../../../platform/postgres/database.ts';
import { definitionsInForce } from '../definitions/in-force.ts';
import { loadEnvironment } from '../rules/load-environment.ts';
import { firstHoldingSql } from './first-holding.ts';

export type TestsPassed = {
  definitionKey: string;
  word: string;
  versionNumber: number;
  isSigned: boolean;
  names: string[];
  /** Queries that give `contact_id, first_m, held_before` of who passed at any of the moments: all tests at once, and each. */
  allSql: string;
  eachSql: string[];
};

/**
 * Who met the tests of a definition of kind `test`, as it is in force, at any of some moments from when they were known.
 * Null: there is no such definition. To be run with `executionSettings`, after `leadFactsReady`.
 */
export async function testsPassed(
  tx: Tx,
  options: { workspaceId: string; key: string; moments: readonly Date[]; among: string },
): Promise<TestsPassed | null> {
  const found = (await definitionsInForce(tx)).find(({ key }) => key === options.key);
  if (found === undefined || found.body.kind !== 'test') return null;
  const { workspaceId, moments, among } = options;
  const env = await loadEnvironment(tx);
  const rules = found.body.tests.map(({ rule }) => rule);
  const first = (subject: { rules: typeof rules }) =>
    firstHoldingSql({ workspaceId, env, moments, among, subject });
  return {
    definitionKey: found.key,
    word: found.body.word,
    versionNumber: found.number,
    isSigned: !found.unsigned,
    names: found.body.tests.map(({ name }) => name),
    allSql: first({ rules }),
    eachSql: rules.map((rule) => first({ rules: [rule] })),
  };
}
