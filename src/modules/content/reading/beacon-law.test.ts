import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { moving, newReading, type Said } from './reading.test-support.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

/** How somebody reads: on which page, for how long, how much they move; now and then they leave and come back. */
const anyReading = fc.array(
  fc.record({
    page: fc.integer({ min: 1, max: 12 }),
    ms: fc.integer({ min: 0, max: 9_000 }),
    idleMs: fc.integer({ min: 0, max: 3_000 }),
    moves: fc.nat(4),
    leaves: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);

type Sent = { atMs: number; said: Said };

/** The beacons of it, each of which says all that was before. */
function beaconsOf(steps: typeof anyReading extends fc.Arbitrary<infer Steps> ? Steps : never): Sent[] {
  const pages: Record<string, number> = {};
  let atMs = 500;
  let pointer = 0;
  return steps.map(({ page, ms, idleMs, moves, leaves }, seq) => {
    pages[page] = (pages[page] ?? 0) + ms;
    atMs += ms + idleMs;
    pointer += moves;
    const signals = { ...moving, wheel: 0, pointer, visibleMs: atMs };
    return {
      atMs,
      said: { seq, pages: { '0': { ...pages } }, at: { asset: 0, page }, signals, ended: leaves },
    };
  });
}

/** In any order, any of them several times, any lost but the last; `true`: written in between. */
const anyDelivery = (sent: readonly Sent[]) =>
  fc
    .tuple(
      fc.array(fc.nat(sent.length - 1), { maxLength: 12 }),
      fc.nat(12),
      fc.array(fc.boolean(), { minLength: 13, maxLength: 13 }),
    )
    .map(([some, place, writes]) => {
      const order = [...some];
      order.splice(place, 0, sent.length - 1);
      return order.map((at, turn) => ({ beacon: sent[at], writes: writes[turn] ?? false }));
    });

const anyCase = anyReading.chain((steps) => {
  const sent = beaconsOf(steps);
  return fc.record({ sent: fc.constant(sent), delivery: anyDelivery(sent) });
});

const visitQuery = (
  id: string,
) => sql`select active_ms, pages_seen, last_at, ended_at, last_page, verified, flag_reason,
  signals, seq from asset_visit where id = ${id}`;
const pagesQuery = (id: string) =>
  sql`select page, active_ms from asset_visit_page where visit_id = ${id} and active_ms > 0 order by page`;
/** Of the row that stands, what a measure takes from it, once the visit is over. */
const rowQuery = (id: string) => sql`select i.verified, i.flag_reason, i.engaged_seconds, i.completion
  from asset_visit v join interaction i on i.id = v.interaction_id where v.id = ${id} and v.ended_at is not null`;

it('whatever the order of beacons, how often they come, and which are lost before a later one: it ends in the same', async () => {
  const place = await newReading(services);
  const { say, flush, ticketOf, read } = place;
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ sent, delivery }) => {
      const [inOrder, anyhow] = [ticketOf({ device: 'one' }), ticketOf({ device: 'one' })];
      for (const { atMs, said } of sent) await say(inOrder, atMs, said);
      await flush();
      for (const { beacon, writes } of delivery) {
        if (beacon) await say(anyhow, beacon.atMs, beacon.said);
        if (writes) await flush();
      }
      await flush();
      const stateOf = async (visitId: string) => ({
        visit: await read(visitQuery(visitId)),
        pages: await read(pagesQuery(visitId)),
        row: await read(rowQuery(visitId)),
      });
      expect(await stateOf(anyhow.visitId)).toEqual(await stateOf(inOrder.visitId));
    }),
    { numRuns: 40 },
  );
}, 120_000);
