import { readProblem } from '../../../web/problem.ts';

/** Signs in with e-mail and password; throws a problem where that fails. */
export async function signIn(input: { email: string; password: string }): Promise<void> {
  const response = await fetch('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  if (response.ok) return;
  throw asSignInProblem(response.status, await response.json().catch(() => null));
}

/** The sign-in endpoint is the auth library's own, which says little; a wrong password is the one thing that matters. */
function asSignInProblem(status: number, body: unknown) {
  const told = readProblem(body);
  if (told && status !== 401) return told;
  const problem = { type: 'urn:liaison:problem:sign-in', status, code: 'sign_in_failed' };
  if (status === 429) {
    return { ...problem, title: 'Too many tries', detail: 'Wait a minute, then sign in again.' };
  }
  if (status >= 500) {
    return {
      ...problem,
      title: 'Not available for a moment',
      detail: 'Liaison is starting or busy. Try again shortly.',
    };
  }
  return {
    ...problem,
    title: 'That did not match',
    detail:
      'The e-mail address or the password is not right. An admin of your workspace can invite you again.',
  };
}

/** Where to go after signing in: only to a path of this site. */
export function safeDestination(next: string): string {
  return /^\/(?![/\\])/.test(next) ? next : '/';
}
