import type { Tx } from '../../../platform/postgres/database.ts';
import { definitionsInForce } from '../definitions/in-force.ts';
import { loadEnvironment } from '../rules/load-environment.ts';
import { holdingOfSql } from './first-holding.ts';

export type TestsPassed = {
  definitionKey: string;
  word: string;
  versionNumber: number;
  isSigned: boolean;
  names: string[];
  /** A query that gives `contact_id, met_0, met_1, …` of who passed at any of the moments: all tests at once, and each. */
  sql: string;
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
  return {
    definitionKey: found.key,
    word: found.body.word,
    versionNumber: found.number,
    isSigned: !found.unsigned,
    names: found.body.tests.map(({ name }) => name),
    sql: holdingOfSql({
      workspaceId,
      env,
      moments,
      among,
      subjects: [{ rules }, ...rules.map((rule) => ({ rules: [rule] }))],
    }),
  };
}
