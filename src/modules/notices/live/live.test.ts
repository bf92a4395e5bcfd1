import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { signInMember } from '../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { createApp } from '../../../app.ts';
import { newId } from '../../../platform/ids.ts';
import { tell } from '../index.ts';
import { closeNoticeStreams, noticeHubOf } from './notice-hub.ts';

let services: TestServices;
let app: Hono;
beforeAll(async () => {
  services = await openTestServices();
  app = createApp({ services, projector: null });
});
afterAll(() => services.close());

const event = z.object({
  unread: z.number(),
  news: z.array(z.object({ id: z.string(), title: z.string() })),
});

/** Reads a stream as a page does. */
async function watch(headers: Record<string, string>) {
  const answer = await app.request('/api/v1/notices/live', { headers });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const reader = answer.body?.getReader() ?? expect.fail('no body');
  const decoder = new TextDecoder();
  let text = '';
  const next = async (): Promise<z.output<typeof event> | null> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        const data = /^data: (.+)$/m.exec(block)?.[1];
        if (block.includes('event: message') && data) return event.parse(JSON.parse(data));
        continue;
      }
      const { value, done } = await reader.read();
      if (done) return null;
      text += decoder.decode(value, { stream: true });
    }
  };
  return { next, leave: () => reader.cancel() };
}

async function makePlace() {
  const { workspaceId } = await createTestWorkspace(services);
  const rosa = await signInMember(services, { workspaceId, role: 'sales', name: 'Rosa' });
  const jan = await signInMember(services, { workspaceId, role: 'marketing', name: 'Jan' });
  const say = (userId: string, title: string) =>
    services.database.inWorkspace(workspaceId, (tx) =>
      tell(tx, {
        workspaceId,
        now: services.now(),
        key: newId(),
        kind: 'offered',
        to: { userIds: [userId] },
        title,
        text: '',
        href: '/handoffs',
        urgency: 'now',
      }),
    );
  const call = (path: string, body: object, headers: Record<string, string>) =>
    app.request(`/api/v1${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { rosa, jan, say, call };
}

describe('the bell', () => {
  it('rings for whoever is told, and for nobody else; a page read elsewhere is read here', async () => {
    const { rosa, jan, say, call } = await makePlace();
    await say(rosa.userId, 'before');
    const page = await watch(rosa.headers);
    expect(await page.next()).toEqual({ unread: 1, news: [] });
    await say(jan.userId, 'to another');
    await say(rosa.userId, 'to me');
    let told = await page.next();
    while (told && told.news.length === 0) told = await page.next();
    expect(told).toMatchObject({ unread: 2, news: [{ title: 'to me' }] });
    const id = told?.news[0]?.id ?? '';
    expect(await (await call(`/notices/${id}/readings`, {}, rosa.headers)).json()).toEqual({ unread: 1 });
    expect(await page.next()).toEqual({ unread: 1, news: [] });
    expect((await call(`/notices/${id}/readings`, {}, jan.headers)).status).toBe(404);
    await page.leave();
    await vi.waitFor(() => expect(noticeHubOf(services).size).toBe(0));
  });

  it('marks as read only what had been told by then', async () => {
    const { rosa, say, call } = await makePlace();
    services.setNow(new Date('2026-03-03T10:00:00Z'));
    await say(rosa.userId, 'seen');
    services.setNow(new Date('2026-03-03T10:00:05Z'));
    await say(rosa.userId, 'came meanwhile');
    const answer = await call('/notice-readings', { until: '2026-03-03T10:00:00Z' }, rosa.headers);
    expect(await answer.json()).toEqual({ unread: 1 });
  });

  it('ends its streams when the program stops', async () => {
    const { rosa } = await makePlace();
    const page = await watch(rosa.headers);
    await page.next();
    await closeNoticeStreams(services);
    expect(await page.next()).toBeNull();
  });
});
