import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Seat } from './seats.ts';
import { listed, passedOver, takeTurn } from './take-turns.ts';

const seatOf = (at: number, over: Partial<Seat> = {}): Seat => ({
  teammateId: `t${at}`,
  name: `Seller ${at}`,
  takesLeads: true,
  capacity: null,
  weight: 1,
  open: 0,
  atWork: true,
  awayUntil: null,
  ...over,
});

/** Gives out so many turns, one after the other. */
function give(seats: readonly Seat[], turns: number) {
  let ahead = new Map<string, number>();
  const counts = new Map<string, number>();
  const order: string[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const taken = takeTurn(seats, ahead);
    ahead = new Map([...ahead, ...taken.ahead]);
    if (taken.seat === null) continue;
    order.push(taken.seat.teammateId);
    counts.set(taken.seat.teammateId, (counts.get(taken.seat.teammateId) ?? 0) + 1);
  }
  return { counts, ahead, order };
}

const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 7 });

test('shares follow weights: after each full round everybody had exactly their weight', () => {
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 4 }), (given, rounds) => {
      const seats = given.map((weight, at) => seatOf(at, { weight }));
      const total = given.reduce((sum, weight) => sum + weight, 0);
      const { counts, ahead } = give(seats, total * rounds);
      for (const seat of seats) expect(counts.get(seat.teammateId)).toBe(seat.weight * rounds);
      expect([...ahead.values()].every((one) => one === 0)).toBe(true);
    }),
  );
});

test('turns are mixed, not given in blocks', () => {
  const { order } = give([seatOf(0, { weight: 5 }), seatOf(1), seatOf(2)], 7);
  expect(order.join(' ')).toBe('t0 t0 t1 t0 t2 t0 t0');
});

test('nobody is chosen who is away, full or takes no leads; somebody is, where anybody can', () => {
  const anySeat = fc.record({
    takesLeads: fc.boolean(),
    capacity: fc.option(fc.integer({ min: 0, max: 3 })),
    open: fc.integer({ min: 0, max: 4 }),
    weight: fc.integer({ min: 1, max: 5 }),
    atWork: fc.option(fc.boolean()),
    awayUntil: fc.option(fc.constant('2026-06-03')),
  });
  fc.assert(
    fc.property(
      fc.array(anySeat, { maxLength: 8 }),
      fc.array(fc.integer({ min: -9, max: 9 })),
      (given, starts) => {
        const seats = given.map((one, at) => seatOf(at, one));
        const { seat } = takeTurn(seats, new Map(seats.map((one, at) => [one.teammateId, starts[at] ?? 0])));
        const able = seats.filter((one) => passedOver(one) === null);
        expect(seat === null).toBe(able.length === 0);
        if (seat === null) return;
        expect(passedOver(seat)).toBeNull();
        const someAtWork = able.some((one) => one.atWork !== false);
        expect(someAtWork && seat.atWork === false).toBe(false);
      },
    ),
  );
});

test('who comes back from an absence takes turns from then on, and is not given what they missed', () => {
  const away = [seatOf(0), seatOf(1, { awayUntil: '2026-06-03' })];
  const first = give(away, 10);
  const back = [seatOf(0), seatOf(1)];
  const next = takeTurn(back, first.ahead);
  const after = takeTurn(back, new Map([...first.ahead, ...next.ahead]));
  expect(new Set([next.seat?.teammateId, after.seat?.teammateId]).size).toBe(2);
});

test('says why somebody was passed over, and does not name everybody', () => {
  expect(passedOver(seatOf(1, { capacity: 12, open: 12 }))).toBe('is at 12 of 12');
  expect(passedOver(seatOf(2, { awayUntil: '2026-06-03' }))).toBe('is away until 3 June');
  expect(listed(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c, d, e');
  expect(listed(['a', 'b', 'c', 'd', 'e', 'f'])).toBe('a, b, c, d and 2 more');
});
