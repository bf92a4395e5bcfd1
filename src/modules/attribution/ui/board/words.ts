import { formatMoney } from '../../../../web/parts/money.tsx';
import type { HeadNumber } from '../../board/contract.ts';

export function numberWords(
  value: number | null,
  unit: HeadNumber['unit'],
  currency: string,
  style: 'round' | 'compact' = 'round',
): string {
  if (value === null) return '–';
  if (unit === 'money') return formatMoney({ amountMinor: value, currency }, style);
  if (unit === 'share') return `${Math.round(value * 100)} %`;
  return `${Math.round(value)} days`;
}

export const shareWords = (share: number | null): string =>
  share === null ? 'not known' : `${Math.round(share * 100)} %`;

/** Round steps of one, two or five, about four of them. */
export function axisOf(most: number): { top: number; step: number } {
  if (most <= 0) return { top: 1, step: 1 };
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  return { top: Math.ceil(most / step) * step, step };
}
