import type { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { signInMember } from '../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { createApp } from '../../../app.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { appendInteractions, type NewInteraction } from '../../interactions/index.ts';
import { closeTimelineStreams, liveHubOf } from './live-hub.ts';
import { watchTimeline } from './watch-timeline.ts';

let services: TestServices;
let app: Hono;
beforeAll(async () => {
  services = await openTestServices();
  app = createApp({ services, projector: null });
});
afterEach(async () => {
  for (const watcher of watchers.splice(0)) await watcher.leave();
});
afterAll(() => services.close());

const event = z.object({
  what: z.enum(['ready', 'entries', 'changed']),
  position: z.number(),
  items: z.array(z.object({ id: z.string(), subject: z.string().nullable() })).optional(),
});
type Event = z.infer<typeof event> & { id: string };

const watchers: Watcher[] = [];

/** A page that watches: reads the stream as a browser does. */
class Watcher {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = '';
  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader();
    watchers.push(this);
  }
  /** The next event; null when the stream ended. */
  async next(): Promise<Event | null> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end >= 0) {
        const block = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        const field = (name: string) =>
          block
            .split('\n')
            .find((line) => line.startsWith(`${name}: `))
            ?.slice(name.length + 2);
        if (field('event') !== 'message') continue;
        return { ...event.parse(JSON.parse(field('data') ?? '')), id: field('id') ?? '' };
      }
      const { value, done } = await this.#reader.read();
      if (done) return null;
      this.#text += this.#decoder.decode(value, { stream: true });
    }
  }
  leave(): Promise<void> {
    return this.#reader.cancel();
  }
}

async function makePlace() {
  const { workspaceId } = await createTestWorkspace(services);
  const member = await signInMember(services, { workspaceId, role: 'sales' });
  const headers = { ...member.headers, 'liaison-workspace': workspaceId };
  const contactId = newId();
  await services.database.inWorkspace(workspaceId, (tx) =>
    tx.run(sql`insert into contact (id, workspace_id, name) values (${contactId}, ${workspaceId}, 'Ada')`),
  );
  const append = async (row: Partial<NewInteraction>) => {
    const id = newId();
    const now = new Date();
    await services.database.inWorkspace(workspaceId, (tx) =>
      appendInteractions({
        tx,
        workspaceId,
        now,
        rows: [{ id, kind: 'content', type: 'page_view', occurredAt: now, source: 'test', ...row }],
      }),
    );
    return id;
  };
  const open = (query = '', more: Record<string, string> = {}) =>
    app.request(`/api/v1/timeline/live${query}`, { headers: { ...headers, ...more } });
  const watch = async (query = '', more: Record<string, string> = {}) => {
    const answer = await open(query, more);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-encoding')).toBeNull();
    if (!answer.body) throw new Error('an answer without a body');
    return new Watcher(answer.body);
  };
  return { workspaceId, contactId, append, open, watch, headers, userId: member.userId };
}

describe('a timeline as it happens', () => {
  it('tells what arrives in its scope and passes its filters, and of no other workspace', async () => {
    const [ours, theirs] = [await makePlace(), await makePlace()];
    const watcher = await ours.watch(`?contactId=${ours.contactId}&kind=content`);
    expect(await watcher.next()).toMatchObject({ what: 'ready' });
    await theirs.append({ contactId: theirs.contactId, subject: 'theirs' });
    await ours.append({ subject: 'of somebody else' });
    await ours.append({ contactId: ours.contactId, kind: 'person', type: 'call' });
    await ours.append({ contactId: ours.contactId, verified: false });
    const id = await ours.append({ contactId: ours.contactId, subject: 'Pricing' });
    const told = await watcher.next();
    expect(told).toMatchObject({ what: 'entries', items: [{ id, subject: 'Pricing' }] });
    expect(told?.id).toBe(String(told?.position));
  });

  it('goes on where a page that comes back was told last', async () => {
    const place = await makePlace();
    const first = await place.watch();
    const ready = await first.next();
    await first.leave();
    const missed = [await place.append({ subject: 'one' }), await place.append({ subject: 'two' })];
    const again = await place.watch('', { 'last-event-id': ready?.id ?? '' });
    expect(await again.next()).toMatchObject({ what: 'ready', position: ready?.position });
    expect(await again.next()).toMatchObject({ what: 'entries', items: missed.map((id) => ({ id })) });
  });

  it('says that the list has changed for corrections, stages and identities, and for too much at once', async () => {
    const place = await makePlace();
    const id = await place.append({ contactId: place.contactId });
    const watcher = await place.watch();
    await watcher.next();
    const changes: (() => Promise<unknown>)[] = [
      () => place.append({ type: 'withdrawn', replacesId: id }),
      () =>
        services.database.inWorkspace(place.workspaceId, (tx) =>
          tx.run(sql`insert into stage_change (id, workspace_id, contact_id, outcome, stage, at, source)
            values (${newId()}, ${place.workspaceId}, ${place.contactId}, 'reached', 'mql', now(), 'hand')`),
        ),
      () => services.database.pool.query("select pg_notify('identity', $1)", [place.workspaceId]),
      () =>
        services.database.inWorkspace(place.workspaceId, (tx) =>
          appendInteractions({
            tx,
            workspaceId: place.workspaceId,
            now: new Date(),
            rows: Array.from({ length: 300 }, () => ({
              id: newId(),
              kind: 'content' as const,
              type: 'page_view',
              occurredAt: new Date(),
              source: 'test',
            })),
          }),
        ),
    ];
    for (const change of changes) {
      await change();
      expect(await watcher.next()).toMatchObject({ what: 'changed' });
    }
  });

  it('says so for a person when a device turns out to be theirs, and not for others', async () => {
    const place = await makePlace();
    const profileId = newId();
    await services.database.inWorkspace(place.workspaceId, async (tx) => {
      await tx.run(sql`insert into profile (id, workspace_id, anonymous_id, first_seen_at, last_seen_at)
        values (${profileId}, ${place.workspaceId}, 'device', now(), now())`);
    });
    const watcher = await place.watch(`?contactId=${place.contactId}`);
    await watcher.next();
    const identityNews = () =>
      services.database.pool.query("select pg_notify('identity', $1)", [place.workspaceId]);
    await identityNews();
    const second = await place.append({ contactId: place.contactId, subject: 'still theirs' });
    expect(await watcher.next()).toMatchObject({ what: 'entries', items: [{ id: second }] });
    await services.database.inWorkspace(place.workspaceId, (tx) =>
      tx.run(sql`insert into profile_binding (id, workspace_id, profile_id, contact_id)
        values (${newId()}, ${place.workspaceId}, ${profileId}, ${place.contactId})`),
    );
    await identityNews();
    expect(await watcher.next()).toMatchObject({ what: 'changed' });
  });

  it('finds what a writer told nobody of', async () => {
    const place = await makePlace();
    const watcher = await place.watch();
    await watcher.next();
    const id = newId();
    await services.database.inWorkspace(place.workspaceId, (tx) =>
      tx.run(sql`insert into interaction (id, workspace_id, occurred_at, kind, type, source)
        values (${id}, ${place.workspaceId}, now(), 'content', 'page_view', 'test')`),
    );
    expect(await watcher.next()).toMatchObject({ what: 'entries', items: [{ id }] });
  });

  it('goes on after the database dropped its connection', async () => {
    const place = await makePlace();
    const watcher = await place.watch();
    await watcher.next();
    await services.database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'liaison timeline' and datname = current_database()",
    );
    const id = await place.append({ subject: 'after' });
    for (;;) {
      const told = await watcher.next();
      if (told === null) throw new Error('the stream ended');
      // It may have heard of the append by looking, or be told to look again for what it could not hear.
      if (told.what === 'changed' || told.items?.some((item) => item.id === id)) break;
    }
  });

  it('ends for who may no longer read', async () => {
    const place = await makePlace();
    const stream = await watchTimeline({
      context: { services, headers: new Headers(place.headers) },
      workspaceId: place.workspaceId,
      userId: place.userId,
      query: {},
      after: null,
      signal: undefined,
      recheckMs: 20,
    });
    expect(await stream.next()).toMatchObject({ value: { what: 'ready' } });
    await services.database.pool.query('delete from member where user_id = $1', [place.userId]);
    expect(await stream.next()).toMatchObject({ done: true });
  });

  it('leaves nothing behind when a page goes, and ends all when the program stops', async () => {
    const place = await makePlace();
    const hub = liveHubOf(services);
    const before = hub.size;
    const [one, two] = [await place.watch(), await place.watch()];
    await Promise.all([one.next(), two.next()]);
    expect(hub.size).toBe(before + 2);
    await one.leave();
    await vi.waitFor(() => expect(hub.size).toBe(before + 1));
    await closeTimelineStreams({ ...services });
    expect(await two.next()).toBeNull();
    expect(hub.size).toBe(0);
    expect((await place.open()).status).toBe(429);
  });
});
