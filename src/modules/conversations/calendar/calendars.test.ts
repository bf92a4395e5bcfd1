import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SignedIn, signInMember } from '../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { createApp } from '../../../app.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { ingest } from '../../people/index.ts';
import { calendarOf, eventOf } from './calendar.test-support.ts';
import { fetchCalendar, readFeed } from './fetch-calendar.ts';
import { pollCalendars } from './poll-calendars.ts';
import { checkedUrl, type Outside, publicInternet } from './safe-fetch.ts';

const ada = 'ada@acme.com';
let services: TestServices;
let app: ReturnType<typeof createApp>;
let workspaceId: string;
let ben: SignedIn;
let eva: SignedIn;

beforeAll(async () => {
  services = await openTestServices();
  app = createApp({ services, projector: null });
});
afterAll(() => services.close());

beforeEach(async () => {
  services.setNow(new Date('2026-03-20T12:00:00Z'));
  ({ workspaceId } = await createTestWorkspace(services));
  const tag = workspaceId.slice(-8);
  ben = await signInMember(services, {
    workspaceId,
    role: 'sales',
    name: 'Ben',
    email: `ben@ours-${tag}.io`,
  });
  eva = await signInMember(services, {
    workspaceId,
    role: 'marketing',
    name: 'Eva',
    email: `eva@ours-${tag}.io`,
  });
  await addContact('Ada Park', ada);
});

const within = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);

function addContact(name: string, email: string) {
  const batch = { contacts: [{ key: email, name, email }] };
  return within((tx) =>
    ingest(tx, { workspaceId, system: 'test', actorName: 'test', now: services.now(), batch }),
  );
}

async function upload(who: SignedIn, text: string, name = 'work.ics') {
  const form = new FormData();
  form.set('data', new File([text], name, { type: 'text/calendar' }));
  const answer = await app.request('/api/v1/calendars/uploads', {
    method: 'POST',
    headers: who.headers,
    body: form,
  });
  return { status: answer.status, body: await answer.json() };
}

type LoggedRow = {
  type: string;
  occurred_at: Date;
  subject: string | null;
  source: string;
  external_id: string | null;
};

/** The rows of the log that stand: what was corrected or withdrawn is left out. */
function standing(): Promise<LoggedRow[]> {
  return within((tx) =>
    tx.rows<LoggedRow>(sql`select i.* from interaction i
      left join interaction_replacement r on r.interaction_id = i.id
      where r.interaction_id is null and i.type <> 'withdrawn' order by i.occurred_at`),
  );
}

async function meetings(who: SignedIn, state: string) {
  const answer = await app.request(`/api/v1/calendar-meetings?state=${state}`, { headers: who.headers });
  const body: {
    items: { id: string; title: string | null; startsAt: string; people: { address: string }[] }[];
  } = await answer.json();
  return body.items;
}

const visit = (more: Partial<Parameters<typeof eventOf>[0]> = {}) =>
  eventOf({
    uid: 'visit',
    start: ':20260318T090000Z',
    end: ':20260318T100000Z',
    title: 'Visit at Acme',
    attendees: [ben.email, ada],
    ...more,
  });

describe('uploads', () => {
  test('a meeting that took place is logged once, in however many calendars and uploads it stands', async () => {
    const text = calendarOf([visit()]);
    expect((await upload(ben, text)).body).toMatchObject({
      lastResult: { fresh: 1, logged: 1 },
      teammate: { name: 'Ben' },
    });
    expect((await upload(ben, text)).body).toMatchObject({
      lastResult: { unchanged: 1, fresh: 0, logged: 0 },
    });
    // A colleague's copy, without its guests.
    const copy = calendarOf([visit({ attendees: [eva.email] })]);
    expect((await upload(eva, copy)).body).toMatchObject({ lastResult: { logged: 0 } });
    expect((await upload(ben, text)).body).toMatchObject({ lastResult: { changed: 0, unchanged: 1 } });
    expect(await standing()).toMatchObject([
      {
        type: 'meeting',
        subject: 'Visit at Acme',
        occurred_at: new Date('2026-03-18T09:00:00Z'),
        source: 'calendar',
        external_id: 'visit',
      },
    ]);
    const counts = await within((tx) =>
      tx.first(sql`select received, accepted, duplicate from log_count where door = 'calendar'`),
    );
    expect(counts).toEqual({ received: 2, accepted: 1, duplicate: 1 });
  });

  test('what is to come waits until it has happened', async () => {
    await upload(ben, calendarOf([visit({ start: ':20260321T090000Z', end: ':20260321T100000Z' })]));
    expect(await standing()).toEqual([]);
    expect(await meetings(eva, 'upcoming')).toMatchObject([{ title: 'Visit at Acme' }]);
    services.setNow(new Date('2026-03-21T10:01:00Z'));
    await pollCalendars(services);
    expect(await standing()).toMatchObject([{ occurred_at: new Date('2026-03-21T09:00:00Z') }]);
    expect(await meetings(eva, 'upcoming')).toEqual([]);
  });

  test('a moved meeting is corrected, one put off is taken back until it happens, a cancelled one withdrawn', async () => {
    await upload(ben, calendarOf([visit()]));
    await upload(
      ben,
      calendarOf([visit({ start: ':20260318T140000Z', end: ':20260318T150000Z', more: ['SEQUENCE:1'] })]),
    );
    expect(await standing()).toMatchObject([{ occurred_at: new Date('2026-03-18T14:00:00Z') }]);
    // An older edition that comes late changes nothing.
    await upload(eva, calendarOf([visit()]), 'old.ics');
    expect(await standing()).toMatchObject([{ occurred_at: new Date('2026-03-18T14:00:00Z') }]);

    const putOff = visit({ start: ':20260325T090000Z', end: ':20260325T100000Z', more: ['SEQUENCE:2'] });
    await upload(ben, calendarOf([putOff]));
    expect(await standing()).toEqual([]);
    services.setNow(new Date('2026-03-25T11:00:00Z'));
    await pollCalendars(services);
    expect(await standing()).toMatchObject([{ occurred_at: new Date('2026-03-25T09:00:00Z') }]);

    await upload(ben, calendarOf([visit({ more: ['SEQUENCE:3', 'STATUS:CANCELLED'] })]));
    expect(await standing()).toEqual([]);
  });

  test('what somebody withdrew by hand stays withdrawn', async () => {
    await upload(ben, calendarOf([visit()]));
    const row = await within((tx) =>
      tx.first<{ conversation_id: string }>(sql`select conversation_id from calendar_meeting`),
    );
    await app.request(`/api/v1/conversations/${row?.conversation_id}/withdrawal`, {
      method: 'POST',
      headers: { ...ben.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'nobody came' }),
    });
    await upload(ben, calendarOf([visit({ title: 'Visit, again', more: ['SEQUENCE:1'] })]));
    expect(await standing()).toEqual([]);
  });

  test('a series is logged day by day, its moved and cancelled days as they were', async () => {
    await upload(
      ben,
      calendarOf([
        visit({
          uid: 's',
          start: ':20260302T090000Z',
          end: ':20260302T093000Z',
          more: ['RRULE:FREQ=WEEKLY;COUNT=5'],
        }),
        visit({
          uid: 's',
          start: ':20260310T150000Z',
          end: ':20260310T160000Z',
          more: ['RECURRENCE-ID:20260309T090000Z'],
        }),
        visit({
          uid: 's',
          start: ':20260316T090000Z',
          end: ':20260316T093000Z',
          more: ['RECURRENCE-ID:20260316T090000Z', 'STATUS:CANCELLED'],
        }),
      ]),
    );
    expect((await standing()).map((row) => row.occurred_at.toISOString())).toEqual([
      '2026-03-02T09:00:00.000Z',
      '2026-03-10T15:00:00.000Z',
    ]);
    expect(await meetings(ben, 'upcoming')).toHaveLength(2);
  });
});

describe('whose meetings', () => {
  test('our own are not kept at all; those with people nobody knows wait until they are known', async () => {
    const carl = 'carl@unknown-works.com';
    await upload(
      ben,
      calendarOf([
        visit({ uid: 'own', attendees: [ben.email, eva.email], title: 'Salary talk' }),
        visit({ uid: 'carl', attendees: [ben.email, carl], title: 'Dentist' }),
      ]),
    );
    expect(await standing()).toEqual([]);
    const kept = await within((tx) => tx.rows<{ uid: string }>(sql`select uid from calendar_meeting`));
    expect(kept).toEqual([{ uid: 'carl' }]);
    expect(await meetings(ben, 'unknown_people')).toMatchObject([{ title: 'Dentist' }]);
    expect(await meetings(eva, 'unknown_people')).toMatchObject([{ title: null, people: [] }]);
    await addContact('Carl', carl);
    await pollCalendars(services);
    expect(await standing()).toHaveLength(1);
  });

  test('by hand: logged with people made anew, or set aside for good', async () => {
    const text = calendarOf([
      visit({ uid: 'one', attendees: [ben.email, 'dora@somewhere-else.com'] }),
      visit({ uid: 'two', attendees: [ben.email, 'dentist@teeth-works.com'] }),
    ]);
    await upload(ben, text);
    const unknown = await meetings(ben, 'unknown_people');
    const of = (address: string) =>
      unknown.find(({ people }) => people.some((one) => one.address === address))?.id;
    const post = (path: string, body: object) =>
      app.request(`/api/v1/calendar-meetings/${path}`, {
        method: 'POST',
        headers: { ...ben.headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const matched = await post(`${of('dora@somewhere-else.com')}/match`, {
      newPeople: [{ email: 'dora@somewhere-else.com', name: 'Dora' }],
    });
    expect(await matched.json()).toMatchObject({ state: 'logged' });
    expect((await post(`${of('dentist@teeth-works.com')}/dismissal`, {})).status).toBe(200);
    await upload(ben, text);
    expect(await meetings(ben, 'unknown_people')).toEqual([]);
    expect(await standing()).toHaveLength(1);
  });

  test('a private meeting is known to have taken place, and no more', async () => {
    await upload(ben, calendarOf([visit({ more: ['CLASS:PRIVATE'] })]));
    expect(await standing()).toMatchObject([{ type: 'meeting', subject: null }]);
    expect(await meetings(ben, 'logged')).toMatchObject([{ title: 'Visit at Acme' }]);
    expect(await meetings(eva, 'logged')).toMatchObject([{ title: null, people: [] }]);
  });
});

describe('feeds', () => {
  let server: Server;
  let port: number;
  let feed = { status: 200, body: '', etag: '', location: '' };
  let asked: { url: string; ifNoneMatch: string | null }[] = [];
  const here: Outside = {
    resolve: (host) =>
      host.endsWith('.test') ? Promise.resolve(['127.0.0.1']) : publicInternet.resolve(host),
    mayReach: (address) => address === '127.0.0.1',
  };

  beforeAll(async () => {
    server = createServer((request, answer) => {
      const ifNoneMatch = request.headers['if-none-match'] ?? null;
      asked.push({ url: request.url ?? '', ifNoneMatch });
      const status = ifNoneMatch !== null && ifNoneMatch === feed.etag ? 304 : feed.status;
      const location = request.url === '/moved' ? feed.location : '';
      answer.writeHead(location ? 302 : status, {
        ...(feed.etag ? { etag: feed.etag } : {}),
        ...(location ? { location } : {}),
      });
      answer.end(status === 200 && !location ? feed.body : '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const address = server.address();
    port = typeof address === 'object' && address ? address.port : 0;
  });
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  beforeEach(() => {
    asked = [];
  });

  async function subscribed(): Promise<string> {
    const { addCalendar } = await import('./add-calendar.ts');
    const url = `http://calendar.test:${port}/ben.ics`;
    const read = await readFeed({ url, timeZone: 'UTC', now: services.now(), outside: here });
    if (read.notModified) throw new Error('not modified');
    const calendar = await within((tx) =>
      addCalendar({
        tx,
        workspaceId,
        now: services.now(),
        userId: ben.userId,
        actor: { kind: 'member', id: ben.userId, name: 'Ben' },
        input: { ...read, kind: 'feed', name: 'Ben', teammateId: undefined, url },
      }),
    );
    return calendar.id;
  }

  const poll = () => pollCalendars(services, { outside: here });
  const calendars = async () => {
    const answer = await app.request('/api/v1/calendars', { headers: ben.headers });
    const body: { items: { lastError: string | null; host: string | null }[] } = await answer.json();
    return body.items;
  };

  test('are read again only where they changed; a meeting called off before it happened is gone', async () => {
    const later = { start: ':20260321T090000Z', end: ':20260321T100000Z' };
    feed = {
      status: 200,
      body: calendarOf([visit(), visit({ uid: 'later', ...later })]),
      etag: '"1"',
      location: '',
    };
    await subscribed();
    expect(await standing()).toHaveLength(1);
    expect(await meetings(ben, 'upcoming')).toHaveLength(1);
    await poll();
    expect(asked.at(-1)).toMatchObject({ ifNoneMatch: '"1"' });
    feed = { ...feed, body: calendarOf([visit()]), etag: '"2"' };
    services.setNow(new Date('2026-03-20T12:15:00Z'));
    await poll();
    expect(await meetings(ben, 'upcoming')).toEqual([]);
    expect(await standing()).toHaveLength(1);
  });

  test('one that fails says why and keeps what it brought', async () => {
    feed = { status: 200, body: calendarOf([visit()]), etag: '', location: '' };
    const calendarId = await subscribed();
    feed = { ...feed, status: 500 };
    await poll();
    expect(await calendars()).toMatchObject([{ lastError: expect.stringContaining('answers 500') }]);
    feed = { ...feed, status: 200, body: '<html>sign in</html>' };
    const inWorkspace = within;
    await expect(
      fetchCalendar({ services, workspaceId, calendarId, inWorkspace, outside: here }),
    ).rejects.toMatchObject({ code: 'unprocessable' });
    expect(await calendars()).toMatchObject([{ lastError: expect.stringContaining('no calendar') }]);
    expect(await standing()).toHaveLength(1);
  });

  test('nothing inside the network is reached, by its number, its name or a redirect', async () => {
    const read = (url: string, outside?: Outside) =>
      readFeed({ url, timeZone: 'UTC', now: services.now(), ...(outside ? { outside } : {}) });
    const refused = { code: 'unprocessable', message: expect.stringContaining('not on the public internet') };
    for (const host of [
      '127.0.0.1',
      'localhost',
      '10.1.2.3',
      '169.254.169.254',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '0.0.0.0',
      '2130706433',
    ]) {
      await expect(read(`http://${host}:${port}/x`), host).rejects.toMatchObject(refused);
    }
    // A name that leads there, and a public one that redirects there.
    const namesUs: Outside = {
      ...publicInternet,
      resolve: () => Promise.resolve(['93.184.216.34', '127.0.0.1']),
    };
    await expect(read('https://calendar.example/x', namesUs)).rejects.toMatchObject(refused);
    feed = { status: 200, body: calendarOf([]), etag: '', location: `http://10.0.0.1:${port}/x` };
    await expect(read(`http://calendar.test:${port}/moved`, here)).rejects.toMatchObject(refused);
    feed = { ...feed, location: 'file:///etc/passwd' };
    await expect(read(`http://calendar.test:${port}/moved`, here)).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(checkedUrl('webcal://calendar.acme.com/a.ics').href).toBe('https://calendar.acme.com/a.ics');
    for (const url of ['ftp://a.com/x', 'javascript:alert(1)', 'https://me:secret@a.com/x', 'nonsense']) {
      expect(() => checkedUrl(url), url).toThrow();
    }
  });

  test('one that is too large is not read to its end', async () => {
    feed = {
      status: 200,
      body: `BEGIN:VCALENDAR\r\n${'x'.repeat(11 * 1_024 * 1_024)}`,
      etag: '',
      location: '',
    };
    await expect(subscribed()).rejects.toMatchObject({ message: expect.stringContaining('larger than') });
  });
});
