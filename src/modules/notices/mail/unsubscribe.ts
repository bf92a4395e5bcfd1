import { openSigned, signWords } from '../../../platform/auth/seal.ts';
import { AppError } from '../../../platform/errors.ts';
import { isId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { isNoticeKind, noticeKind } from '../kinds.ts';
import { usualPreferences } from '../preferences/preferences.ts';
import { readPreferences } from '../preferences/read-preferences.ts';
import { writePreferences } from '../preferences/save-preferences.ts';

const purpose = 'notice-mail';
/** In place of a kind: the digest as a whole. */
const wholeDigest = 'digest';

type Whom = { workspaceId: string; recipientId: string; kind: string | null };

/** The token in a mail's links, by which its reader stops mails like it without signing in. `kind` null: digests. */
export function unsubscribeToken(services: Pick<Services, 'config'>, whom: Whom): Promise<string> {
  const { workspaceId, recipientId, kind } = whom;
  return signWords(services.config, purpose, `${workspaceId}.${recipientId}.${kind ?? wholeDigest}`);
}

/** Stops mails of one kind, or digests, for whoever the mail was to. The page goes on telling them. */
export async function unsubscribe(
  services: Pick<Services, 'config' | 'database' | 'now'>,
  token: string,
): Promise<{ what: string }> {
  const words = await openSigned(services.config, purpose, token);
  const [workspaceId = '', recipientId = '', kind = ''] = words?.split('.') ?? [];
  const known = kind === wholeDigest || isNoticeKind(kind);
  if (!isId(workspaceId) || !isId(recipientId) || !known) {
    throw new AppError(
      'not_found',
      'This link is not one of ours, or was cut short. Copy all of it, or sign in and change your notices there.',
    );
  }
  await services.database.inWorkspace(workspaceId, async (tx) => {
    const before = (await readPreferences(tx, [recipientId])).get(recipientId) ?? usualPreferences;
    const after =
      kind === wholeDigest
        ? { ...before, digestOn: false }
        : {
            ...before,
            channels: {
              ...before.channels,
              [kind]: { ...(before.channels[kind] ?? noticeKind(kind).usual), mail: 'off' as const },
            },
          };
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${recipientId}, 7))`);
    await writePreferences({ tx, workspaceId, recipientId, preferences: after, now: services.now() });
  });
  return { what: kind === wholeDigest ? 'Daily digests' : `“${noticeKind(kind).label}”` };
}
