import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { rulesOf } from '../rules/rule.ts';
import { rulesOfBody } from '../rules/rules-of-body.ts';
import type { DefinitionBody } from './bodies.ts';
import type { Definition, DefinitionVersion, Side } from './contract.ts';
import { findDefinition } from './find-version.ts';
import { loadVersions } from './load-versions.ts';
import { standingOf } from './signing-policy.ts';
import { summarise } from './summaries.ts';

type GetDefinition = { tx: Tx; userId: string | null /** The id or the key. */; id: string };

export async function getDefinition({ tx, userId, id }: GetDefinition): Promise<Definition> {
  const found = await findDefinition(tx, id);
  const [one] = await summarise(tx, { id: found.id });
  if (one === undefined) throw notFound('definition');
  const versions = await loadVersions(tx, found.id);
  const { maySign } = await standingOf(tx, userId);
  return {
    ...one.summary,
    versions,
    mySide: mySide(versions, maySign, userId),
    mySides: maySign,
    usedBy: await usedBy(tx, found),
  };
}

/** Of several sides: the one they have signed for, else the one that is still missing. */
function mySide(
  versions: readonly DefinitionVersion[],
  maySign: readonly Side[],
  userId: string | null,
): Side | null {
  const open =
    versions.find((version) => version.status === 'proposed') ?? versions.find((one) => one.unsigned);
  const own = open?.signatures.find((signature) => signature.userId === userId);
  const missing = open?.missing.find((one) => maySign.includes(one.side));
  return own?.side ?? missing?.side ?? maySign[0] ?? null;
}

/** Definitions in force whose rules ask this one: `passes.<key>`, `score.<key>.points`, or a stage by its key. */
async function usedBy(
  tx: Tx,
  definition: { id: string; key: string; kind: string },
): Promise<{ id: string; word: string }[]> {
  const rows = await tx.rows<{ id: string; body: DefinitionBody }>(sql`select v.definition_id as id, v.body
    from definition_version v where v.status = 'in_force' and v.definition_id <> ${definition.id} order by v.definition_id`);
  return rows
    .filter(({ body }) => rulesOfBody(body).some(({ rule }) => [...rulesOf(rule)].some(asks(definition))))
    .map(({ id, body }) => ({ id, word: body.word }));
}

const asks =
  ({ key, kind }: { key: string; kind: string }) =>
  (rule: { field: string; value: unknown }): boolean => {
    if (rule.field === `passes.${key}` || rule.field.startsWith(`score.${key}.`)) return true;
    return kind === 'stage' && rule.field === 'lead.reached' && [rule.value].flat().includes(key);
  };
