import { call } from '@orpc/server';
import { requestOf, type SignedIn, signInMember } from '../../../../test/support/people.ts';
import type { TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import type { Role } from '../../workspace/access.ts';
import type { BodyOf } from './bodies.ts';
import type { DefinitionVersion } from './contract.ts';
import { definitionsRouter as router } from './router.ts';

export const termBody = (meaning: string, word = 'Good lead'): BodyOf<'term'> => ({
  kind: 'term',
  word,
  meaning,
});

/** A workspace with people of both sides, who take steps through the operations. */
export async function newTeams(services: TestServices, options: { timeZone?: string } = {}) {
  const { workspaceId } = await createTestWorkspace(services, options);
  const people = new Map<string, SignedIn>();
  const join = async (role: Role, name: string) => {
    const person = await signInMember(services, { workspaceId, role, name });
    people.set(name, person);
    return person;
  };
  const as = (name: string) => {
    const person = people.get(name);
    if (person === undefined) throw new Error(`${name} is nobody here`);
    return requestOf(services, person.headers);
  };
  const define = (who: string, meaning: string, word?: string) =>
    call(router.createDefinition, { body: termBody(meaning, word) }, as(who));
  const write = (who: string, id: string, meaning: string, answersId?: string) =>
    call(router.writeVersion, { id, body: termBody(meaning), ...(answersId ? { answersId } : {}) }, as(who));
  const propose = (who: string, version: DefinitionVersion, wantedFrom?: string) =>
    call(
      router.propose,
      { id: version.definitionId, versionId: version.id, ...(wantedFrom ? { wantedFrom } : {}) },
      as(who),
    );
  const sign = (who: string, version: DefinitionVersion, side: 'marketing' | 'sales', hash = version.hash) =>
    call(router.sign, { id: version.definitionId, versionId: version.id, side, hash }, as(who));
  return { workspaceId, join, as, define, write, propose, sign };
}
