import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { updateContact } from '../contacts/update-contact.ts';
import { undoMerge } from '../merging/undo-merge.ts';
import { listFailingFacts } from './list-failing-facts.ts';
import { now, openTrackedSite, spansOf } from './tracked-site.test-support.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
});
afterAll(() => services.close());
const site = () => openTrackedSite(services);

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
