import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { DefinitionBody } from './bodies.ts';
import { requireSoundBody } from './check-body.ts';
import type { Definition } from './contract.ts';
import { getDefinition } from './get-definition.ts';
import type { Step } from './step.ts';
import { insertDraft } from './write-version.ts';

type CreateDefinition = Step & {
  key?: string | undefined;
  body: DefinitionBody;
  note?: string | undefined;
};

/** A new word, with its first version as a draft. */
export async function createDefinition(options: CreateDefinition): Promise<Definition> {
  const { tx, workspaceId, actor, now, body } = options;
  const key = options.key ?? (body.kind === 'stage' ? body.stageKey : keyFrom(body.word));
  const definition = { id: newId(), kind: body.kind, key };
  await requireSoundBody({ ...options, definition });
  const made = await tx.run(sql`insert into definition (id, workspace_id, kind, key, created_at, created_by)
    values (${definition.id}, ${workspaceId}, ${body.kind}, ${key}, ${now}, ${actor.name})
    on conflict (workspace_id, key) do nothing`);
  if (made === 0) {
    throw new AppError(
      'conflict',
      `There is a definition with the key "${key}" already. Write a new version of it, or take another key.`,
      { fields: [{ path: 'key', message: 'taken' }] },
    );
  }
  await insertDraft({ ...options, definitionId: definition.id });
  return getDefinition({ ...options, id: definition.id });
}

const longestKey = 63;

/** "Buying group" → buying_group. Words in other scripts need a key of their own. */
function keyFrom(word: string): string {
  const key = word
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '')
    .slice(0, longestKey);
  if (key !== '') return key;
  throw new AppError('invalid_input', 'No key can be made from this word. Please give one.', {
    fields: [{ path: 'key', message: 'small letters, digits and _, a letter first' }],
  });
}
