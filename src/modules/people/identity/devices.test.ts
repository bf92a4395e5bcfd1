import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { updateContact } from '../contacts/update-contact.ts';
import { ingest, lockPeople } from '../ingest/ingest.ts';
import type { IngestBatch } from '../ingest/types.ts';
import { undoMerge } from '../merging/undo-merge.ts';
import { bindDevice } from './bind-device.ts';
import { followLog } from './follow-log.ts';
import { listDevices } from './list-devices.ts';
import { listFailingFacts } from './list-failing-facts.ts';
import { settleWaiting } from './settle-waiting.ts';
import { restoreDevice, withdrawDevice } from './withdraw-device.ts';

const now = new Date('2026-03-15T12:00:00Z');
const day = (number: number) => new Date(Date.UTC(2026, 1, number));

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
});
afterAll(() => services.close());

type Said = {
  kind?: 'identify' | 'use' | 'alias' | 'group' | 'form';
  at: number;
  device?: string;
  userId?: string;
  previousUserId?: string;
  email?: string;
  groupId?: string;
  traits?: object;
  verified?: boolean;
};

/** A workspace in which trackers say who is who. */
async function site() {
  const { workspaceId, actor } = await createTestWorkspace(services);
  const work = <T>(run: (tx: Tx) => Promise<T>) =>
    services.database.inWorkspace(workspaceId, async (tx) => {
      await lockPeople(tx, workspaceId);
      return run(tx);
    });
  const device = (name: string) =>
    work(async (tx) => {
      const row = await tx.first<{ id: string }>(sql`
        insert into profile (id, workspace_id, anonymous_id, first_seen_at, last_seen_at)
        values (${newId()}, ${workspaceId}, ${name}, ${day(1)}::timestamptz, ${day(28)}::timestamptz)
        on conflict (workspace_id, anonymous_id) do update set last_seen_at = excluded.last_seen_at returning id`);
      return row?.id ?? '';
    });
  const say = async (...all: Said[]) => {
    for (const said of all) {
      const profileId = said.device === undefined ? null : await device(said.device);
      await work((tx) =>
        tx.run(sql`insert into identity_fact (id, workspace_id, kind, at, profile_id, user_id, previous_user_id, email,
            group_id, traits, verified, source)
          values (${newId()}, ${workspaceId}, ${said.kind ?? 'identify'}, ${day(said.at)}::timestamptz, ${profileId},
            ${said.userId ?? null}, ${said.previousUserId ?? null}, ${said.email ?? null}, ${said.groupId ?? null},
            ${JSON.stringify(said.traits ?? {})}::jsonb, ${said.verified ?? true}, 'tracking')`),
      );
    }
    return settleWaiting(services, workspaceId);
  };
  const visit = async (name: string, at: number, channel: string | null = null, userId?: string) => {
    const profileId = await device(name);
    await work((tx) =>
      tx.run(sql`insert into interaction (id, workspace_id, occurred_at, kind, type, source, profile_id, channel, context)
        values (${newId()}, ${workspaceId}, ${day(at)}::timestamptz, 'content', 'page_view', 'tracking', ${profileId}, ${channel},
          ${JSON.stringify({ userId })}::jsonb)`),
    );
  };
  const bring = (batch: IngestBatch) =>
    work((tx) => ingest(tx, { workspaceId, system: 'crm', batch, actorName: 'test', now }));
  const people = () =>
    work((tx) =>
      tx.rows<{
        id: string;
        email: string | null;
        name: string;
        title: string | null;
        account: string | null;
      }>(sql`
        select c.id, c.email, c.name, c.title, a.name as account from contact c left join account a on a.id = c.account_id
        where c.merged_into_id is null order by c.email nulls last, c.name`),
    );
  const idOf = async (email: string) => (await people()).find((person) => person.email === email)?.id ?? '';
  const devicesOf = async (email: string) => {
    const contactId = await idOf(email);
    return work((tx) => listDevices({ tx, contactId }));
  };
  const writing = { workspaceId, actor, now };
  return { ...writing, work, device, say, visit, bring, people, idOf, devicesOf, writing };
}

const spansOf = (devices: Awaited<ReturnType<typeof listDevices>>) =>
  devices.items.map(({ anonymousId, from, to }) => [
    anonymousId,
    from?.slice(8, 10) ?? null,
    to?.slice(8, 10) ?? null,
  ]);

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

describe('a person known by a user id', () => {
  it('is the contact who has the address once it is told, with their devices and what was said of them', async () => {
    const { say, people, devicesOf, bring, work, writing, idOf } = await site();
    await say({ at: 3, device: 'phone', userId: 'u1', traits: { title: 'Buyer', firstName: 'Ada' } });
    expect(await people()).toMatchObject([{ email: null, name: 'Ada', title: 'Buyer' }]);
    await bring({ contacts: [{ key: 'a', email: 'ada@works-a.com', name: 'Ada King' }] });
    await say({ at: 4, device: 'laptop', userId: 'u1', email: 'ada@works-a.com' });
    expect(await people()).toMatchObject([{ email: 'ada@works-a.com', name: 'Ada King', title: 'Buyer' }]);
    expect(
      spansOf(await devicesOf('ada@works-a.com'))
        .map(([name]) => name)
        .sort(),
    ).toEqual(['laptop', 'phone']);
    const merge = await work((tx) => tx.first<{ id: string }>(sql`select id from record_merge`));
    await work((tx) => undoMerge({ tx, ...writing, mergeId: merge?.id ?? '' }));
    expect(await people()).toHaveLength(2);
    await say({ at: 6, device: 'phone', userId: 'u1' });
    expect(await people()).toHaveLength(2);
    expect(await idOf('ada@works-a.com')).not.toBe('');
  });

  it('is given the address where nobody has it, and its company', async () => {
    const { say, people } = await site();
    await say(
      { at: 3, device: 'phone', userId: 'u1' },
      { at: 4, device: 'phone', userId: 'u1', email: 'ada@works-a.com' },
    );
    expect(await people()).toMatchObject([{ email: 'ada@works-a.com', account: 'Works A' }]);
  });

  it('is who another system calls so', async () => {
    const { say, people, bring } = await site();
    await bring({ contacts: [{ key: 'a', name: 'Ada', externalIds: [{ system: 'crm', id: 'u1' }] }] });
    await say({ at: 3, device: 'phone', userId: 'u1', traits: { title: 'CFO' } });
    expect(await people()).toMatchObject([{ name: 'Ada', title: 'CFO' }]);
  });

  it('takes along what they did under another id and on devices met only later', async () => {
    const { say, devicesOf } = await site();
    await say(
      { at: 3, device: 'tablet', userId: 'old' },
      { kind: 'alias', at: 4, userId: 'new', previousUserId: 'old' },
      { kind: 'alias', at: 4, userId: 'new', previousUserId: 'phone' },
      { at: 5, device: 'laptop', userId: 'new', email: 'ada@works-a.com' },
      { at: 6, device: 'phone' },
    );
    const names = spansOf(await devicesOf('ada@works-a.com')).map(([name]) => name);
    expect(names.sort()).toEqual(['laptop', 'phone', 'tablet']);
  });
});

describe('what trackers say of a person', () => {
  it('never overwrites what people or other systems said', async () => {
    const { say, people, bring, work, writing, idOf } = await site();
    await bring({ contacts: [{ key: 'a', email: 'ada@works-a.com', title: 'CFO' }] });
    await say({ at: 3, device: 'phone', email: 'ada@works-a.com', traits: { title: 'Intern', name: 'Ada' } });
    expect(await people()).toMatchObject([{ title: 'CFO', name: 'Ada' }]);
    await say({ at: 5, device: 'phone', email: 'ada@works-a.com', traits: { name: 'Ada King' } });
    await say({ at: 4, device: 'phone', email: 'ada@works-a.com', traits: { name: 'A. King' } });
    expect(await people()).toMatchObject([{ name: 'Ada King' }]);
    const contactId = await idOf('ada@works-a.com');
    await work((tx) => updateContact({ tx, ...writing, input: { contactId, name: 'Augusta Ada King' } }));
    await say({ at: 9, device: 'phone', email: 'ada@works-a.com', traits: { name: 'Someone' } });
    expect(await people()).toMatchObject([{ name: 'Augusta Ada King' }]);
  });

  it('stays theirs when their address is changed by hand', async () => {
    const { say, people, work, writing, idOf } = await site();
    await say({ at: 3, device: 'phone', email: 'ada@works-a.com' });
    const contactId = await idOf('ada@works-a.com');
    await work((tx) =>
      updateContact({ tx, ...writing, input: { contactId, email: 'ada.king@works-a.com' } }),
    );
    await say({ at: 4, device: 'laptop', email: 'ada@works-a.com' });
    expect(await people()).toMatchObject([{ email: 'ada.king@works-a.com' }]);
  });
});

describe('an address', () => {
  it('given to somebody else by hand takes along what was said under it', async () => {
    const { say, bring, devicesOf, work, writing, idOf } = await site();
    await say({ at: 3, device: 'phone', email: 'ada@works-a.com' });
    await bring({ contacts: [{ key: 'b', email: 'bo@works-a.com' }] });
    const [ada, bo] = [await idOf('ada@works-a.com'), await idOf('bo@works-a.com')];
    await work((tx) =>
      updateContact({ tx, ...writing, input: { contactId: ada, email: 'augusta@works-a.com' } }),
    );
    expect(spansOf(await devicesOf('augusta@works-a.com'))).toEqual([['phone', null, null]]);
    await work((tx) => updateContact({ tx, ...writing, input: { contactId: bo, email: 'ada@works-a.com' } }));
    expect(spansOf(await devicesOf('ada@works-a.com'))).toEqual([['phone', null, null]]);
    expect((await devicesOf('augusta@works-a.com')).items).toEqual([]);
  });
});

describe('a group', () => {
  it('binds unknown visitors and people to the account, the one said last', async () => {
    const { say, people, work, bring } = await site();
    await bring({ accounts: [{ key: 'w', name: 'Works Ltd', domain: 'works-a.com' }] });
    await say(
      { kind: 'group', at: 6, device: 'phone', groupId: 'g2', traits: { name: 'Other' } },
      {
        kind: 'group',
        at: 3,
        device: 'phone',
        groupId: 'g1',
        traits: { website: 'https://www.works-a.com' },
      },
      { at: 7, device: 'laptop', userId: 'u1' },
      { kind: 'group', at: 8, device: 'laptop', userId: 'u1', groupId: 'g1' },
    );
    expect(await people()).toMatchObject([{ account: 'Works Ltd' }]);
    const account = await work((tx) =>
      tx.first(
        sql`select a.name from profile p join account a on a.id = p.account_id where p.anonymous_id = 'phone'`,
      ),
    );
    expect(account).toEqual({ name: 'Other' });
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

describe('a fact that cannot be worked out', () => {
  it('waits with its error and is tried again; the others do not wait for it', async () => {
    const { say, people, work } = await site();
    const settled = await say({ at: 1, email: 'ada@works-a.com' });
    expect(settled).toBe(1);
    // A trigger stands in for whatever may fail in a way nobody has thought of.
    await services.database.pool.query(`create function refuse_bo() returns trigger language plpgsql as $$ begin
      if new.email = 'bo@works-b.com' then raise exception 'not him'; end if; return new; end $$`);
    await services.database.pool.query(
      'create trigger refuse_bo before insert on contact for each row execute function refuse_bo()',
    );
    await work((tx) => tx.run(sql`update identity_fact set settled_at = null`));
    await say({ at: 2, email: 'bo@works-b.com' }, { at: 3, email: 'cy@works-c.com' });
    expect((await people()).map((person) => person.email)).toEqual(['ada@works-a.com', 'cy@works-c.com']);
    expect(await work(listFailingFacts)).toMatchObject([
      { email: 'bo@works-b.com', attempts: 1, error: expect.stringContaining('not him') },
    ]);
    await services.database.pool.query('drop trigger refuse_bo on contact');
    services.setNow(new Date(now.getTime() + 60_000));
    await say();
    services.setNow(now);
    expect(await people()).toHaveLength(3);
    expect(await work(listFailingFacts)).toEqual([]);
  });
});
