import type { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signInMember } from '../../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../../test/support/services.ts';
import { createApp } from '../../../../app.ts';
import { closeReadingStreams } from '../index.ts';
import { later, newReading } from '../reading.test-support.ts';
import { readingHubOf } from './reading-hub.ts';

let services: TestServices;
let app: Hono;
beforeAll(async () => {
  services = await openTestServices();
  app = createApp({ services, projector: null });
});
const open: Watcher[] = [];
afterEach(async () => {
  for (const watcher of open.splice(0)) await watcher.leave();
});
afterAll(() => services.close());

const event = z.object({
  readers: z.array(
    z.object({
      contact: z.object({ name: z.string() }).nullable(),
      page: z.number().nullable(),
      pagesSeen: z.number(),
    }),
  ),
});

/** A page that watches: reads the stream as a browser does. */
class Watcher {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = '';
  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader();
    open.push(this);
  }
  /** The next event; null when the stream ended. */
  async next(): Promise<z.infer<typeof event> | null> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end >= 0) {
        const block = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        const data = block.split('\n').find((line) => line.startsWith('data: '));
        if (data && block.includes('event: message')) return event.parse(JSON.parse(data.slice(6)));
        continue;
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

async function watch(workspaceId: string, headers: Record<string, string>): Promise<Watcher> {
  const answer = await app.request('/api/v1/reading/live', {
    headers: { ...headers, 'liaison-workspace': workspaceId },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  if (!answer.body) throw new Error('an answer without a body');
  return new Watcher(answer.body);
}

const twoPages = { '0': { '1': 3_000, '2': 1_500 } };

describe('reading now', () => {
  it('reaches the owner as it happens: who, on which page, and that they left', async () => {
    const { workspaceId, seller, say, flush, ticketOf } = await newReading(services);
    services.setNow(later(6_000));
    const watcher = await watch(workspaceId, seller.headers);
    expect(await watcher.next()).toEqual({ readers: [] });
    const ticket = ticketOf();
    await say(ticket, 5_000, { pages: twoPages, at: { asset: 0, page: 2 } });
    await flush();
    expect(await watcher.next()).toEqual({
      readers: [{ contact: { name: 'Ana Ruiz' }, page: 2, pagesSeen: 2 }],
    });
    await say(ticket, 6_000, { pages: twoPages, at: { asset: 0, page: 3 } });
    await flush();
    expect(await watcher.next()).toMatchObject({ readers: [{ page: 3 }] });
    await say(ticket, 7_000, { pages: twoPages, at: { asset: 0, page: 3 }, ended: true });
    await flush();
    expect(await watcher.next()).toEqual({ readers: [] });
  });

  it('shows sellers their own readers, marketing everybody’s, and nobody those of another workspace', async () => {
    const ours = await newReading(services);
    const theirs = await newReading(services);
    services.setNow(later(6_000));
    for (const { say, flush, ticketOf } of [ours, theirs]) {
      await say(ticketOf(), 5_000, { pages: twoPages });
      await flush();
    }
    const colleague = await signInMember(services, { workspaceId: ours.workspaceId, role: 'sales' });
    const marketer = await signInMember(services, { workspaceId: ours.workspaceId, role: 'marketing' });
    const readersOf = async (headers: Record<string, string>) => {
      const answer = await app.request('/api/v1/reading/now', {
        headers: { ...headers, 'liaison-workspace': ours.workspaceId },
      });
      const { items } = z.object({ items: z.array(z.unknown()) }).parse(await answer.json());
      return items.length;
    };
    expect(await readersOf(colleague.headers)).toBe(0);
    expect(await readersOf(marketer.headers)).toBe(1);
    expect(await readersOf(ours.seller.headers)).toBe(1);
    services.setNow(later(200_000));
    expect(await readersOf(marketer.headers)).toBe(0);
  });

  it('lists visits with their pages, by piece, link and person', async () => {
    const { workspaceId, seller, say, flush, ticketOf, study, linkId, anaId } = await newReading(services);
    await say(ticketOf(), 5_000, { pages: twoPages, ended: true });
    await say(ticketOf(), 5_000, { pages: twoPages }, { userAgent: 'curl/8.5.0' });
    await flush();
    const list = async (query: string) => {
      const answer = await app.request(`/api/v1/content/visits?${query}`, {
        headers: { ...seller.headers, 'liaison-workspace': workspaceId },
      });
      expect(answer.status).toBe(200);
      return z
        .object({ items: z.array(z.looseObject({})), nextCursor: z.string().nullable() })
        .parse(await answer.json());
    };
    for (const query of [`assetId=${study.assetId}`, `linkId=${linkId}`, `contactId=${anaId}`])
      expect((await list(query)).items).toMatchObject([
        {
          asset: { title: 'Case study' },
          contact: { name: 'Ana Ruiz', account: { name: 'Holm' } },
          pages: [
            { page: 1, activeMs: 3_000 },
            { page: 2, activeMs: 1_500 },
          ],
          completion: 2 / 12,
          device: 'Chrome on Windows',
        },
      ]);
    expect((await list('show=flagged')).items).toMatchObject([{ flagText: 'a known bot or program' }]);
    const first = await list('show=all&limit=1');
    const second = await list(`show=all&limit=1&cursor=${first.nextCursor}`);
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(2);
    expect(second.nextCursor).toBeNull();
  });

  it('ends its streams when the program stops', async () => {
    const { workspaceId, seller } = await newReading(services);
    const watcher = await watch(workspaceId, seller.headers);
    await watcher.next();
    expect(readingHubOf(services).size).toBeGreaterThan(0);
    await closeReadingStreams(services);
    expect(await watcher.next()).toBeNull();
    expect(readingHubOf(services).size).toBe(0);
  });
});
