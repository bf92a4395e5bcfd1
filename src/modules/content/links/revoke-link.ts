import { AppError } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { ShareLink } from './contract.ts';
import { type HeldLink, holdLink } from './hold-link.ts';
import { loadLink } from './load-links.ts';
import { isSlugTaken, makeSlug, slugTaken } from './slug.ts';
import type { LinkStep } from './step.ts';

/** Takes a link back: nothing of it is shown any more, to those reading just now either. Doing it again changes nothing. */
export async function revokeLink(step: LinkStep, { id }: { id: string }): Promise<ShareLink> {
  const { tx, actor, now } = step;
  const held = await holdLink(step, { id });
  if (held.revokedAt === null) {
    await tx.run(sql`update share_link set revoked_at = ${now}, revoked_by = ${actor.name}, revision = revision + 1,
      access_revision = access_revision + 1 where id = ${id}`);
    await audit(step, held, 'share_link.revoked', { state: { from: 'open', to: 'revoked' } });
  }
  return loadLink(step, id);
}

export async function restoreLink(step: LinkStep, { id }: { id: string }): Promise<ShareLink> {
  const held = await holdLink(step, { id });
  if (held.revokedAt !== null) {
    await step.tx.run(sql`update share_link set revoked_at = null, revoked_by = null, revision = revision + 1,
      access_revision = access_revision + 1 where id = ${id}`);
    await audit(step, held, 'share_link.restored', { state: { from: 'revoked', to: 'open' } });
  }
  return loadLink(step, id);
}

/** Gives a link another address. The one before answers as if it had never been. */
export async function replaceSlug(
  step: LinkStep,
  input: { id: string; revision?: number | undefined; slug?: string | undefined; guessable: boolean },
): Promise<ShareLink> {
  const held = await holdLink(step, input);
  if (input.guessable && held.contactId !== null) {
    throw new AppError(
      'invalid_input',
      'An address that can be guessed is for open links alone; this one is for somebody by name.',
      { fields: [{ path: 'guessable', message: 'not for a named person' }] },
    );
  }
  const slug = makeSlug({ words: input.slug, guessable: input.guessable });
  if (slug === held.slug) return loadLink(step, held.id);
  if (await isSlugTaken(step.tx, slug)) throw slugTaken(slug);
  await step.tx.run(sql`update share_link set slug = ${slug}, revision = revision + 1,
    access_revision = access_revision + 1 where id = ${held.id}`);
  await audit(step, held, 'share_link.readdressed', { address: { from: 'one', to: 'another' } });
  return loadLink(step, held.id);
}

function audit(
  { tx, workspaceId, actor }: LinkStep,
  { id, title }: HeldLink,
  action: string,
  changes: Record<string, { from: unknown; to: unknown }>,
): Promise<void> {
  return recordAudit(tx, {
    workspaceId,
    actor,
    action,
    recordType: 'share_link',
    recordId: id,
    recordLabel: title,
    changes,
  });
}
