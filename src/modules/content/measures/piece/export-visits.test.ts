import type { Hono } from 'hono';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { signInMember } from '../../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../../test/support/services.ts';
import { createApp } from '../../../../app.ts';
import { makeReadingRoom } from './piece.test-support.ts';

let services: TestServices;
let app: Hono;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(new Date('2026-06-03T12:00:00Z'));
  app = createApp({ services, projector: null });
});
afterAll(() => services.close());

const fetchCsv = (path: string, headers: Record<string, string>) =>
  app.request(`/api/v1${path}`, { headers });

it('exports the visits to a piece and through a link with Papermark’s columns, latest first', async () => {
  const room = await makeReadingRoom(services, 'export');
  const piece = await room.piece('Foundry');
  const ada = await room.contact('=HYPERLINK("x")', 'ada@acme.example');
  await room.read(piece, { contactId: ada, daysAgo: 3, pages: [61, 4], downloaded: true });
  await room.read(piece, { email: 'cy@else.example', daysAgo: 2, pages: [1, 1, 1, 1], flagReason: 'bot' });
  await room.read(await room.piece('Another'), { contactId: ada, daysAgo: 1, pages: [9] });

  for (const path of [`/assets/${piece.id}/visits.csv`, `/links/${piece.linkId}/visits.csv`]) {
    const answer = await fetchCsv(`${path}?timeZone=Asia/Tokyo`, room.headers);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/csv');
    const tokyo = (daysAgo: number) =>
      new Date(room.ago(daysAgo).getTime() + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    const text = await answer.text();
    expect(text.split('\n')).toEqual([
      'Viewed at,Name,Email,Link Name,Total Visit Duration,Visit Completion (%),Document version,Downloaded at,Verified',
      `${tokyo(2)},,cy@else.example,'=Link of Foundry,00:00:04,100,1,,No`,
      `${tokyo(3)},"'=HYPERLINK(""x"")",ada@acme.example,'=Link of Foundry,00:01:05,50,1,${tokyo(3)},Yes`,
      '',
    ]);
  }
});

it('keeps to the days that are asked for, of the reader’s zone', async () => {
  const room = await makeReadingRoom(services, 'days');
  const piece = await room.piece('Dairy');
  for (const daysAgo of [1, 10, 20]) await room.read(piece, { daysAgo, pages: [5] });
  const day = (daysAgo: number) => room.ago(daysAgo).toISOString().slice(0, 10);
  const answer = await fetchCsv(
    `/assets/${piece.id}/visits.csv?timeZone=UTC&from=${day(12)}&to=${day(10)}`,
    room.headers,
  );
  expect((await answer.text()).trim().split('\n')).toHaveLength(2);
});

it('refuses strangers, tokens without the permission, other workspaces and odd questions', async () => {
  const [ours, theirs] = [
    await makeReadingRoom(services, 'ours to export'),
    await makeReadingRoom(services, 'theirs to export'),
  ];
  const [own, other] = [await ours.piece('Ours'), await theirs.piece('Theirs')];
  const statusOf = async (path: string, headers: Record<string, string> = ours.headers) =>
    (await fetchCsv(path, headers)).status;
  expect(await statusOf(`/assets/${own.id}/visits.csv`, {})).toBe(401);
  expect(await statusOf(`/assets/${other.id}/visits.csv`)).toBe(404);
  expect(await statusOf(`/links/${other.linkId}/visits.csv`)).toBe(404);
  expect(await statusOf('/assets/some/visits.csv')).toBe(400);
  expect(await statusOf(`/assets/${own.id}/visits.csv?timeZone=Mars/Base`)).toBe(400);
  expect(await statusOf(`/assets/${own.id}/visits.csv?from=yesterday`)).toBe(400);
  const admin = await signInMember(services, { workspaceId: ours.workspaceId, role: 'admin' });
  const made = await app.request('/api/v1/api-tokens', {
    method: 'POST',
    headers: { ...admin.headers, 'liaison-workspace': ours.workspaceId, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'people alone', scopes: ['people:read'] }),
  });
  const { secret } = z.object({ secret: z.string() }).parse(await made.json());
  expect(await statusOf(`/links/${own.linkId}/visits.csv`, { authorization: `Bearer ${secret}` })).toBe(403);
});
