import { asProblem } from '../../../../../web/problem.ts';
import { missingInPolicy } from '../../sla/words.ts';
import type { Body } from '../api-types.ts';

/** What is wrong with a text, by its place in it: `gate.rules.0.value`. */
export type Problems = readonly { path: string; message: string }[];

export function problemsOf(error: unknown): Problems {
  if (error === null || error === undefined) return [];
  return (asProblem(error).fields ?? []).map(({ path, message }) => ({
    path: path.replace(/^body\./, ''),
    message,
  }));
}

/** The same in words alone, for a notice: each place is marked where it stands, its path says nothing to a reader. */
export function inPlainWords(error: unknown): unknown {
  const messages = new Set(problemsOf(error).map(({ message }) => sentence(message)));
  if (messages.size === 0) return error;
  const { type, status, code } = asProblem(error);
  return {
    type,
    status,
    code,
    title: 'Not saved: this is to be put right first',
    detail: [...messages].join(' '),
  };
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

/** The problem of exactly this place. */
export const problemAt = (problems: Problems, path: string): string | undefined =>
  problems.find((problem) => problem.path === path)?.message;

/** Problems of what stands under a place, their paths seen from there. */
export const problemsUnder = (problems: Problems, path: string): Problems =>
  problems
    .filter((problem) => problem.path === path || problem.path.startsWith(`${path}.`))
    .map((problem) => ({ path: problem.path.slice(path.length + 1), message: problem.message }));

/** What a text still lacks before it can be saved, in words; null: nothing. */
export function missingIn(body: Body): string | null {
  if (body.word.trim() === '') return 'the word itself is missing';
  if (body.meaning.trim() === '') return 'say in a sentence what it means';
  if (body.kind === 'reject_reasons') {
    const blank = body.reasons.findIndex(
      (reason) => reason.label.trim() === '' || reason.meaning.trim() === '',
    );
    if (blank >= 0) return `reason ${blank + 1} needs a name and a meaning`;
    if (body.reasons.length === 0) return 'at least one reason is needed';
  }
  if (body.kind === 'test') {
    if (body.tests.length === 0) return 'at least one test is needed';
    const unnamed = body.tests.findIndex((test) => test.name.trim() === '');
    if (unnamed >= 0) return `test ${unnamed + 1} needs a name`;
  }
  if (body.kind === 'sla') return missingInPolicy(body.policy);
  return null;
}
