import { formatCount } from '../../../../web/parts/money.tsx';
import type { ValueDimension } from '../../value/contract.ts';
import type { Comparison } from './api-types.ts';

export const dimensionNames: Record<ValueDimension, string> = {
  channel: 'Channel',
  campaign: 'Campaign',
  asset: 'Piece',
  asset_type: 'Kind of piece',
  marketer: 'Marketer',
};

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** 2.4×, 13×, 0.31×: as many digits as a reader takes in. */
export function timesText(ratio: number): string {
  if (ratio >= 100) return 'over 100×';
  return `${ratio >= 9.95 ? ratio.toFixed(0) : ratio >= 1 ? ratio.toFixed(1) : ratio.toFixed(2)}×`;
}

export const percentText = (rate: number): string =>
  `${(rate * 100).toFixed(rate >= 0.0995 || rate === 0 ? 0 : 1)} %`;

export const daysText = (days: number | null): string =>
  days === null ? '–' : days < 1 ? 'under a day' : plural(Math.round(days), 'day');

/** What may be said of a row, in a word; the numbers stand beside it, against what stands above. */
export function verdictText({ verdict }: Pick<Comparison, 'verdict'>): string {
  if (verdict === 'more') return 'More worthy';
  if (verdict === 'less') return 'Less worthy';
  if (verdict === 'not-shown') return 'Not shown';
  return verdict === 'waiting' ? 'Waits' : 'Nothing to compare';
}
