import type { MoneyAmount } from '../../../web/parts/money.tsx';

export function amountOf(row: { amountMinor: number | null; currency: string | null }): MoneyAmount | null {
  return row.amountMinor === null || row.currency === null
    ? null
    : { amountMinor: row.amountMinor, currency: row.currency };
}

export const statusWords = { open: 'Open', won: 'Won', lost: 'Lost' } as const;
