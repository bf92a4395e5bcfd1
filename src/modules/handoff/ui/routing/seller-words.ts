import type { Seller } from './api-types.ts';

const dayWords = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

const dayInWords = (day: string): string => dayWords.format(new Date(`${day}T00:00:00Z`));

/** "3 Jun", "3 Jun to 7 Jun". */
export const daysInWords = ({ from, to }: { from: string; to: string }): string =>
  from === to ? dayInWords(from) : `${dayInWords(from)} to ${dayInWords(to)}`;

/** How somebody takes leads now, in a few words. */
export function stateOf(seller: Seller): { text: string; takes: boolean } {
  const { known, takesLeads, awayUntil, atWork, capacity, open } = seller;
  if (!known)
    return { text: takesLeads ? 'only leads of their own accounts' : 'takes no leads', takes: false };
  if (!takesLeads) return { text: 'takes no leads', takes: false };
  if (awayUntil !== null) return { text: `away until ${dayInWords(awayUntil)}`, takes: false };
  if (capacity !== null && open >= capacity) return { text: 'full', takes: false };
  return { text: atWork === false ? 'takes leads, not at work now' : 'takes leads', takes: true };
}
