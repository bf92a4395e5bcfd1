import type { AccountJourney, PictureTouch } from './api-types.ts';

/** Touchpoints that fall together are one dot, as large as they are many. */
const dotRoomPx = 7;
const leastRadius = 3;
const mostRadius = 8;

export type Dot = { x: number; radius: number; kind: 'content' | 'person'; touches: PictureTouch[] };
export type Tick = { x: number; label: string };

export type Scale = (at: string) => number;

export function timeScale({ from, to }: { from: string; to: string }, widthPx: number): Scale {
  const start = Date.parse(from);
  const span = Math.max(1, Date.parse(to) - start);
  // A little room on both sides, so that no dot is cut.
  const inner = widthPx - 2 * mostRadius;
  return (at) => mostRadius + ((Date.parse(at) - start) / span) * inner;
}

/** The dots of one lane, content and talks each for themselves. */
export function dotsOf(touches: readonly PictureTouch[], scale: Scale): Dot[] {
  const heaps = Map.groupBy(touches, ({ at, kind }) => `${kind} ${Math.floor(scale(at) / dotRoomPx)}`);
  return [...heaps.values()].flatMap((heap) => {
    const [first] = heap;
    if (!first) return [];
    const x = heap.reduce((sum, { at }) => sum + scale(at), 0) / heap.length;
    const radius = Math.min(mostRadius, leastRadius + Math.sqrt(heap.length - 1) * 1.3);
    return [{ x, radius, kind: first.kind, touches: heap }];
  });
}

const monthRoomPx = 56;
const month = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });

/** The first of months, as many as have room; of January the year. */
export function ticksOf({ from, to }: { from: string; to: string }, scale: Scale): Tick[] {
  const start = new Date(from);
  const firsts: Date[] = [];
  for (
    let at = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
    at.getTime() <= Date.parse(to) && firsts.length < 240;
    at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1))
  )
    firsts.push(at);
  const [one, two] = firsts;
  const monthPx = one && two ? scale(two.toISOString()) - scale(one.toISOString()) : monthRoomPx;
  const every = [1, 2, 3, 6, 12].find((months) => months * monthPx >= monthRoomPx) ?? 12;
  return firsts
    .filter((at) => at.getUTCMonth() % every === 0)
    .map((at) => ({
      x: scale(at.toISOString()),
      label: at.getUTCMonth() === 0 ? String(at.getUTCFullYear()) : month.format(at),
    }));
}

export type Naming = 'shown' | 'initials' | 'hidden';

/** How people, deals and the company are called in a picture that others see. */
export function namesFor(journey: AccountJourney, naming: Naming) {
  const alias = (name: string, number: number, what: string) => {
    if (naming === 'shown') return name;
    if (naming === 'hidden') return `${what} ${number + 1}`;
    const letters = name.split(/[\s-]+/).flatMap((part) => part.at(0)?.toUpperCase() ?? []);
    return letters.slice(0, 3).join('. ').concat('.');
  };
  const byId = (records: readonly { id: string; name: string }[], what: string) => {
    const known = new Map(records.map(({ id, name }, nth) => [id, alias(name, nth, what)]));
    return (id: string | undefined) => (id === undefined ? '' : (known.get(id) ?? ''));
  };
  return {
    account: naming === 'hidden' ? 'This company' : journey.account.name,
    person: byId(journey.people, 'Person'),
    teammate: byId(journey.teammates, 'Colleague'),
    deal: (id: string | undefined) => {
      const nth = journey.deals.findIndex((deal) => deal.id === id);
      return nth < 0 ? '' : naming === 'hidden' ? `Deal ${nth + 1}` : (journey.deals[nth]?.name ?? '');
    },
  };
}
export type PictureNames = ReturnType<typeof namesFor>;
