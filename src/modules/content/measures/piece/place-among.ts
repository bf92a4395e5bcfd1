import { sql } from '../../../../platform/postgres/database.ts';
import { type FinishRate, finishRates } from '../finish-rates.ts';
import { type PiecePlace, tooFewBelow } from './contract.ts';
import type { PiecePlan } from './plan.ts';

/** What pieces are compared by; null: too little is known to compare. */
const figures: Record<PiecePlace['figure'], (rate: FinishRate) => number | null> = {
  finishRate: ({ measured, finished }) => (measured < tooFewBelow ? null : finished / measured),
  medianMs: ({ readers, medianMs }) => (readers < tooFewBelow ? null : medianMs),
  shares: ({ shares }) => shares,
};

const nothing = (assetId: string): FinishRate => ({
  assetId,
  readers: 0,
  measured: 0,
  finished: 0,
  visits: 0,
  activeMs: 0,
  medianMs: null,
  pageViewers: 0,
  shares: 0,
  salesShares: 0,
  sellers: 0,
  leftOut: { scanners: 0, staff: 0, unproved: 0 },
});

/** Where the piece stands among all others of its type that are in use. */
export async function placeAmong(plan: PiecePlan): Promise<PiecePlace[]> {
  const { tx, piece, window } = plan;
  if (piece.type === null) return [];
  const others = await tx.rows<{ id: string }>(
    sql`select id from asset where type = ${piece.type} and id <> ${piece.id} and retired_at is null`,
  );
  if (others.length === 0) return [];
  const rates = await finishRates(tx, { assetIds: [piece.id, ...others.map(({ id }) => id)], ...window });
  const rateOf = (assetId: string) => rates.get(assetId) ?? nothing(assetId);
  return (['finishRate', 'medianMs', 'shares'] as const).map((figure) => {
    const value = figures[figure](rateOf(piece.id));
    const known = others.flatMap(({ id }) => figures[figure](rateOf(id)) ?? []);
    return {
      figure,
      value,
      median: middleOf(known),
      better: value === null ? 0 : known.filter((other) => value > other).length,
      of: known.length,
    };
  });
}

function middleOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}
