import { formatCount, formatMoney, formatShare } from '../../../../web/parts/money.tsx';

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

export const kindWords = {
  asset: 'content',
  interaction: 'talk',
  contact: 'person',
  teammate: 'colleague',
  competitor: 'competitor',
} as const;

/** “(31 to 69 %)”: the 95 % interval of a share. */
export function intervalWords({ low, high }: { low: number | null; high: number | null }): string {
  if (low === null || high === null) return '';
  return `${formatShare(low).replace(/\s?%/, '')} to ${formatShare(high)}`;
}

type Amount = { amountMinor: number | null; currency: string | null };

export const amountWords = ({ amountMinor, currency }: Amount): string | null =>
  amountMinor === null || currency === null ? null : formatMoney({ amountMinor, currency });

export const hrefOf = ({ kind, id }: { kind: keyof typeof kindWords; id: string | null }): string | null => {
  if (id === null) return null;
  if (kind === 'asset') return `/content/assets/${id}`;
  if (kind === 'contact') return `/people/contacts/${id}`;
  return null;
};
