import type { Reader } from './use-reading-now.ts';

/** "Ana Ruiz", the address somebody gave, or nobody by name. */
export const whoReads = ({ contact, email }: Pick<Reader, 'contact' | 'email'>): string =>
  contact?.name ?? email ?? 'Somebody';

/** ", page 3 of 5"; of what has one page there is nothing to say. */
export const pageWords = ({ page, pageCount }: Pick<Reader, 'page' | 'pageCount'>): string =>
  page === null || pageCount < 2 ? '' : `, page ${page} of ${pageCount}`;

/** Where a press leads: to the person, else to the link. */
export const placeOf = ({ contact, link }: Pick<Reader, 'contact' | 'link'>): string =>
  contact ? `/people/contacts/${contact.id}` : `/content/links/${link.id}`;

export const callAddress = (phone: string): string => `tel:${phone.replaceAll(/[^+\d]/g, '')}`;

export function writeAddress(address: string, title: string): string {
  const query = new URLSearchParams({ subject: title }).toString().replaceAll('+', '%20');
  return `mailto:${address}?${query}`;
}

/** One line for each reader of a link: of several pieces open at once, the one they read last. */
export function readersOf(readers: readonly Reader[]): Reader[] {
  const byReader = Map.groupBy(readers, ({ link, contact, email, visitId }) =>
    [link.id, contact?.id ?? email ?? visitId].join(),
  );
  return [...byReader.values()]
    .flatMap((visits) => visits.toSorted((a, b) => b.lastAt.localeCompare(a.lastAt)).slice(0, 1))
    .toSorted((a, b) => b.since.localeCompare(a.since));
}
