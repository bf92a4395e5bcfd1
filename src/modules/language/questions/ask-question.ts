import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { recordAudit } from '../../workspace/index.ts';
import { findDefinition, findVersion } from '../definitions/find-version.ts';
import { recordStep, type Step } from '../definitions/step.ts';
import type { Question } from './contract.ts';
import { loadQuestion } from './load-questions.ts';
import { voiceOf } from './sides.ts';

type Ask = Step & {
  definitionId?: string | undefined;
  versionId?: string | undefined;
  figure?: { key: string; label: string; href: string } | undefined;
  quote?: string | undefined;
  text: string;
};

/** "What do you mean by that?", of a definition or of a number. It counts as open until somebody else answers. */
export async function askQuestion(options: Ask): Promise<Question> {
  const { tx, workspaceId, actor, userId, now, definitionId, versionId, figure, quote, text } = options;
  if ((definitionId === undefined) === (figure === undefined)) {
    throw new AppError('invalid_input', 'Ask either about a definition or about a number.', {
      fields: [{ path: 'definitionId', message: 'this or figure' }],
    });
  }
  const asked = definitionId === undefined ? null : await findDefinition(tx, definitionId);
  const version =
    asked === null || versionId === undefined
      ? null
      : await findVersion(tx, { definitionId: asked.id, versionId });
  const asker = requirePerson(userId, 'asks');
  const { side } = await voiceOf(tx, userId);
  const id = newId();
  await tx.run(sql`insert into question (id, workspace_id, definition_id, version_id, figure_key, figure_label, figure_href,
      quote, text, user_id, name, side, at)
    values (${id}, ${workspaceId}, ${asked?.id ?? null}, ${version?.id ?? null}, ${figure?.key ?? null},
      ${figure?.label ?? null}, ${figure?.href ?? null}, ${quote || null}, ${text}, ${asker}, ${actor.name}, ${side}, ${now})`);
  const question = await loadQuestion(tx, id, userId);
  await recordTold(options, { question, what: 'asked', text, versionNumber: version?.number ?? null });
  return question;
}

/** Those who ask and answer are people: a question stays with the one who has it. */
export function requirePerson(userId: string | null, what: string): string {
  if (userId !== null) return userId;
  throw new AppError('forbidden', `Only a person who is signed in ${what}; a token does neither.`);
}

type Told = {
  question: Question;
  what: 'asked' | 'answered';
  text: string;
  versionNumber?: number | null;
};

/** In the definition's history where it is about one; in the audit log always. */
export async function recordTold(step: Step, told: Told): Promise<void> {
  const { question, what, text, versionNumber = null } = told;
  if (question.definitionId !== null) {
    const side = question.side === 'marketing' || question.side === 'sales' ? question.side : null;
    await recordStep(step, {
      what,
      definitionId: question.definitionId,
      word: question.definition?.word ?? 'definition',
      versionNumber,
      side: what === 'asked' ? side : null,
      text,
    });
    return;
  }
  await recordAudit(step.tx, {
    workspaceId: step.workspaceId,
    actor: step.actor,
    action: `question.${what}`,
    recordType: 'question',
    recordId: question.id,
    recordLabel: question.figure?.label ?? null,
    reason: text,
  });
}
