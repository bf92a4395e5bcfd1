import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { authSecret } from '../../../platform/auth/auth.ts';
import type { Services } from '../../../platform/services.ts';

/** What one opening of a link may ask for, until when, and as whom. Made by a GET, so it stands nowhere but in addresses. */
export type Ticket = {
  linkId: string;
  workspaceId: string;
  visitId: string;
  /** In the order in which the link names them. */
  assets: { assetId: string; versionId: string; pageCount: number }[];
  email: string | null;
  emailVerified: boolean;
  contactId: string | null;
  issuedAtMs: number;
  untilMs: number;
  /** The link's, when the reader was let in; once it has risen, the ticket opens nothing more. */
  accessRevision?: number;
  /** The random name of the reader's device, from its cookie, where it keeps one. Tells forwards apart. */
  device?: string | null;
  /** A member of the workspace was signed in to Liaison where the page was opened: beacons bring no cookies to say so. */
  isMember?: boolean;
};

/** A tab left open longer asks for a new one by loading the page again. */
export const ticketLifeMs = 12 * 3_600_000;

const ivBytes = 12;
const tagBytes = 16;
const longestTicket = 16_000;

type Keeper = { config: Pick<Services['config'], 'dataDir'> };

/**
 * Sealed rather than only signed: addresses end in the logs of proxies, and a reader's e-mail address is not for them.
 * AES-GCM's tag is compared in constant time.
 */
export async function makeTicket(services: Keeper, ticket: Ticket): Promise<string> {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', await keyOf(services), iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(packed(ticket)), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, sealed, cipher.getAuthTag()]).toString('base64url');
}

/** Null where it was not made here, was changed, or has run out. */
export async function readTicket(services: Keeper, text: string, now: Date): Promise<Ticket | null> {
  if (text.length > longestTicket || !/^[\w-]+$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length <= ivBytes + tagBytes) return null;
  const opened = open(await keyOf(services), bytes);
  const ticket = opened === null ? null : unpacked(opened);
  return ticket && now.getTime() < ticket.untilMs ? ticket : null;
}

function open(key: Buffer, bytes: Buffer): string | null {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    return decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}

const id = z.string().length(22).transform(asUuid);
const packedTicket = z
  .tuple([
    id,
    id,
    id,
    z.array(z.tuple([id, id, z.int()])),
    z.string().nullable(),
    z.boolean(),
    id.nullable(),
    z.int(),
    z.int(),
    z.string().nullable(),
    z.boolean(),
    z.int(),
  ])
  .transform(
    ([
      linkId,
      workspaceId,
      visitId,
      assets,
      email,
      emailVerified,
      contactId,
      issuedAtMs,
      untilMs,
      device,
      isMember,
      accessRevision,
    ]): Ticket => ({
      linkId,
      workspaceId,
      visitId,
      assets: assets.map(([assetId, versionId, pageCount]) => ({ assetId, versionId, pageCount })),
      email,
      emailVerified,
      contactId,
      issuedAtMs,
      untilMs,
      device,
      isMember,
      accessRevision,
    }),
  );

/** Every picture's address carries it, so it is kept short. */
function packed(ticket: Ticket): z.input<typeof packedTicket> {
  return [
    shortened(ticket.linkId),
    shortened(ticket.workspaceId),
    shortened(ticket.visitId),
    ticket.assets.map((asset) => [shortened(asset.assetId), shortened(asset.versionId), asset.pageCount]),
    ticket.email,
    ticket.emailVerified,
    ticket.contactId === null ? null : shortened(ticket.contactId),
    ticket.issuedAtMs,
    ticket.untilMs,
    ticket.device ?? null,
    ticket.isMember ?? false,
    // No link's.
    ticket.accessRevision ?? -1,
  ];
}

function unpacked(text: string): Ticket | null {
  const read = packedTicket.safeParse(JSON.parse(text));
  return read.success ? read.data : null;
}

function shortened(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}

function asUuid(short: string): string {
  const hex = Buffer.from(short, 'base64url').toString('hex');
  return [0, 8, 12, 16, 20].map((from, at, all) => hex.slice(from, all[at + 1] ?? 32)).join('-');
}

const keys = new Map<string, Promise<Buffer>>();

function keyOf({ config: { dataDir } }: Keeper): Promise<Buffer> {
  let key = keys.get(dataDir);
  if (!key) {
    key = authSecret(dataDir).then((secret) =>
      Buffer.from(hkdfSync('sha256', secret, '', 'liaison content ticket', 32)),
    );
    keys.set(dataDir, key);
    key.catch(() => keys.delete(dataDir));
  }
  return key;
}
