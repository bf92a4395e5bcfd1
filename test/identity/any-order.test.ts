import fc from 'fast-check';
import type { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { followLog } from '../../src/modules/people/identity/follow-log.ts';
import { settleWaiting } from '../../src/modules/people/identity/settle-waiting.ts';
import { storedIdentities, storedPeople } from '../../src/modules/people/identity/stored.test-support.ts';
import { openSite } from '../../src/modules/tracking/door/door.test-support.ts';
import { openTestServices, type TestServices } from '../support/services.ts';

/**
 * The whole way from the tracking door to who is who: the same events in another order, sent again, cut into other
 * requests, taken by one door or by two that know nothing of each other, and settled in between or not, come to the same
 * people on the same devices at the same times.
 */
let services: TestServices;
let doors: readonly Hono[];

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(new Date('2026-06-01T12:00:00Z'));
  doors = [createApp({ services, projector: null }), createApp({ services, projector: null })];
});
afterAll(() => services.close());

const devices = ['phone', 'laptop', 'kiosk'];
const users = ['u1', 'u2', 'u3'];
const emails = ['ada@works-a.com', 'bo@works-b.com', 'cy@works-c.com'];
const sometimes = (values: readonly string[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const device = fc.constantFrom(...devices);

const happening = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('page'), anonymousId: device, userId: sometimes(users) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('identify'),
      anonymousId: device,
      userId: sometimes(users),
      traits: fc.record({ email: sometimes(emails), title: sometimes(['CFO', 'CEO']) }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('track'),
      event: fc.constant('Form Submitted'),
      anonymousId: device,
      properties: fc.record({ email: fc.constantFrom(...emails) }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('alias'),
      userId: fc.constantFrom(...users),
      previousId: fc.constantFrom(...users, ...devices),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('group'),
      anonymousId: device,
      userId: sometimes(users),
      groupId: fc.constantFrom('g1', 'g2'),
    }),
  },
);

const events = fc
  .array(fc.tuple(happening, fc.integer({ min: 1, max: 20 })), { minLength: 1, maxLength: 14 })
  .map((all) =>
    all.map(([event, day], index) => ({
      ...event,
      messageId: `m-${index}`,
      timestamp: new Date(Date.UTC(2026, 0, day)).toISOString(),
    })),
  );
type Events = typeof events extends fc.Arbitrary<infer Value> ? Value : never;

const delivery = (all: Events) =>
  fc
    .tuple(
      fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
      fc.array(fc.constantFrom(...all), { maxLength: 3 }),
      fc.integer({ min: 1, max: 6 }),
      fc.boolean(),
      fc.uniqueArray(fc.nat(1), { minLength: 1 }),
    )
    .map(([order, again, size, settlesBetween, turns]) => ({
      sent: [...order, ...again],
      size,
      settlesBetween,
      turns,
    }));

const browser =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

type Delivery = {
  sent: Events;
  size: number;
  settlesBetween: boolean;
  /** Which doors take the requests, one after the other. */
  turns: readonly number[];
};

async function deliver({ sent, size, settlesBetween, turns }: Delivery) {
  let requests = 0;
  const site = await openSite(services, {
    request: (path, init) => {
      const door = doors[turns[requests++ % turns.length] ?? 0];
      if (door === undefined) throw new Error('there are two doors');
      return door.request(path, init);
    },
  });
  for (let from = 0; from < sent.length; from += size) {
    const batch = sent.slice(from, from + size);
    const { status } = await site.send('/v1/batch', { batch }, { 'user-agent': browser });
    expect(status).toBe(200);
    if (settlesBetween) await settle(site.workspaceId);
  }
  await settle(site.workspaceId);
  return {
    identities: await storedIdentities(services, site.workspaceId),
    people: await storedPeople(services, site.workspaceId),
  };
}

async function settle(workspaceId: string) {
  await settleWaiting(services, workspaceId);
  while (await followLog(services));
}

const sameHoweverDelivered = fc.asyncProperty(
  events.chain((all) => fc.tuple(delivery(all), delivery(all))),
  async ([one, other]) => {
    expect(await deliver(other)).toEqual(await deliver(one));
  },
);

/** The same cases each time, so that a failure is of the change; `LIAISON_FRESH_CASES=1` looks for new ones. */
const seeded = process.env.LIAISON_FRESH_CASES ? {} : { seed: 20_261_122 };

test(
  'the same events, in any order, however often and however settled, make the same people',
  () => fc.assert(sameHoweverDelivered, { numRuns: 200, interruptAfterTimeLimit: 60_000, ...seeded }),
  240_000,
);

test('a device that an alias spoke of before it was seen goes back to who goes on using it', async () => {
  const at = (day: number) => ({
    messageId: `m-${day}`,
    timestamp: new Date(Date.UTC(2026, 0, day)).toISOString(),
  });
  type Event = Events[number];
  const alias: Event = { type: 'alias', userId: 'u1', previousId: 'laptop', ...at(4) };
  const signIn: Event = {
    type: 'identify',
    anonymousId: 'laptop',
    userId: 'u2',
    traits: { email: 'ada@works-a.com', title: undefined },
    ...at(3),
  };
  const goesOn: Event = { type: 'page', anonymousId: 'laptop', userId: 'u2', ...at(12) };
  const singly = { size: 1, settlesBetween: true, turns: [0] };
  const one = await deliver({ ...singly, sent: [alias, signIn, goesOn] });
  expect(one).toEqual(await deliver({ ...singly, sent: [goesOn, signIn, alias] }));
  const { profiles } = JSON.parse(one.identities);
  expect(profiles).toEqual([
    [
      'laptop',
      [
        [null, 3, 'email:ada@works-a.com'],
        [3, 11, 'user:u1'],
        [11, null, 'email:ada@works-a.com'],
      ],
    ],
  ]);
});
