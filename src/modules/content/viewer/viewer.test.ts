import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { shareWith } from '../links/links.test-support.ts';
import { attachment } from './serve-download.ts';
import {
  filmBytes,
  makeReadingRoom,
  openDoor,
  paperBytes,
  type ReadingRoom,
  sumsOfTables,
} from './viewer.test-support.ts';

const morning = new Date('2026-03-03T10:00:00Z');
const later = (ms: number) => new Date(morning.getTime() + ms);

let services: TestServices;
let room: ReadingRoom;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(morning);
  room = await makeReadingRoom(services);
});
afterAll(() => services.close());
beforeEach(() => services.setNow(morning));

const sharePaper = async (input: Parameters<typeof shareWith>[2] = {}) => {
  const { assetId } = await room.paper();
  return { assetId, ...(await shareWith(services, room, { assetIds: [assetId], ...input })) };
};
const change = (linkId: string, what: Parameters<typeof sql.join>[0][number]) =>
  room.within((tx) =>
    tx.run(sql`update share_link set access_revision = access_revision + 1, ${what} where id = ${linkId}`),
  );
const plain = (html: string) => html.replaceAll(/nonce="[^"]*"/g, '');

test('the reading page names its first picture, says who shared it, and is kept apart from everything else', async () => {
  const { slug, assetId } = await sharePaper({
    title: 'For <b>Acme</b>',
    message: '</script><script>alert(1)</script>',
  });
  const answer = await openDoor(services).ask(`/v/${slug}`);
  expect(answer.status).toBe(200);
  const page = await answer.text();
  expect(page).toContain('For &lt;b&gt;Acme&lt;/b&gt;');
  expect(page).not.toContain('<script>alert');
  expect(page).toContain('<b>Rosa Lind</b> shared this');
  expect(page).toMatch(
    new RegExp(`<link rel="preload" as="image"[^>]+/p/${assetId}/1-1100.webp" fetchpriority="high"`),
  );
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^default-src 'none';/);
  expect(policy).toMatch(/sandbox allow-scripts (?!.*allow-same-origin)/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(answer.headers.get('x-robots-tag')).toBe('noindex, nofollow');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test('nothing is changed by GET or HEAD, on no way of the door', async () => {
  const [paper, film, page] = [
    await room.paper(),
    await room.film(),
    await room.page('https://prices.invented.com/'),
  ];
  const assetIds = [paper.assetId, film.assetId, page.assetId];
  const open = await shareWith(services, room, { assetIds, mayDownload: true });
  const shut = await sharePaper({ passcode: 'open sesame', emailGate: 'ask' });
  const gone = await sharePaper();
  await change(gone.id, sql`revoked_at = ${morning}`);
  const door = openDoor(services);
  const { base } = await door.read(open.slug);
  const before = await sumsOfTables(services);
  expect(Object.keys(before)).toContain('public.asset_visit');
  const paths = [
    ...[open, shut, gone].map(({ slug }) => `/v/${slug}`),
    ...['/v', '/v/', '/v/nothing', '/v/assets/icon.svg', '/v/assets/reader.js'],
    ...['1-160', '1-1100', '2-2200', '9-1100'].map((file) => `${base}/p/${paper.assetId}/${file}.webp`),
    `${base}/t/${paper.assetId}/1.json`,
    ...[paper, film, page].flatMap(({ assetId }) =>
      ['film', 'open', 'download'].map((way) => `${base}/${way}/${assetId}`),
    ),
    `${base}/beacon`,
  ];
  const statuses = new Set<number>();
  for (const path of paths) {
    for (const method of ['GET', 'HEAD']) {
      const answer = await door.ask(path, { method });
      statuses.add(answer.status);
      await answer.arrayBuffer();
    }
  }
  expect(await sumsOfTables(services)).toEqual(before);
  // It was no walk past closed doors only.
  expect([...statuses].toSorted()).toEqual([200, 302, 404]);
});

test('pictures and words are had under a ticket, of what the link shares alone', async () => {
  const { slug, assetId } = await sharePaper();
  const other = await room.paper('Not shared');
  const door = openDoor(services);
  const { base, pieces } = await door.read(slug);
  expect(pieces).toMatchObject([
    {
      assetId,
      format: 'pdf',
      pageCount: 3,
      pages: [
        [595, 842],
        [595, 842],
        [595, 842],
      ],
    },
  ]);
  const picture = await door.ask(`${base}/p/${assetId}/2-1100.webp`);
  expect(picture.status).toBe(200);
  expect(picture.headers.get('content-type')).toBe('image/webp');
  expect(picture.headers.get('cache-control')).toMatch(/^private,.*immutable/);
  expect(picture.headers.get('access-control-allow-origin')).toBe('*');
  expect(picture.headers.has('access-control-allow-credentials')).toBe(false);
  const small = await door.ask(`${base}/p/${assetId}/2-160.webp`);
  expect((await small.arrayBuffer()).byteLength).toBeLessThan(2_000);
  const words = await door.ask(`${base}/t/${assetId}/3.json`);
  expect(await words.json()).toMatchObject({ width: 595, runs: [{ text: 'page 3' }] });
  for (const path of [
    `p/${other.assetId}/1-1100.webp`,
    `t/${other.assetId}/1.json`,
    `film/${assetId}`,
    `p/${assetId}/4-1100.webp`,
    `p/${assetId}/0-1100.webp`,
    `p/${assetId}/1-900.webp`,
    `p/${assetId}/..%2f..%2foriginal`,
    `p/..%2f..%2f${assetId}/1-1100.webp`,
    `t/${assetId}/1.json%00`,
    `open/${assetId}`,
  ])
    expect((await door.ask(`${base}/${path}`)).status, path).toBe(404);
  const forged = base.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')).replace(/(.{40})$/, 'x'.repeat(40));
  expect((await door.ask(`${forged}/p/${assetId}/1-1100.webp`)).status).toBe(403);
});

test('a link taken back closes within a second, for those who are reading too', async () => {
  const { id, slug, assetId } = await sharePaper();
  const door = openDoor(services);
  const { base } = await door.read(slug);
  const picture = () => door.ask(`${base}/p/${assetId}/1-1100.webp`).then(({ status }) => status);
  expect(await picture()).toBe(200);
  await room.within((tx) => tx.run(sql`update share_link set revoked_at = ${morning} where id = ${id}`));
  services.setNow(later(1_000));
  expect(await picture()).toBe(410);
  expect((await door.ask(`${base}/beacon`, { method: 'POST', body: '{}' })).status).toBe(410);
  expect((await door.ask(`${base}/download/${assetId}`, { method: 'POST' })).status).toBe(410);
});

test('a link that has run out closes, and so does a ticket; one whose gates changed asks again', async () => {
  const running = await sharePaper({ expiresAt: later(3_600_000) });
  const changed = await sharePaper();
  const door = openDoor(services);
  const bases = [await door.read(running.slug), await door.read(changed.slug)].map(({ base }) => base);
  const status = (at: number, assetId: string) =>
    door.ask(`${bases[at]}/p/${assetId}/1-1100.webp`).then((answer) => answer.status);
  await change(changed.id, sql`email_gate = 'ask'`);
  services.setNow(later(2_000));
  expect(await status(0, running.assetId)).toBe(200);
  expect(await status(1, changed.assetId)).toBe(410);
  services.setNow(later(3_600_000));
  expect(await status(0, running.assetId)).toBe(410);
  services.setNow(later(13 * 3_600_000));
  expect(await status(0, running.assetId)).toBe(403);
});

test('strangers cannot tell a link that is no more from one that never was; who was let in is told', async () => {
  const gone = await sharePaper({ passcode: 'open sesame' });
  const late = await sharePaper({ expiresAt: later(60_000) });
  const reader = openDoor(services);
  expect((await reader.answer(gone.slug, { gate: 'passcode', passcode: 'open sesame' })).status).toBe(303);
  await change(gone.id, sql`revoked_at = ${morning}`);
  services.setNow(later(60_000));
  const stranger = openDoor(services);
  const answers = [];
  for (const slug of [gone.slug, late.slug, 'AAAAAAAAAAAAAAAAAAAAAA']) {
    const answer = await stranger.ask(`/v/${slug}`);
    const headers = Object.fromEntries(
      [...answer.headers].filter(([name]) => name !== 'content-security-policy'),
    );
    answers.push({ status: answer.status, headers, text: plain(await answer.text()) });
  }
  expect(answers[0]).toMatchObject({ status: 404 });
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  const known = await reader.ask(`/v/${gone.slug}`);
  expect(known.status).toBe(410);
  expect(await known.text()).toMatch(/Rosa Lind has taken this back/);
});

test('passcode and address are asked for by plain forms, one after the other', async () => {
  const { slug } = await sharePaper({ passcode: 'open sesame', emailGate: 'ask', denied: ['rival.com'] });
  const door = openDoor(services);
  const first = await door.ask(`/v/${slug}`);
  const page = await first.text();
  expect(first.status).toBe(200);
  expect(page).toContain('This needs a passcode');
  expect(page).not.toContain('Retrofit');
  expect(page).not.toContain('<script');
  expect(first.headers.get('content-security-policy')).toMatch(/^default-src 'none';(?!.*script-src)/);
  const wrong = await door.answer(slug, { gate: 'passcode', passcode: 'open barley' });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('This is not the passcode');
  const right = await door.answer(slug, { gate: 'passcode', passcode: 'open sesame' });
  expect(right.status).toBe(303);
  expect(right.headers.get('location')).toBe(`/v/${slug}`);
  const cookie = right.headers.getSetCookie()[0] ?? '';
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Lax/);
  expect(cookie).toContain(`Path=/v/${slug}`);
  expect(await (await door.ask(`/v/${slug}`)).text()).toContain('Who would like to read?');
  await door.answer(slug, { gate: 'email', email: 'Zoe@Rival.com' });
  const denied = await door.ask(`/v/${slug}`);
  expect(denied.status).toBe(403);
  expect(await denied.text()).toMatch(/not meant for <b>zoe@rival\.com<\/b>/);
  await door.answer(slug, { gate: 'restart' });
  await door.answer(slug, { gate: 'email', email: 'ada@acme.com' });
  const model = await door.read(slug);
  expect(model.pieces).toHaveLength(1);
  // Another browser is asked all of it.
  expect(await (await openDoor(services).ask(`/v/${slug}`)).text()).toContain('This needs a passcode');
  expect((await door.answer(slug, { gate: 'nothing known' })).status).toBe(303);
  expect((await door.answer(slug, { gate: 'x'.repeat(20_000) })).status).toBe(413);
});

test('a film comes in the parts that a player asks for', async () => {
  const { assetId } = await room.film();
  const { slug } = await shareWith(services, room, { assetIds: [assetId] });
  const door = openDoor(services);
  const { base, pieces } = await door.read(slug);
  expect(pieces).toMatchObject([{ format: 'video', pageCount: 2, durationMs: 20_000, pages: [] }]);
  const film = (headers: Record<string, string> = {}, method = 'GET') =>
    door.ask(`${base}/film/${assetId}`, { headers, method });
  const probe = await film({ range: 'bytes=0-1' });
  expect(probe.status).toBe(206);
  expect(probe.headers.get('content-range')).toBe('bytes 0-1/5000');
  expect(probe.headers.get('content-length')).toBe('2');
  expect(probe.headers.get('content-type')).toBe('video/mp4');
  expect(Buffer.from(await probe.arrayBuffer())).toEqual(filmBytes.subarray(0, 2));
  const end = await film({ range: 'bytes=4990-' });
  expect(Buffer.from(await end.arrayBuffer())).toEqual(filmBytes.subarray(4_990));
  const whole = await film();
  expect(whole.status).toBe(200);
  expect(whole.headers.get('accept-ranges')).toBe('bytes');
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(filmBytes);
  const behind = await film({ range: 'bytes=5000-' });
  expect(behind.status).toBe(416);
  expect(behind.headers.get('content-range')).toBe('bytes */5000');
  const etag = whole.headers.get('etag') ?? '';
  expect((await film({ range: 'bytes=0-1', 'if-range': etag })).status).toBe(206);
  expect((await film({ range: 'bytes=0-1', 'if-range': '"another"' })).status).toBe(200);
  const head = await film({}, 'HEAD');
  expect(head.headers.get('content-length')).toBe('5000');
  expect(await head.text()).toBe('');
});

test('an address is opened as it stands with the piece, and no other', async () => {
  const page = await room.page('https://prices.invented.com/list?for=pumps');
  const script = await room.page('javascript:alert(1)');
  const { slug } = await shareWith(services, room, { assetIds: [page.assetId, script.assetId] });
  const door = openDoor(services);
  const { base } = await door.read(slug);
  const opened = await door.ask(
    `${base}/open/${page.assetId}?url=https://evil.invented.com&to=//evil.invented.com`,
  );
  expect(opened.status).toBe(302);
  expect(opened.headers.get('location')).toBe('https://prices.invented.com/list?for=pumps');
  expect(opened.headers.get('referrer-policy')).toBe('no-referrer');
  expect((await door.ask(`${base}/open/${script.assetId}`)).status).toBe(404);
  expect((await door.ask(`${base}/open/${newId()}`)).status).toBe(404);
});

test('what may be downloaded comes as an attachment by its name, when it is asked for by a form', async () => {
  const { assetId } = await room.paper('Guide', 'Führer "2026".pdf');
  const mayTake = await shareWith(services, room, { assetIds: [assetId], mayDownload: true });
  const mayNot = await shareWith(services, room, { assetIds: [assetId] });
  const door = openDoor(services);
  const model = await door.read(mayTake.slug);
  expect(model.pieces[0]?.mayDownload).toBe(true);
  const post = (base: string) => door.ask(`${base}/download/${assetId}`, { method: 'POST' });
  const taken = await post(model.base);
  expect(taken.status).toBe(200);
  expect(taken.headers.get('content-disposition')).toMatch(
    /^attachment; filename="F_hrer _2026_\.pdf"; filename\*=UTF-8''F%C3%BChrer/,
  );
  expect(taken.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  expect(Buffer.from(await taken.arrayBuffer())).toEqual(paperBytes);
  const other = await door.read(mayNot.slug);
  expect(other.pieces[0]?.mayDownload).toBe(false);
  expect((await post(other.base)).status).toBe(403);
  // A ticket of a link that lets nothing be taken opens none by another link's name.
  expect((await post(other.base.replace(mayNot.slug, mayTake.slug))).status).toBe(404);
});

test.each([
  ['../../etc/passwd', 'attachment; filename=".._.._etc_passwd"; filename*=UTF-8\'\'.._.._etc_passwd'],
  ['a\r\nset-cookie: x', 'attachment; filename="a__set-cookie: x"; filename*=UTF-8\'\'a__set-cookie%3A%20x'],
  ['‮fdp.exe', 'attachment; filename="_fdp.exe"; filename*=UTF-8\'\'_fdp.exe'],
  ['', 'attachment; filename="document"; filename*=UTF-8\'\'document'],
])('a name is a name and no more: %j', (name, header) => {
  expect(attachment(name)).toBe(header);
});

test('beacons are taken under a ticket, within measure', async () => {
  const { slug } = await sharePaper();
  const door = openDoor(services);
  const { base } = await door.read(slug);
  const post = (at: string, body: string) => door.ask(`${at}/beacon`, { method: 'POST', body });
  services.setNow(later(5_000));
  const said = { seq: 1, openMs: 4_000, pages: { 0: { 1: 3_000 } }, at: { asset: 0, page: 1 } };
  const taken = await post(base, JSON.stringify(said));
  expect(taken.status).toBe(204);
  expect(taken.headers.get('access-control-allow-origin')).toBe('*');
  expect((await post(base, 'x'.repeat(20_000))).status).toBe(413);
  expect((await post(`/v/${slug}/AAAA`, '{}')).status).toBe(403);
});

test('where shared content has a host of its own, nothing else answers there, and the app sends readers to it', async () => {
  const { slug } = await sharePaper();
  const own = {
    ...services,
    config: {
      ...services.config,
      publicUrl: 'https://app.invented.com',
      contentUrl: 'https://read.invented.com',
    },
  };
  const door = openDoor(own);
  const there = await door.ask(`https://read.invented.com/v/${slug}`);
  expect(there.status).toBe(200);
  expect(there.headers.get('content-security-policy')).toContain(
    "script-src 'self' https://read.invented.com;",
  );
  expect(there.headers.get('strict-transport-security')).toBeTruthy();
  for (const path of ['/', '/api/v1/me', '/api/auth/ok', '/t.js', '/v1/batch', '/healthz', '/vx'])
    expect((await door.ask(`https://read.invented.com${path}`)).status, path).toBe(404);
  const sent = await door.ask(`https://app.invented.com/v/${slug}`);
  expect(sent.status).toBe(307);
  expect(sent.headers.get('location')).toBe(`https://read.invented.com/v/${slug}`);
});
