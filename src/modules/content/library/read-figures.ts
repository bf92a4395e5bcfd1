import type { Tx } from '../../../platform/postgres/database.ts';
import { type FinishRate, finishRates } from '../measures/finish-rates.ts';

const yearMs = 365 * 86_400_000;

/** Who was given each piece, who read it and who got to its end, in the past twelve months. */
export function readFigures(
  tx: Tx,
  { assetIds, now }: { assetIds?: readonly string[]; now: Date },
): Promise<Map<string, FinishRate>> {
  return finishRates(tx, { assetIds, from: new Date(now.getTime() - yearMs), to: now });
}
