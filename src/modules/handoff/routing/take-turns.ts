import type { Seat } from './seats.ts';

const dayWords = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });
const mostNamed = 4;

/** Why somebody cannot be given a lead now, to be said of them; null: they can. Office hours do not keep a lead from its owner. */
export function passedOver(seat: Seat): string | null {
  const { takesLeads, capacity, open, awayUntil } = seat;
  if (!takesLeads) return 'takes no leads';
  if (awayUntil !== null) return `is away until ${dayWords.format(new Date(awayUntil))}`;
  if (capacity !== null && open >= capacity) return `is at ${open} of ${capacity}`;
  return null;
}

/** Some at length, then how many more. */
export function listed(parts: readonly string[]): string {
  const rest = parts.length - mostNamed;
  return rest > 1 ? `${parts.slice(0, mostNamed).join(', ')} and ${rest} more` : parts.join(', ');
}

export type Turn = {
  /** Null: nobody can. */
  seat: Seat | null;
  /** Why others before them were passed over, in words. */
  over: string[];
  /** How far each one is ahead of their turn, afterwards. */
  ahead: Map<string, number>;
};

/**
 * Whose turn it is, by smooth weighted round robin: at each turn everybody who can gains their weight, the one furthest
 * ahead goes and pays what all gained. Those at work go first; where nobody is, all take turns.
 */
export function takeTurn(seats: readonly Seat[], ahead: ReadonlyMap<string, number>): Turn {
  const over = seats.flatMap((seat) => {
    const why = passedOver(seat);
    return why === null ? [] : [`${seat.name} ${why}`];
  });
  const able = seats.filter((seat) => passedOver(seat) === null);
  const atWork = able.filter((seat) => seat.atWork !== false);
  const inTurn = atWork.length > 0 ? atWork : able;
  if (inTurn.length < able.length)
    over.push(...able.flatMap((seat) => (seat.atWork === false ? [`${seat.name} is not at work now`] : [])));
  const next = new Map<string, number>();
  let best: Seat | null = null;
  let total = 0;
  for (const seat of inTurn) {
    const gained = (ahead.get(seat.teammateId) ?? 0) + seat.weight;
    next.set(seat.teammateId, gained);
    total += seat.weight;
    if (best === null || gained > (next.get(best.teammateId) ?? 0)) best = seat;
  }
  if (best !== null) next.set(best.teammateId, (next.get(best.teammateId) ?? 0) - total);
  return { seat: best, over, ahead: next };
}
