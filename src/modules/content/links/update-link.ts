import { isDeepStrictEqual } from 'node:util';
import { sql } from '../../../platform/postgres/database.ts';
import { recordAudit } from '../../workspace/index.ts';
import { checkGates } from './check-gates.ts';
import type { ShareLink } from './contract.ts';
import { type HeldLink, holdLink } from './hold-link.ts';
import { loadLink } from './load-links.ts';
import { hashPasscode } from './passcode.ts';
import { restateShare } from './restate-share.ts';
import type { LinkStep } from './step.ts';

export type LinkChange = {
  id: string;
  revision?: number | undefined;
  title?: string | undefined;
  note?: string | null | undefined;
  message?: string | null | undefined;
  emailGate?: HeldLink['emailGate'] | undefined;
  allowed?: string[] | undefined;
  denied?: string[] | undefined;
  expiresAt?: Date | null | undefined;
  mayDownload?: boolean | undefined;
  watermark?: boolean | undefined;
  /** null: none is asked for any more. */
  passcode?: string | null | undefined;
  sentBy?: HeldLink['sentBy'] | undefined;
};

const plain = ['title', 'note', 'message', 'sentBy'] as const;
/** Whoever reads just now is asked anew when one of these changes. */
const ofAccess = ['emailGate', 'allowed', 'denied', 'expiresAt', 'mayDownload', 'watermark'] as const;

/** Changes who may read a link, how long, and what stands with it. Nothing new changes nothing. */
export async function updateLink(step: LinkStep, input: LinkChange): Promise<ShareLink> {
  const { tx, workspaceId, actor, now, config } = step;
  const held = await holdLink(step, input);
  const next = {
    ...held,
    ...Object.fromEntries(
      [...plain, ...ofAccess].flatMap((key) => (input[key] === undefined ? [] : [[key, input[key]]])),
    ),
  };
  const changes = changesOf(held, next, input.passcode);
  if (Object.keys(changes).length === 0) return loadLink(step, held.id);
  const checksExpiry = input.expiresAt !== undefined && 'expiresAt' in changes;
  const gatesChange = 'emailGate' in changes || 'allowed' in changes || 'denied' in changes || checksExpiry;
  if (gatesChange) checkGates(next, { config, now, checksExpiry });
  const accessChanges = ofAccess.some((key) => key in changes) || 'passcode' in changes;
  const passcodeHash =
    input.passcode === undefined
      ? held.passcodeHash
      : input.passcode === null
        ? null
        : await hashPasscode(input.passcode);
  await tx.run(sql`update share_link set title = ${next.title}, note = ${next.note}, message = ${next.message},
      sent_by = ${next.sentBy}, email_gate = ${next.emailGate}, allowed = ${sql.param(next.allowed)},
      denied = ${sql.param(next.denied)}, expires_at = ${next.expiresAt}, may_download = ${next.mayDownload},
      watermark = ${next.watermark}, passcode_hash = ${passcodeHash}, revision = revision + 1,
      access_revision = access_revision + ${accessChanges ? 1 : 0}
    where id = ${held.id}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'share_link.updated',
    recordType: 'share_link',
    recordId: held.id,
    recordLabel: next.title,
    changes,
  });
  const updated = await loadLink(step, held.id);
  if ('sentBy' in changes) await restateShare(step, { linkId: held.id, sentBy: next.sentBy });
  return updated;
}

type Changes = Record<string, { from: unknown; to: unknown }>;

/** A passcode's words stand nowhere: the audit says that there is one, or another. */
function changesOf(held: HeldLink, next: HeldLink, passcode: string | null | undefined): Changes {
  const changes: Changes = {};
  for (const key of [...plain, ...ofAccess]) {
    if (!isDeepStrictEqual(held[key], next[key])) changes[key] = { from: held[key], to: next[key] };
  }
  const had = held.passcodeHash !== null;
  if (passcode === null && had) changes.passcode = { from: 'asked for', to: null };
  if (typeof passcode === 'string')
    changes.passcode = { from: had ? 'asked for' : null, to: had ? 'another one' : 'asked for' };
  return changes;
}
