import type { Services } from '../../../platform/services.ts';
import { type LinkForReader, mayGoOn } from '../links/link-for-reader.ts';
import { readTicket, type Ticket } from './ticket.ts';

/** How long a link taken back may still be read: pages are turned faster than anybody wants to ask each time. */
const rememberedMs = 1_000;
const mostRemembered = 5_000;

type Asked = { askedAtMs: number; open: Promise<boolean> };
const asked = new WeakMap<Services, Map<string, Asked>>();

export type Admission = { ticket: Ticket } | { refused: 'ticket' | 'link' };

/**
 * Whether what a ticket names may be read now: it is ours and has not run out, and its link still lets its reader in.
 * Under way, too: within a second of a link's being taken back nothing more is answered.
 */
export async function admit(services: Services, text: string): Promise<Admission> {
  const now = services.now();
  const ticket = await readTicket(services, text, now);
  if (ticket === null) return { refused: 'ticket' };
  return (await staysOpen(services, ticket, now)) ? { ticket } : { refused: 'link' };
}

function staysOpen(services: Services, ticket: Ticket, now: Date): Promise<boolean> {
  const known = asked.get(services) ?? new Map<string, Asked>();
  asked.set(services, known);
  const { linkId, workspaceId, accessRevision = -1 } = ticket;
  const key = `${linkId}:${accessRevision}`;
  const before = known.get(key);
  const nowMs = now.getTime();
  if (before && nowMs >= before.askedAtMs && nowMs - before.askedAtMs < rememberedMs) return before.open;
  if (known.size >= mostRemembered) known.clear();
  const open = mayGoOn(services, { linkId, workspaceId, accessRevision, now });
  known.set(key, { askedAtMs: nowMs, open });
  open.catch(() => known.delete(key));
  return open;
}

/** One of the pieces that the ticket names. */
export function pieceOf(ticket: Ticket, assetId: string): Ticket['assets'][number] | null {
  return ticket.assets.find((asset) => asset.assetId === assetId) ?? null;
}

/** As what a reader stands over their pages: the address they gave, or whom the link is for. */
export function readerName(link: LinkForReader, email: string | null): string {
  return email ?? link.contactEmail ?? link.contactName ?? link.title;
}
