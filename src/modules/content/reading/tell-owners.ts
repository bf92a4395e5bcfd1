import type { Tx } from '../../../platform/postgres/database.ts';
import { tell } from '../../notices/index.ts';
import type { LinkFacts } from './read-links.ts';
import type { SettledVisit } from './settle-visits.ts';
import type { ForwardReason } from './visit-record.ts';

/** Tells who shared a link that somebody reads it, once an opening; and that it was passed on, once for each reader. */
export async function tellOwners(
  tx: Tx,
  options: {
    workspaceId: string;
    now: Date;
    visits: readonly SettledVisit[];
    links: ReadonlyMap<string, LinkFacts>;
  },
): Promise<void> {
  const { workspaceId, now } = options;
  for (const visit of options.visits) {
    const link = options.links.get(visit.id);
    if (!visit.isNewlyVerified || visit.anonymous || !link) continue;
    const common = { workspaceId, now, to: link.owner, urgency: 'now' as const };
    const piece = `“${link.asset.title}”`;
    await tell(tx, {
      ...common,
      kind: 'reading',
      key: `reading:${visit.ticketId ?? visit.id}`,
      title: `${whoReads(visit, link)} reads ${piece}`,
      text: `Shared as “${link.title}”.`,
      href: placeOf(visit, link),
    });
    if (visit.forwardedReason === null) continue;
    const who = visit.deviceHash ?? visit.email ?? visit.networkHash ?? visit.id;
    await tell(tx, {
      ...common,
      kind: 'forwarded',
      key: `forwarded:${link.linkId}:${who}`,
      title: `${link.contact?.name ?? 'Somebody'} seems to have passed ${piece} on`,
      text: forwardWords[visit.forwardedReason],
      href: `/content/links/${link.linkId}`,
    });
  }
}

const forwardWords: Record<ForwardReason, string> = {
  device: 'It is being read on another device than before.',
  network: 'It is being read from another network than before.',
  email: 'Somebody else gave their e-mail address at its gate.',
};

function whoReads(visit: SettledVisit, link: LinkFacts): string {
  if (link.contact !== null && visit.forwardedReason === null) return link.contact.name;
  return visit.email ?? 'Somebody';
}

function placeOf(visit: SettledVisit, link: LinkFacts): string {
  if (link.contact !== null && visit.forwardedReason === null) return `/people/contacts/${link.contact.id}`;
  return visit.contactId === null ? `/content/links/${link.linkId}` : `/people/contacts/${visit.contactId}`;
}
