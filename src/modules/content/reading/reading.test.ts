import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { forgetClassifier } from '../../tracking/index.ts';
import { BeaconBuffer, beaconBufferOf } from './beacon-buffer.ts';
import { browsers, desk } from './corpus.test-support.ts';
import { endSilentVisits, nextSilenceAt } from './end-silent-visits.ts';
import { downloadOf, takeBeacon } from './index.ts';
import { bodyOf, later, moving, newReading, openedAt } from './reading.test-support.ts';
import { saveReadingMode } from './reading-mode.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const twoPages = { '0': { '1': 3_000, '2': 1_500, '3': 400 } };

describe('a person’s visit', () => {
  it('gets a row when it is known to be one, and another in its place when it ends', async () => {
    const { say, flush, rows, visits, ticketOf, anaId, accountId, study, linkId } =
      await newReading(services);
    services.setNow(later(5_000));
    const ticket = ticketOf();
    await say(ticket, 1_000, { pages: { '0': { '1': 900 } }, at: { asset: 0, page: 1 } });
    await flush();
    expect(await rows()).toEqual([]);
    await say(ticket, 5_000, { pages: twoPages, at: { asset: 0, page: 3 } });
    await flush();
    const [first] = await rows();
    expect(first).toMatchObject({
      contact_id: anaId,
      account_id: accountId,
      engaged_seconds: 5,
      verified: true,
      flag_reason: null,
      source: 'viewer',
    });
    expect(first?.completion).toBeCloseTo(2 / 12);
    const pages = { '0': { ...twoPages['0'], '3': 31_000 } };
    await say(ticket, 40_000, { pages, at: { asset: 0, page: 3 }, ended: true });
    await flush();
    const standing = await rows();
    expect(standing).toHaveLength(1);
    expect(standing[0]).toMatchObject({ engaged_seconds: 36, replaces_id: first?.id });
    expect(standing[0]?.properties).toEqual({
      linkId,
      visitId: ticket.visitId,
      pages: [1, 2, 3],
      pageCount: 12,
      format: 'pdf',
      versionNumber: 1,
      forwarded: null,
      downloaded: false,
    });
    expect(await visits()).toMatchObject([
      {
        id: ticket.visitId,
        active_ms: 35_500,
        pages_seen: 3,
        ended_at: later(40_000),
        last_page: 3,
        asset_id: study.assetId,
      },
    ]);
    // It goes on: the tab was brought back.
    await say(ticket, 60_000, { pages: { '0': { ...pages['0'], '4': 9_000 } }, at: { asset: 0, page: 4 } });
    await flush();
    expect((await visits())[0]?.ended_at).toBeNull();
    expect(await rows()).toEqual(standing);
    services.setNow(later(300_000));
    expect(await endSilentVisits(services)).toBe(1);
    expect((await rows())[0]).toMatchObject({ engaged_seconds: 45, replaces_id: standing[0]?.id });
  });

  it('is several where a link holds several pieces, each with its own time', async () => {
    const { say, flush, visits, ticketOf, study, asset } = await newReading(services);
    const sheet = await asset('Product sheet', 2);
    const ticket = ticketOf({ assets: [study, sheet] });
    await say(ticket, 8_000, {
      pages: { '0': { '1': 4_000 }, '1': { '1': 1_000, '2': 2_000 } },
      at: { asset: 1, page: 2 },
    });
    await flush();
    const found = await visits();
    expect(found.map(({ active_ms, pages_seen, last_page }) => [active_ms, pages_seen, last_page])).toEqual([
      [4_000, 1, null],
      [3_000, 2, 2],
    ]);
    expect(found[0]?.id).toBe(ticket.visitId);
  });

  it('says a download in its row, at the end', async () => {
    const { say, flush, rows, visits, ticketOf, study } = await newReading(services);
    const ticket = ticketOf();
    services.setNow(later(4_000));
    await say(ticket, 4_000, { pages: { '0': { '1': 3_000 } } });
    await downloadOf(services, { ticket, assetId: study.assetId });
    await say(ticket, 6_000, { pages: { '0': { '1': 3_000 } }, ended: true });
    await flush();
    expect((await rows())[0]?.properties).toMatchObject({ downloaded: true });
    expect(await visits()).toMatchObject([{ downloaded_at: later(4_000), active_ms: 3_000 }]);
  });

  it('is theirs whose address an open link was told, or of nobody', async () => {
    const { say, flush, rows, ticketOf, link, anaId } = await newReading(services);
    const linkId = await link(null);
    await say(ticketOf({ linkId, email: 'ANA@holm.example' }), 5_000, { pages: twoPages });
    await say(ticketOf({ linkId, email: 'new@elsewhere.example', device: 'other' }), 6_000, {
      pages: twoPages,
    });
    await flush();
    expect((await rows()).map((row) => row.contact_id).toSorted()).toEqual([anaId, null].toSorted());
  });
});

describe('what is no reading', () => {
  it('is flagged with its reason, and tells nobody', async () => {
    const { say, flush, rows, ticketOf, notices } = await newReading(services);
    await say(ticketOf(), 5_000, { pages: twoPages, signals: { ...moving, webdriver: true } });
    await say(ticketOf(), 5_000, { pages: twoPages }, { userAgent: 'curl/8.5.0' });
    await say(ticketOf(), 5_000, { pages: twoPages, signals: desk, ended: true }, { ip: '67.231.150.3' });
    await say(ticketOf(), 5_000, { pages: { '0': { '1': 2_000 } }, signals: desk, ended: true });
    await flush();
    expect((await rows()).map(({ verified, flag_reason }) => [verified, flag_reason]).toSorted()).toEqual([
      [false, 'bot'],
      [false, 'headless_browser'],
      [false, 'link_scanner'],
      [false, 'no_hand'],
    ]);
    expect(await notices()).toEqual([]);
  });

  it('leaves colleagues out by the workspace’s own lists', async () => {
    const { workspaceId, write, say, flush, rows, ticketOf } = await newReading(services);
    await write(sql`insert into tracking_settings (workspace_id, staff_domains, staff_networks)
      values (${workspaceId}, '{ours.example}', '{198.51.100.0/24}')`);
    forgetClassifier(services, workspaceId);
    await say(ticketOf({ email: 'jan@ours.example' }), 5_000, { pages: twoPages });
    await say(ticketOf(), 5_000, { pages: twoPages }, { ip: '198.51.100.9' });
    await say(ticketOf({ isMember: true }), 5_000, { pages: twoPages });
    await flush();
    const found = await rows();
    expect(found.map((row) => row.flag_reason).toSorted()).toEqual([
      'staff_domain',
      'staff_member',
      'staff_network',
    ]);
    expect(found.every((row) => row.contact_id === null)).toBe(true);
  });

  it('comes to count where a person turns out to read behind a scanner’s network', async () => {
    const { say, flush, rows, ticketOf, notices } = await newReading(services);
    const ticket = ticketOf();
    await say(
      ticket,
      3_000,
      { pages: { '0': { '1': 2_500 } }, signals: desk, ended: true },
      { ip: '67.231.150.3' },
    );
    await flush();
    expect((await rows())[0]).toMatchObject({ verified: false, flag_reason: 'link_scanner' });
    await say(ticket, 12_000, { pages: { '0': { '1': 6_000, '2': 5_000 } } }, { ip: '67.231.150.3' });
    await flush();
    expect((await rows())[0]).toMatchObject({ verified: true, flag_reason: null });
    expect(await notices()).toHaveLength(1);
  });

  it('is nothing at all while a page is loaded ahead', async () => {
    const { say, flush, visits, ticketOf } = await newReading(services);
    await say(ticketOf(), 5_000, { pages: twoPages }, { headers: { 'sec-purpose': 'prefetch;prerender' } });
    await flush();
    expect(await visits()).toEqual([]);
  });

  it.each<[what: string, atMs: number, said: object | string]>([
    ['no JSON', 5_000, 'x'],
    ['a page that is not there', 5_000, bodyOf({ pages: { '0': { '13': 1_000 } } }, 5_000)],
    ['a piece that is not there', 5_000, bodyOf({ pages: { '7': { '1': 1_000 } } }, 5_000)],
    ['a time below nothing', 5_000, bodyOf({ pages: { '0': { '1': -1 } } }, 5_000)],
  ])('refuses %s', async (_, atMs, body) => {
    const { ticketOf, visits, flush } = await newReading(services);
    const request = {
      ip: null,
      userAgent: browsers['Chrome on Windows'],
      headers: new Headers(),
      isMember: false,
      at: later(atMs),
    };
    await expect(
      takeBeacon(services, { ticket: ticketOf(), body: String(body), request }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    await flush();
    expect(await visits()).toEqual([]);
  });

  it('believes no more time than went by, by our clock and by the page’s', async () => {
    const { say, flush, visits, ticketOf } = await newReading(services);
    await say(ticketOf(), 2_000, { pages: { '0': { '1': 60_000 } }, openMs: 70_000 });
    await say(ticketOf(), 60_000, { pages: { '0': { '1': 50_000 } }, openMs: 5_000 });
    await flush();
    for (const visit of await visits())
      expect(visit).toMatchObject({ active_ms: 0, verified: false, flag_reason: 'impossible' });
  });
});

describe('passing on', () => {
  it('is noticed by another device, network or address; its reading is not the named person’s', async () => {
    const { say, flush, rows, visits, ticketOf, notices, accountId } = await newReading(services);
    const visit = async (more: Parameters<typeof ticketOf>[0], ip?: string) => {
      await say(ticketOf(more), 5_000, { pages: twoPages }, ip === undefined ? {} : { ip });
      await flush();
    };
    await visit({});
    await visit({ device: 'the laptop' }, '84.44.151.20');
    await visit({ device: 'a phone' }, '84.44.151.20');
    await visit({ device: null }, '109.40.241.9');
    await visit({ device: null, email: 'bo@holm.example' });
    await visit({ device: 'a tablet', email: 'ana@holm.example', emailVerified: true }, '109.40.241.9');
    const byId = await visits();
    expect(byId.map((row) => row.forwarded_reason).toSorted()).toEqual(
      ['device', 'email', 'network', null, null, null].toSorted(),
    );
    const found = await rows();
    const passed = found.filter(({ properties }) => properties.forwarded !== null);
    expect(passed.map((row) => row.contact_id)).toEqual([null, null, null]);
    expect(passed.map((row) => row.account_id).filter((id) => id === accountId)).toHaveLength(1);
    const told = await notices();
    expect(told.filter(({ kind }) => kind === 'forwarded')).toHaveLength(3);
    expect(told.filter(({ title }) => title === 'Ana Ruiz reads “Case study”')).toHaveLength(3);
  });

  it('is the contact’s whose verified address was given instead', async () => {
    const { say, flush, rows, ticketOf, contact } = await newReading(services);
    const boId = await contact('Bo', 'bo@holm.example');
    await say(ticketOf({ email: 'bo@holm.example', emailVerified: true }), 5_000, { pages: twoPages });
    await flush();
    expect(await rows()).toMatchObject([{ contact_id: boId, properties: { forwarded: 'email' } }]);
  });
});

describe('a workspace that names nobody', () => {
  it('keeps the times and nothing of the reader, and tells nobody', async () => {
    const { workspaceId, say, flush, rows, visits, ticketOf, notices } = await newReading(services);
    await services.database.inWorkspace(workspaceId, (tx) =>
      saveReadingMode({
        tx,
        workspaceId,
        actor: { kind: 'system', id: null, name: 'test' },
        mode: 'anonymous',
      }),
    );
    await say(ticketOf({ email: 'ana@holm.example', emailVerified: true }), 5_000, { pages: twoPages });
    await flush();
    expect(await visits()).toMatchObject([
      {
        contact_id: null,
        email: null,
        device_hash: null,
        network_hash: null,
        device_words: null,
        active_ms: 4_900,
        verified: true,
      },
    ]);
    const [row] = await rows();
    expect(row).toMatchObject({ contact_id: null, account_id: null, engaged_seconds: 5 });
    expect(row?.properties.linkId).toBeUndefined();
    expect(await notices()).toEqual([]);
  });
});

describe('silence', () => {
  it('ends a visit once, after two minutes, whoever looks', async () => {
    const { say, flush, rows, visits, ticketOf, read } = await newReading(services);
    await say(ticketOf(), 5_000, { pages: twoPages });
    await flush();
    await services.database.asSystem((tx) =>
      tx.run(sql`update asset_visit set ended_at = last_at
      where ended_at is null and workspace_id <> (select workspace_id from asset_visit order by id desc limit 1)`),
    );
    services.setNow(later(124_000));
    expect(await nextSilenceAt(services)).toEqual(later(125_000));
    expect(await endSilentVisits(services)).toBe(0);
    services.setNow(later(125_000));
    const ended = await Promise.all(Array.from({ length: 4 }, () => endSilentVisits(services)));
    expect(ended.reduce((sum, count) => sum + count)).toBe(1);
    expect((await visits())[0]?.ended_at).toEqual(later(5_000));
    expect(await rows()).toHaveLength(1);
    // The figures were those that stood already: nothing is said twice.
    expect(await read(sql`select from interaction`)).toHaveLength(1);
    expect(await nextSilenceAt(services)).toBeNull();
  });
});

describe('several processes', () => {
  it('add to the same visits at once, and lose nothing', async () => {
    const { say, visits, rows, ticketOf, flush, notices } = await newReading(services);
    const others = [0, 1, 2].map(() => ({ ...services, database: { ...services.database } }));
    const tickets = Array.from({ length: 6 }, (_, at) => ticketOf({ device: `device ${at}` }));
    for (const [turn, other] of others.entries())
      for (const ticket of tickets) {
        const read = [1, 2, 3].slice(0, turn + 1).map((page) => [String(page), 2_000]);
        await say(
          ticket,
          9_000 + turn,
          { seq: turn, pages: { '0': Object.fromEntries(read) } },
          { services: other },
        );
      }
    await Promise.all([...others.map((other) => beaconBufferOf(other).flush()), flush()]);
    const found = await visits();
    expect(found.map(({ active_ms, pages_seen }) => [active_ms, pages_seen])).toEqual(
      tickets.map(() => [6_000, 3]),
    );
    expect(await rows()).toHaveLength(6);
    // One of them read first; the others are other devices.
    expect(found.filter((row) => row.forwarded_reason === null)).toHaveLength(1);
    expect((await notices()).filter(({ kind }) => kind === 'reading')).toHaveLength(6);
  });

  it('writes what it heard when it stops, and takes no more', async () => {
    const { ticketOf, visits, study, workspaceId } = await newReading(services);
    const buffer = new BeaconBuffer(services);
    const { visitId, linkId } = ticketOf();
    const heard = {
      id: visitId,
      workspaceId,
      ticketId: visitId,
      linkId,
      ...study,
      email: null,
      emailVerified: false,
      contactId: null,
      deviceHash: null,
      networkHash: null,
      deviceWords: null,
      pages: new Map([[1, 2_000]]),
      lastPage: 1,
      seq: 1,
      ended: false,
      startedAtMs: openedAt.getTime(),
      lastAtMs: later(3_000).getTime(),
      downloadedAtMs: null,
      signals: moving,
    };
    buffer.add(heard);
    await buffer.close();
    expect(await visits()).toMatchObject([{ active_ms: 2_000, verified: true }]);
    expect(() => buffer.add(heard)).toThrow('Try again');
  });

  it('forgets what belongs to a link that is gone, and writes the rest', async () => {
    const { say, flush, visits, ticketOf } = await newReading(services);
    await say(ticketOf({ linkId: newId() }), 5_000, { pages: twoPages });
    await say(ticketOf(), 5_000, { pages: twoPages });
    await flush();
    expect(await visits()).toHaveLength(1);
  });

  it('refuses a page that floods it', async () => {
    const { say, flush, ticketOf } = await newReading(services);
    const ticket = ticketOf();
    const flood = async () => {
      for (let seq = 0; seq < 100; seq += 1) await say(ticket, 5_000, { seq, pages: twoPages });
    };
    await expect(flood()).rejects.toMatchObject({ code: 'too_many_requests' });
    await flush();
  });
});
