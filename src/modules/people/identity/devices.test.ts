import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { bindDevice } from './bind-device.ts';
import { followLog } from './follow-log.ts';
import { day, now, openTrackedSite, spansOf } from './tracked-site.test-support.ts';
import { restoreDevice, withdrawDevice } from './withdraw-device.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
});
afterAll(() => services.close());
const site = () => openTrackedSite(services);

describe('a shared device', () => {
  it('is the first person’s, with all that went before, until another signs in', async () => {
    const { say, devicesOf } = await site();
    await say(
      { at: 5, device: 'kiosk', email: 'Ada@works-a.com' },
      { at: 9, device: 'kiosk', email: 'bo@works-b.com' },
    );
    expect(spansOf(await devicesOf('ada@works-a.com'))).toEqual([['kiosk', null, '09']]);
    expect(spansOf(await devicesOf('bo@works-b.com'))).toEqual([['kiosk', '09', null]]);
    await say({ at: 12, device: 'kiosk', email: 'ada@works-a.com' });
    expect(spansOf(await devicesOf('ada@works-a.com'))).toEqual([
      ['kiosk', '12', null],
      ['kiosk', null, '09'],
    ]);
    expect((await devicesOf('bo@works-b.com')).items[0]).toMatchObject({
      saidBy: { kind: 'identify', email: 'bo@works-b.com', source: 'tracking' },
    });
  });

  it('goes back to who went on using it, as their events say', async () => {
    const { say, visit, devicesOf } = await site();
    for (const at of [3, 4, 7, 8]) await visit('kiosk', at, null, 'u1');
    await say({ at: 3, device: 'kiosk', userId: 'u1', email: 'ada@works-a.com' });
    await say({ at: 5, device: 'kiosk', userId: 'u2', email: 'bo@works-b.com' });
    expect(spansOf(await devicesOf('ada@works-a.com'))).toEqual([
      ['kiosk', '07', null],
      ['kiosk', null, '05'],
    ]);
    expect(spansOf(await devicesOf('bo@works-b.com'))).toEqual([['kiosk', '05', '07']]);
  });

  it('goes back to who went on using it, also where nothing new is said of anybody', async () => {
    const { say, visit, devicesOf } = await site();
    await say(
      { at: 3, device: 'kiosk', userId: 'u1', email: 'ada@works-a.com' },
      { at: 5, device: 'kiosk', userId: 'u2', email: 'bo@works-b.com' },
    );
    for (const at of [4, 7, 8]) await visit('kiosk', at, null, 'u1');
    while (await followLog(services));
    expect(spansOf(await devicesOf('ada@works-a.com'))).toEqual([
      ['kiosk', '07', null],
      ['kiosk', null, '05'],
    ]);
    expect(spansOf(await devicesOf('bo@works-b.com'))).toEqual([['kiosk', '05', '07']]);
  });

  it('that cannot be worked out holds up no other', async () => {
    const { say, visit, devicesOf, device } = await site();
    for (const name of ['kiosk', 'till']) {
      await say(
        { at: 3, device: name, userId: 'u1', email: 'ada@works-a.com' },
        { at: 5, device: name, userId: 'u2', email: 'bo@works-b.com' },
      );
      await visit(name, 7, null, 'u1');
    }
    const { pool } = services.database;
    await pool.query(`create function refuse_till() returns trigger language plpgsql as $$ begin
      if new.profile_id = '${await device('till')}' then raise exception 'not this one'; end if; return new; end $$`);
    await pool.query(
      'create trigger refuse_till before insert on profile_binding for each row execute function refuse_till()',
    );
    while (await followLog(services));
    await pool.query('drop trigger refuse_till on profile_binding');
    expect(spansOf(await devicesOf('bo@works-b.com'))).toEqual(
      expect.arrayContaining([
        ['kiosk', '05', '07'],
        ['till', '05', null],
      ]),
    );
    await say({ at: 8, device: 'till', userId: 'u1' });
    expect(spansOf(await devicesOf('bo@works-b.com'))).toContainEqual(['till', '05', '07']);
  });

  it('is nobody’s by what a robot said', async () => {
    const { say, people } = await site();
    await say({ at: 5, device: 'phone', email: 'ada@works-a.com', verified: false });
    expect(await people()).toEqual([]);
  });
});

describe('a wrong bind', () => {
  it('is undone: history goes, what was said before counts for nothing, and comes back when restored', async () => {
    const { say, visit, devicesOf, work, writing, idOf, device } = await site();
    await visit('phone', 2, 'search');
    await visit('phone', 8);
    await say({ at: 5, device: 'phone', userId: 'u1', email: 'ada@works-a.com' });
    const contactId = await idOf('ada@works-a.com');
    const heard = () =>
      work((tx) =>
        tx.first(sql`select channel, last_interaction_at as last from contact where id = ${contactId}`),
      );
    expect(await heard()).toEqual({ channel: 'search', last: day(8) });
    const profileId = await device('phone');
    const { withdrawalId } = await work((tx) =>
      withdrawDevice({ tx, ...writing, profileId, contactId, reason: 'the receptionist’s' }),
    );
    expect(await heard()).toEqual({ channel: null, last: null });
    await say({ at: 4, device: 'phone', email: 'ada@works-a.com' });
    expect(await devicesOf('ada@works-a.com')).toMatchObject({
      items: [],
      withdrawn: [{ anonymousId: 'phone', reason: 'the receptionist’s', withdrawnBy: 'test' }],
    });
    await work((tx) => restoreDevice({ tx, ...writing, withdrawalId }));
    expect(spansOf(await devicesOf('ada@works-a.com'))).toEqual([['phone', null, null]]);
    expect(await heard()).toEqual({ channel: 'search', last: day(8) });
  });

  it('stays undone while somebody is still signed in by that name, until they sign in anew', async () => {
    const { say, visit, devicesOf, work, writing, idOf, device } = await site();
    await say({ at: 5, device: 'phone', userId: 'u1', email: 'ada@works-a.com' });
    const [contactId, profileId] = [await idOf('ada@works-a.com'), await device('phone')];
    await work((tx) => withdrawDevice({ tx, ...writing, profileId, contactId }));
    await visit('phone', 20 + 28, null, 'u1');
    await say({ kind: 'use', at: 20 + 28, device: 'phone', userId: 'u1' });
    while (await followLog(services));
    expect((await devicesOf('ada@works-a.com')).items).toEqual([]);
    await say({ at: 22 + 28, device: 'phone', userId: 'u1' });
    expect(spansOf(await devicesOf('ada@works-a.com'))).toEqual([['phone', '22', null]]);
  });

  it('leaves the device to whom it is said to be by hand, and tells who has it already', async () => {
    const { say, bring, devicesOf, work, writing, idOf, device } = await site();
    await say({ at: 5, device: 'phone', email: 'ada@works-a.com' });
    await bring({ contacts: [{ key: 'b', email: 'bo@works-a.com' }] });
    const [ada, bo, profileId] = [
      await idOf('ada@works-a.com'),
      await idOf('bo@works-a.com'),
      await device('phone'),
    ];
    await expect(
      work((tx) => bindDevice({ tx, ...writing, profileId, contactId: bo })),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('ada@works-a.com'),
    });
    await work((tx) => withdrawDevice({ tx, ...writing, profileId, contactId: ada }));
    await work((tx) => bindDevice({ tx, ...writing, profileId, contactId: bo }));
    expect(spansOf(await devicesOf('bo@works-a.com'))).toEqual([['phone', null, null]]);
    const audited = await work((tx) =>
      tx.rows(sql`select action from audit_entry where action like '%device%' order by id`),
    );
    expect(audited).toEqual([{ action: 'contact.device_withdrawn' }, { action: 'contact.device_bound' }]);
  });
});

describe('when somebody was last heard of', () => {
  it('follows what is done on their devices, as long as these are theirs', async () => {
    const { say, visit, work } = await site();
    await say(
      { at: 5, device: 'kiosk', email: 'ada@works-a.com' },
      { at: 9, device: 'kiosk', email: 'bo@works-b.com' },
    );
    for (const at of [6, 8, 10]) await visit('kiosk', at);
    while (await followLog(services));
    const heard = await work((tx) =>
      tx.rows(sql`select email, last_interaction_at as last from contact order by email`),
    );
    expect(heard).toEqual([
      { email: 'ada@works-a.com', last: day(8) },
      { email: 'bo@works-b.com', last: day(10) },
    ]);
  });
});
