import fc from 'fast-check';
import type { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createApp } from '../../../app.ts';
import { anyEvent } from './any-event.test-support.ts';
import { openSite, pageView, type Site } from './door.test-support.ts';
import { closeTrackingDoor, TrackingDoor } from './door.ts';

let services: TestServices;
let app: Hono;
let site: Site;

beforeAll(async () => {
  services = await openTestServices();
  app = createApp({ services, projector: null });
});
beforeEach(async () => {
  site = await openSite(services, app);
});
afterAll(async () => {
  await closeTrackingDoor(services, 1_000);
  await services.close();
});

const idsInLog = async () =>
  (
    await site.rows<{ external_id: string }>('select external_id from interaction where workspace_id = $1')
  ).map((row) => row.external_id);

describe('each event once', () => {
  test('within a batch, across requests, at once and after a restart', async () => {
    const twice = pageView();
    const first = await site.send('/v1/batch', { batch: [twice, pageView(), twice] });
    expect(first.body).toMatchObject({ received: 3, accepted: 2, duplicate: 1 });
    const again = await Promise.all([1, 2, 3].map(() => site.send('/v1/page', twice)));
    expect(again.map(({ body }) => body.duplicate)).toEqual([1, 1, 1]);
    const restarted = { ...services };
    const after = await createApp({ services: restarted, projector: null }).request('/v1/page', {
      method: 'POST',
      headers: { authorization: `Bearer ${site.key}` },
      body: JSON.stringify(twice),
    });
    expect(await after.json()).toMatchObject({ accepted: 0, duplicate: 1 });
    await closeTrackingDoor(restarted, 1_000);
    expect(await site.counts()).toEqual({ received: 7, accepted: 2, duplicate: 5, deadLettered: 0 });
    expect(new Set(await idsInLog()).size).toBe(2);
  });

  test('in two groups that are under way at the same time', async () => {
    const batch = Array.from({ length: 1_300 }, (_, n) => ({
      type: 'page',
      anonymousId: `visitor ${n % 400}`,
      messageId: `m${n}`,
    }));
    const orders = [batch, batch.toReversed(), batch, batch.toReversed()];
    const answers = await Promise.all(orders.map((order) => site.send('/v1/batch', { batch: order })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await site.counts()).toEqual({
      received: 5_200,
      accepted: 1_300,
      duplicate: 3_900,
      deadLettered: 0,
    });
    expect(new Set(await idsInLog()).size).toBe(1_300);
    expect(await idsInLog()).toHaveLength(1_300);
  });

  test('in each workspace for itself', async () => {
    const other = await openSite(services, app);
    const event = pageView();
    const both = await Promise.all([site.send('/v1/page', event), other.send('/v1/page', event)]);
    expect(both.map(({ body }) => body.accepted)).toEqual([1, 1]);
  });

  test('what could not be taken is one dead letter however often it comes, unless nothing tells it apart', async () => {
    const wrong = pageView({ anonymousId: null });
    const { messageId: _, ...nameless } = wrong;
    for (let n = 0; n < 2; n += 1) await site.send('/v1/batch', { batch: [wrong, nameless] });
    expect(await site.counts()).toEqual({ received: 4, accepted: 0, duplicate: 1, deadLettered: 3 });
    expect(await site.rows('select id from dead_letter where workspace_id = $1')).toHaveLength(3);
  });
});

test('received = accepted + duplicate + dead-lettered, as the answers, the counts and the tables all say', async () => {
  const events = fc.array(fc.tuple(fc.nat({ max: 12 }), fc.boolean()), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.array(events, { minLength: 1, maxLength: 8 }), async (requests) => {
      site = await openSite(services, app);
      const answers = await Promise.all(
        requests.map((batch) =>
          site.send('/v1/batch', {
            batch: batch.map(([n, isRight]) =>
              pageView({
                messageId: `m${n}${isRight}`,
                anonymousId: isRight ? `visitor ${n % 3}` : null,
                timestamp: '2026-01-01T00:00:00Z',
              }),
            ),
          }),
        ),
      );
      const sum = (of: 'received' | 'accepted' | 'duplicate' | 'deadLettered') =>
        answers.reduce((total, { body }) => total + (body[of] ?? 0), 0);
      const counts = await site.counts();
      expect(counts).toEqual({
        received: requests.flat().length,
        accepted: sum('accepted'),
        duplicate: sum('duplicate'),
        deadLettered: sum('deadLettered'),
      });
      expect(counts.received).toBe(counts.accepted + counts.duplicate + counts.deadLettered);
      const right = new Set(requests.flat().flatMap(([n, isRight]) => (isRight ? [n] : [])));
      expect((await idsInLog()).sort()).toEqual([...right].map((n) => `m${n}true`).sort());
      expect(counts.accepted).toBe(right.size);
      const letters = await site.rows('select id from dead_letter where workspace_id = $1');
      expect(letters).toHaveLength(counts.deadLettered);
    }),
    { numRuns: 40 },
  );
});

test('any values at all are taken or kept apart; PostgreSQL refuses none of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyEvent, { minLength: 20, maxLength: 60 }), async (batch) => {
      const { status, body } = await site.send('/v1/batch', { batch });
      expect([status, body.received]).toEqual([200, batch.length]);
      expect(body.problems?.filter(({ code }) => code === 'refused_by_database')).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('many at once are committed together', async () => {
  const answers = await Promise.all(Array.from({ length: 200 }, () => site.send('/v1/page', pageView())));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const transactions = await site.rows('select distinct xmin::text from interaction where workspace_id = $1');
  expect(transactions.length).toBeLessThan(40);
  expect(await idsInLog()).toHaveLength(200);
});

test('what PostgreSQL refuses nevertheless is kept apart, and sinks none of its neighbours', async () => {
  await services.database.pool.query(`
    create function refuse_poison() returns trigger language plpgsql as $$ begin
      if new.subject = 'poison' then raise exception 'not this one' using errcode = '22P05'; end if;
      return new;
    end $$;
    create trigger refuse_poison before insert on interaction for each row execute function refuse_poison()`);
  const poison = pageView({ properties: { title: 'poison' } });
  const batch = [
    pageView(),
    pageView(),
    poison,
    pageView(),
    pageView({ properties: { title: 'poison' } }),
    pageView(),
  ];
  const answers = await Promise.all([site.send('/v1/batch', { batch }), site.send('/v1/page', pageView())]);
  expect(answers[0].body).toMatchObject({
    received: 6,
    accepted: 4,
    deadLettered: 2,
    problems: [
      {
        index: 2,
        messageId: poison.messageId,
        code: 'refused_by_database',
        reason: expect.stringContaining('not this one'),
      },
      { index: 4 },
    ],
  });
  expect(answers[1].body.accepted).toBe(1);
  await services.database.pool.query('drop trigger refuse_poison on interaction');
  expect(await idsInLog()).toHaveLength(5);
  expect(await site.counts()).toEqual({ received: 7, accepted: 5, duplicate: 0, deadLettered: 2 });
});

describe('where the database is away', () => {
  /** Holds what the log's last statement waits for. */
  async function holdLog(): Promise<() => Promise<void>> {
    const client = await services.database.pool.connect();
    await client.query("begin; select pg_advisory_xact_lock(hashtextextended('liaison.interaction_log', 0))");
    return async () => {
      await client.query('commit');
      client.release();
    };
  }

  async function untilDoorWaits(): Promise<void> {
    for (;;) {
      const { rowCount } = await services.database.pool.query(
        `select 1 from pg_stat_activity where datname = current_database() and application_name = 'liaison tracking'
         and wait_event_type = 'Lock'`,
      );
      if (rowCount !== null && rowCount > 0) return;
    }
  }

  test('a connection that is cut is answered 503, and the repeat is taken once', async () => {
    const release = await holdLog();
    const batch = [pageView(), pageView()];
    const sent = site.send('/v1/batch', { batch });
    await untilDoorWaits();
    await services.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'liaison tracking'`,
    );
    const cut = await sent;
    expect([cut.status, cut.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)]);
    await release();
    expect((await site.send('/v1/batch', { batch })).body).toMatchObject({ accepted: 2, duplicate: 0 });
    expect(await site.counts()).toMatchObject({ received: 2, accepted: 2 });
  });

  test('one that is silent is given up in time, with whatever waits behind it; then all goes on', async () => {
    const door = new TrackingDoor(services, { answerWithinMs: 300 });
    const send = (event: object) =>
      door.take({
        request: new Request('http://here/v1/page', {
          method: 'POST',
          headers: { authorization: `Bearer ${site.key}` },
          body: JSON.stringify(event),
        }),
        call: 'page',
        peer: null,
      });
    const release = await holdLog();
    const events = [pageView(), pageView()];
    const failed = await Promise.allSettled(events.map(send));
    expect(failed).toMatchObject([{ reason: { code: 'unavailable' } }, { reason: { code: 'unavailable' } }]);
    await release();
    // What was given up may have been committed after all; then it is known again.
    for (const taken of await Promise.all(events.map(send))) {
      expect(taken).toMatchObject({ received: 1, deadLettered: 0 });
    }
    const logged = await site.rows<{ id: string; times: number }>(
      'select external_id as id, count(*)::int as times from interaction where workspace_id = $1 group by 1',
    );
    for (const { messageId } of events) expect(logged).toContainEqual({ id: messageId, times: 1 });
    await door.committer.close(1_000);
  });

  test('one that cannot be reached is answered 503', async () => {
    const lost = {
      ...services,
      engines: { ...services.engines, databaseUrl: 'postgres://nobody@127.0.0.1:9/none' },
    };
    const answer = await createApp({ services: lost, projector: null }).request('/v1/page', {
      method: 'POST',
      headers: { authorization: `Bearer ${site.key}` },
      body: JSON.stringify(pageView()),
    });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'unavailable' });
  });

  test('more than may wait is answered 429 and can be sent again', async () => {
    const release = await holdLog();
    const batches = Array.from({ length: 12 }, () => ({
      batch: Array.from({ length: 2_400 }, () => ({
        type: 'page',
        userId: 'u',
        messageId: pageView().messageId,
      })),
    }));
    const sent = batches.map((batch) => site.send('/v1/batch', batch));
    await untilDoorWaits();
    const refused = await Promise.race(sent.map(async (each) => (await each).status));
    expect(refused).toBe(429);
    await release();
    const answers = await Promise.all(sent);
    const again = answers.flatMap(({ status, headers }, index) => {
      if (status === 200) return [];
      expect([status, headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)]);
      return [batches[index]];
    });
    for (const batch of again) expect((await site.send('/v1/batch', batch)).status).toBe(200);
    expect(await site.counts()).toEqual({
      received: 28_800,
      accepted: 28_800,
      duplicate: 0,
      deadLettered: 0,
    });
  });

  test('a stop commits what is under way and refuses what comes after', async () => {
    const stopping = { ...services };
    const stopped = createApp({ services: stopping, projector: null });
    const send = () =>
      stopped.request('/v1/page', {
        method: 'POST',
        headers: { authorization: `Bearer ${site.key}` },
        body: JSON.stringify(pageView()),
      });
    const release = await holdLog();
    const sent = send();
    await untilDoorWaits();
    const closed = closeTrackingDoor(stopping, 5_000);
    await release();
    expect((await sent).status).toBe(200);
    await closed;
    expect((await send()).status).toBe(503);
  });
});

test('a profile is one person’s browser, and knows when it was first and last seen', async () => {
  const at = (timestamp: string) => pageView({ timestamp });
  await site.send('/v1/page', at('2026-01-02T00:00:00Z'));
  await site.send('/v1/batch', { batch: [at('2026-01-01T00:00:00Z'), at('2026-01-05T00:00:00Z')] });
  await site.send('/v1/page', pageView({ anonymousId: null, userId: 'u1' }));
  expect(
    await site.rows(
      'select anonymous_id, first_seen_at, last_seen_at from profile where workspace_id = $1 order by anonymous_id desc',
    ),
  ).toMatchObject([
    { anonymous_id: 'visitor', first_seen_at: new Date('2026-01-01'), last_seen_at: new Date('2026-01-05') },
    { anonymous_id: 'user:u1' },
  ]);
});

test('that a known user goes on is said once', async () => {
  for (let n = 0; n < 3; n += 1) await site.send('/v1/page', pageView({ userId: 'u1' }));
  await site.send('/v1/page', pageView({ userId: 'u2' }));
  await site.send('/v1/page', pageView({ userId: 'u1' }));
  const facts = await site.rows<{ user_id: string }>(
    "select user_id from identity_fact where workspace_id = $1 and kind = 'use' order by id",
  );
  expect(facts.map((fact) => fact.user_id)).toEqual(['u1', 'u2', 'u1']);
});
