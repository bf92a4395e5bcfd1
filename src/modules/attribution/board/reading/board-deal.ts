/** A deal as the board's page counts it; times are milliseconds. */
export type BoardDeal = {
  id: string;
  status: 'open' | 'won' | 'lost';
  openedMs: number;
  /** When it was won or lost; null while it is open. */
  closedMs: number | null;
  /** In the reporting currency; null where no amount or no rate is known. */
  amountMinor: number | null;
  /** Where the primary contact came from; '' where unknown. */
  channel: string;
  /** Of the account; '' where unknown. */
  segment: string;
  stage: string;
  /** Its stages in order of time. */
  moves: readonly { atMs: number; stage: string }[];
};

/** The stage that it stood in; the one it opened in where nothing is known of that time. */
export function stageAt(deal: BoardDeal, atMs: number): string {
  const move = deal.moves.findLast((one) => one.atMs <= atMs);
  return move?.stage ?? deal.moves[0]?.stage ?? deal.stage;
}

export const wasOpenAt = (deal: BoardDeal, atMs: number): boolean =>
  deal.openedMs <= atMs && (deal.closedMs === null || deal.closedMs > atMs);

export const wonBetween = (deal: BoardDeal, fromMs: number, toMs: number): boolean =>
  deal.status === 'won' && deal.closedMs !== null && deal.closedMs > fromMs && deal.closedMs <= toMs;
