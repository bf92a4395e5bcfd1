import type { Role } from '../../src/modules/workspace/access.ts';
import { addMember } from '../../src/modules/workspace/add-member.ts';
import { authOf } from '../../src/modules/workspace/auth.ts';
import type { RequestContext } from '../../src/modules/workspace/authorised.ts';
import { createUser } from '../../src/modules/workspace/create-user.ts';
import { newId } from '../../src/platform/ids.ts';
import type { Services } from '../../src/platform/services.ts';

export const testPassword = 'correct horse battery';

export type SignedIn = {
  userId: string;
  memberId: string;
  email: string;
  name: string;
  headers: Record<string, string>;
};

/** A real person with a password, a member of the workspace, signed in: `headers` are those of their browser. */
export async function signInMember(
  services: Services,
  options: { workspaceId: string; role: Role; email?: string; name?: string },
): Promise<SignedIn> {
  const { workspaceId, role, email = `${role}-${newId()}@example.com`, name = `A ${role}` } = options;
  const made = await services.database.asSystem(async (tx) => {
    const now = new Date();
    const person = await createUser({ tx, now, name, email, password: testPassword });
    await addMember({ tx, now, workspaceId, person, role });
    const found = await tx.client.query<{ id: string }>(
      'select id from member where user_id = $1 and workspace_id = $2',
      [person.id, workspaceId],
    );
    return { userId: person.id, memberId: found.rows[0]?.id ?? '' };
  });
  return { ...made, email, name, headers: await signInHeaders(services, email) };
}

/** The headers of a browser that is signed in and shows one of Liaison's own pages. */
async function signInHeaders(services: Services, email: string): Promise<Record<string, string>> {
  const auth = await authOf(services);
  const cookies = await auth.signIn({ email, password: testPassword, headers: new Headers() });
  return { cookie: cookieHeader(cookies), origin: services.config.publicUrl };
}

export function cookieHeader(setCookies: readonly string[]): string {
  return setCookies.map((cookie) => cookie.split(';')[0]).join('; ');
}

/** A request's context with these headers, and somewhere for the answer's. */
export function requestOf(services: Services, headers: Record<string, string> = {}) {
  return {
    context: { services, headers: new Headers(headers), resHeaders: new Headers() } satisfies RequestContext,
  };
}
