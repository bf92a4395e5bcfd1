import { ORPCError } from '@orpc/client';
import { z } from 'zod';

const problemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** An error as the API tells it (RFC 9457). `detail` says what is wrong and what to do; `code` is stable. */
export type Problem = z.infer<typeof problemBody>;

/** Reads an error answer of the API; null where the body is something else (a proxy's page, say). */
export function readProblem(body: unknown): Problem | null {
  const parsed = problemBody.safeParse(body);
  return parsed.success ? parsed.data : null;
}

const unreachable: Problem = {
  type: 'urn:liaison:problem:unreachable',
  title: 'Liaison cannot be reached',
  status: 0,
  detail: 'No answer came from the server. Check the connection, then try again.',
  code: 'unreachable',
};

const unexpected: Problem = {
  type: 'urn:liaison:problem:internal',
  title: 'Something went wrong',
  status: 500,
  detail:
    'The page could not do this. Please try again; if it happens again, tell whoever runs Liaison for you.',
  code: 'internal',
};

/** Any thrown value as a problem to show: the API's own words where it spoke, else what most likely happened. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ORPCError) return readProblem(error.data) ?? { ...unexpected, status: error.status };
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) return unreachable;
  return readProblem(error) ?? unexpected;
}

/** The API's messages by the input they are about, for the fields of a form (`form.setErrors(...)`). */
export function fieldErrors(error: unknown): Record<string, string> {
  const fields = asProblem(error).fields ?? [];
  return Object.fromEntries(fields.map((field) => [field.path, field.message]));
}

export const hasCode = (error: unknown, code: string): boolean => asProblem(error).code === code;
