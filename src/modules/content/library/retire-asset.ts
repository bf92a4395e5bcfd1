import { AppError, notFound } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { tell } from '../../notices/index.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { Step } from '../step.ts';
import { readUsers } from './read-users.ts';
import { holdAsset } from './versions.ts';

type Instead = { id: string; title: string };

/** Takes a piece out of use, says what to use instead, and tells everyone who gave it to somebody. */
export async function retireAsset(
  step: Step,
  input: { assetId: string; useInsteadId?: string | null | undefined; reason?: string | null | undefined },
): Promise<void> {
  const { tx, workspaceId, actor, now } = step;
  const held = await holdAsset(tx, input.assetId);
  const instead = await findInstead(step, input);
  const retired = await tx.run(sql`update asset set retired_at = coalesce(retired_at, ${now}),
      use_instead_id = ${instead?.id ?? null}, updated_at = ${now}
    where id = ${held.id} and (retired_at is null or use_instead_id is distinct from ${instead?.id ?? null}::uuid)`);
  if (retired === 0) return;
  // Whoever was sent to this piece is sent on to what replaces it.
  if (instead)
    await tx.run(sql`update asset set use_instead_id = ${instead.id} where use_instead_id = ${held.id}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'asset.retired',
    recordType: 'asset',
    recordId: held.id,
    recordLabel: held.title,
    changes: {
      retired: { from: held.retiredAt !== null, to: true },
      ...(instead ? { useInstead: { from: null, to: instead.title } } : {}),
    },
    reason: input.reason ?? null,
  });
  await tell(tx, {
    workspaceId,
    now,
    key: `piece:${held.id}:retired:${now.toISOString()}`,
    kind: 'piece_retired',
    to: await readUsers(step, held.id),
    title: instead ? `Use “${instead.title}” instead of “${held.title}”` : `“${held.title}” is retired`,
    text: [
      `${actor.name} retired “${held.title}”.`,
      instead ? '' : 'Nothing replaces it.',
      input.reason ?? '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    href: `/content/assets/${instead?.id ?? held.id}`,
    urgency: 'now',
  });
}

async function findInstead(
  { tx }: Step,
  { assetId, useInsteadId }: { assetId: string; useInsteadId?: string | null | undefined },
): Promise<Instead | null> {
  if (!useInsteadId) return null;
  const found = await tx.first<Instead & { retiredAt: Date | null }>(
    sql`select id, title, retired_at as "retiredAt" from asset where id = ${useInsteadId}`,
  );
  if (found === null) throw notFound('piece to use instead');
  if (found.id === assetId)
    throw new AppError('invalid_input', 'A piece cannot be used instead of itself. Name another.');
  if (found.retiredAt !== null)
    throw new AppError('conflict', `“${found.title}” is retired itself. Name a piece that is in use.`);
  return found;
}
