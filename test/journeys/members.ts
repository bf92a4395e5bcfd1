import { expect } from 'vitest';
import { z } from 'zod';
import type { Stage, Visitor } from './browser.ts';

/** Sends to the API what makes something, as a signed-in person, and fails with its answer where it refuses. */
export async function post(stage: Stage, { context }: Visitor, path: string, data: object): Promise<unknown> {
  const answer = await context.request.post(`/api/v1${path}`, {
    headers: { origin: stage.program.url },
    data,
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return answer.json();
}

type Member = { role: 'marketing' | 'sales'; name: string; email: string };

const invitation = z.object({ link: z.string() });

export const mika: Member = { role: 'marketing', name: 'Mika Brandt', email: 'mika@watteline-invented.com' };
export const sven: Member = { role: 'sales', name: 'Sven Holt', email: 'sven@watteline-invented.com' };

/** Invited by somebody who is in, and in by the link of the invitation. */
export async function join(
  stage: Stage,
  host: Visitor,
  { role, name, email }: Member = sven,
): Promise<Visitor> {
  const { link } = invitation.parse(await post(stage, host, '/invitations', { email, role }));
  const visitor = await stage.visit();
  const key = new URL(link).searchParams.get('key');
  await post(stage, visitor, '/invitation/acceptance', { key, name, password: 'correct horse battery too' });
  return visitor;
}
