import { AppError, notFound } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Gates } from './check-gates.ts';
import type { LinkStep } from './step.ts';

export type HeldLink = Gates & {
  id: string;
  slug: string;
  title: string;
  note: string | null;
  message: string | null;
  contactId: string | null;
  allowed: string[];
  denied: string[];
  passcodeHash: string | null;
  mayDownload: boolean;
  watermark: boolean;
  sentBy: 'copied' | 'mailto' | 'linkedin' | 'liaison';
  revokedAt: Date | null;
  revision: number;
};

/** Holds a link for a change; refuses one that was changed since it was seen. */
export async function holdLink(
  { tx }: LinkStep,
  { id, revision }: { id: string; revision?: number | undefined },
): Promise<HeldLink> {
  const held = await tx.first<HeldLink>(sql`select id, slug, title, note, message, contact_id as "contactId",
      email_gate as "emailGate", allowed, denied, expires_at as "expiresAt", passcode_hash as "passcodeHash",
      may_download as "mayDownload", watermark, sent_by as "sentBy", revoked_at as "revokedAt", revision
    from share_link where id = ${id} for no key update`);
  if (held === null) throw notFound('link');
  if (revision !== undefined && revision !== held.revision) {
    throw new AppError('conflict', 'This link was changed meanwhile. Load it again, then change it.');
  }
  return held;
}
