import { call } from '@orpc/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestOf, signInMember } from '../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { readContactLedger } from '../../conversations/index.ts';
import { readAccountLedger } from '../../conversations/read-ledger.ts';
import { mergeRecords } from '../../people/merging/merge-records.ts';
import { workspaceRouter } from '../../workspace/index.ts';
import { linkBySlug, mayGoOn } from './link-for-reader.ts';
import { type Created, makeShelf, type Shelf, shareWith } from './links.test-support.ts';
import { linksRouter } from './router.ts';

const tuesday = new Date('2026-03-03T10:00:00Z');
const dayMs = 86_400_000;

let services: TestServices;
let shelf: Shelf;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(tuesday);
  shelf = await makeShelf(services);
});
afterAll(() => services.close());

const seller = () => shelf.as(shelf.seller);
const sharesOf = (linkId: string) =>
  shelf.within((tx) =>
    tx.rows<{ asset_id: string; contact_id: string | null; direction: string; kind: string }>(
      sql`select asset_id, contact_id, direction, kind from interaction
        where type = 'asset_shared' and properties ->> 'linkId' = ${linkId} order by id`,
    ),
  );

test('a share is a link, a row of the log for each piece, and a line in what they know from us', async () => {
  const contactId = await shelf.contact({ name: 'Ida Holm', email: 'ida@acme.com' });
  const assetIds = [
    await shelf.piece({ title: 'Retrofit guide' }),
    await shelf.piece({ title: 'Price list' }),
  ];
  const made = await call(
    linksRouter.create,
    { assetIds, contactId, note: 'after our call', message: 'As promised.', sentBy: 'mailto' },
    seller(),
  );
  expect(made).toMatchObject({
    title: 'Retrofit guide and one more',
    contact: { id: contactId, name: 'Ida Holm', email: 'ida@acme.com' },
    account: { id: shelf.accountId, name: 'Acme' },
    createdBy: { name: 'Rosa Lind', teammate: { name: 'Rosa Lind' } },
    gates: { email: 'none', passcode: false, allowed: [], denied: [] },
    state: 'open',
    sentBy: 'mailto',
    visits: 0,
    people: 0,
    lastReadAt: null,
    mine: true,
    passcode: null,
    revision: 1,
  });
  expect(made.url).toBe(`${services.config.contentUrl}/v/${made.slug}`);
  expect(made.slug).toMatch(/^[A-Za-z0-9]{22}$/);
  expect(made.assets.map(({ id, version }) => [id, version?.pageCount])).toEqual(
    assetIds.map((id) => [id, 12]),
  );
  expect(await sharesOf(made.id)).toEqual(
    assetIds.map((asset_id) => ({ asset_id, contact_id: contactId, direction: 'outbound', kind: 'person' })),
  );
  const ledger = await shelf.within((tx) =>
    readContactLedger({ tx, userId: null, contactId, now: services.now() }),
  );
  expect(
    ledger.fromUs.assets.map(({ asset, given }) => [asset.id, given?.how, given?.teammate?.name]),
  ).toEqual(expect.arrayContaining(assetIds.map((id) => [id, 'sent', 'Rosa Lind'])));
  expect(await linkBySlug(services, made.slug)).toMatchObject({
    id: made.id,
    workspaceName: 'Pump & Co',
    sender: { name: 'Rosa Lind', email: shelf.seller.email },
    contactId,
    assets: assetIds.map((assetId) => ({ assetId, pageCount: 12 })),
  });
});

test('a share with a company stands in what the company knows from us', async () => {
  const assetId = await shelf.piece({ title: 'For the company' });
  await shareWith(services, shelf, { assetIds: [assetId], accountId: shelf.accountId });
  const { fromUs } = await shelf.within((tx) =>
    readAccountLedger({ tx, userId: null, accountId: shelf.accountId, now: services.now() }),
  );
  expect(fromUs.assets).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ asset: expect.objectContaining({ id: assetId }) })]),
  );
});

test('how a share went out is said in the log when it is known', async () => {
  const { id } = await shareWith(services, shelf);
  await call(linksRouter.update, { id, sentBy: 'linkedin' }, seller());
  await call(linksRouter.update, { id, sentBy: 'mailto' }, seller());
  const rows = await shelf.within((tx) =>
    tx.rows<{ by: string; stands: boolean }>(sql`select properties ->> 'sentBy' as by,
        not exists (select from interaction_replacement r where r.interaction_id = i.id) as stands
      from interaction i where type = 'asset_shared' and properties ->> 'linkId' = ${id} order by id`),
  );
  expect(rows).toEqual([
    { by: 'copied', stands: false },
    { by: 'linkedin', stands: true },
  ]);
});

test('a token shares too, in its own name', async () => {
  const admin = await signInMember(services, { workspaceId: shelf.workspaceId, role: 'admin' });
  const { secret } = await call(
    workspaceRouter.apiTokens.create,
    { name: 'Nurture', scopes: ['content:share', 'content:read'] },
    shelf.as(admin),
  );
  const assetIds = [await shelf.piece({ title: 'By a program' })];
  const bearer = requestOf(services, { authorization: `Bearer ${secret}` });
  const made = await call(linksRouter.create, { assetIds }, bearer);
  expect(made).toMatchObject({ createdBy: { name: 'Nurture', teammate: null }, mine: false });
  expect(await linkBySlug(services, made.slug)).toMatchObject({ sender: { name: 'Nurture', email: null } });
  const { items } = await call(linksRouter.list, {}, shelf.as(admin));
  expect(items.find(({ id }) => id === made.id)).toMatchObject({ mine: false });
});

test('two creations with one Idempotency-Key give one link and one row of the log', async () => {
  const assetIds = [await shelf.piece({ title: 'Once' })];
  const input = { assetIds, makePasscode: true };
  const asked = () => shelf.as(shelf.seller, { 'idempotency-key': 'share-1' });
  const [one, other] = await Promise.all([
    call(linksRouter.create, input, asked()),
    call(linksRouter.create, input, asked()),
  ]);
  expect(other).toEqual(one);
  expect(one.passcode).toMatch(/^[a-z2-9]{10}$/);
  expect(await sharesOf(one.id)).toHaveLength(1);
  const kept = await services.database.asSystem((tx) =>
    tx.rows<{ text: string }>(
      sql`select response::text as text from idempotent_request where key = 'share-1'
        union all select coalesce(passcode_hash, '') from share_link where id = ${one.id}
        union all select changes::text from audit_entry where record_id = ${one.id}`,
    ),
  );
  expect(kept.map(({ text }) => text).join()).not.toContain(one.passcode);
  expect(await call(linksRouter.get, { id: one.id }, seller())).not.toHaveProperty('passcode');
});

test('what cannot be read is not shared, and it says what to share instead', async () => {
  const good = await shelf.piece({ title: 'New guide' });
  const old = await shelf.piece({ title: 'Old guide' });
  await shelf.within((tx) =>
    tx.run(sql`update asset set retired_at = ${tuesday}, use_instead_id = ${good} where id = ${old}`),
  );
  const share = (assetId: string) => call(linksRouter.create, { assetIds: [assetId] }, seller());
  await expect(share(old)).rejects.toThrow('“Old guide” is retired. Share “New guide” instead.');
  await expect(share(await shelf.piece({ title: 'Cards', audience: 'seller' }))).rejects.toThrow(
    /for our own eyes/,
  );
  await expect(share(await shelf.piece({ title: 'Raw', state: 'processing' }))).rejects.toThrow(
    /being prepared/,
  );
  await expect(share(await shelf.piece({ title: 'Empty', state: null }))).rejects.toThrow(
    /nothing to read yet/,
  );
});

test('ids of another workspace are as if they were not', async () => {
  const other = await makeShelf(services, 'Other');
  const theirs = await shareWith(services, other);
  const strange = {
    asset: await other.piece({ title: 'Theirs' }),
    contact: await other.contact({ name: 'T' }),
  };
  const own = await shelf.piece({ title: 'Ours' });
  const missing = { code: 'not_found' };
  const create = (input: Created) => call(linksRouter.create, input, seller());
  await expect(create({ assetIds: [strange.asset] })).rejects.toMatchObject(missing);
  await expect(create({ assetIds: [own, strange.asset] })).rejects.toMatchObject(missing);
  await expect(create({ assetIds: [own], contactId: strange.contact })).rejects.toMatchObject(missing);
  await expect(create({ assetIds: [own], accountId: other.accountId })).rejects.toMatchObject(missing);
  await expect(create({ assetIds: [own], handoffId: newId() })).rejects.toMatchObject(missing);
  await expect(create({ assetIds: [own], opportunityId: newId() })).rejects.toMatchObject(missing);
  await expect(call(linksRouter.get, { id: theirs.id }, seller())).rejects.toMatchObject(missing);
  await expect(call(linksRouter.revoke, { id: theirs.id }, seller())).rejects.toMatchObject(missing);
  await expect(call(linksRouter.update, { id: theirs.id, title: 'x' }, seller())).rejects.toMatchObject(
    missing,
  );
});

test('a viewer reads of links and makes none', async () => {
  const viewer = await signInMember(services, { workspaceId: shelf.workspaceId, role: 'viewer' });
  const { id } = await shareWith(services, shelf);
  expect(await call(linksRouter.get, { id }, shelf.as(viewer))).toMatchObject({ id, mine: false });
  const assetIds = [await shelf.piece({ title: 'No' })];
  const refused = { code: 'forbidden' };
  await expect(call(linksRouter.create, { assetIds }, shelf.as(viewer))).rejects.toMatchObject(refused);
  await expect(call(linksRouter.revoke, { id }, shelf.as(viewer))).rejects.toMatchObject(refused);
});

test('taking a link back, restoring it and asking more of its readers end what is being read', async () => {
  const { id, read } = await shareWith(services, shelf);
  const { accessRevision, workspaceId } = await read();
  const goesOn = (revision: number) =>
    mayGoOn(services, { linkId: id, workspaceId, accessRevision: revision, now: services.now() });
  expect(await goesOn(accessRevision)).toBe(true);
  await call(linksRouter.update, { id, note: 'a word for us' }, seller());
  expect(await goesOn(accessRevision)).toBe(true);
  const revoked = await call(linksRouter.revoke, { id }, seller());
  expect(revoked).toMatchObject({ state: 'revoked', revokedBy: 'Rosa Lind' });
  expect(await call(linksRouter.revoke, { id }, seller())).toEqual(revoked);
  expect(await goesOn(accessRevision)).toBe(false);
  await call(linksRouter.restore, { id }, seller());
  expect(await goesOn(accessRevision)).toBe(false);
  const again = (await read()).accessRevision;
  expect(await goesOn(again)).toBe(true);
  await call(linksRouter.update, { id, passcode: 'open sesame' }, seller());
  expect(await goesOn(again)).toBe(false);
  const until = new Date(tuesday.getTime() + dayMs);
  await call(linksRouter.update, { id, expiresAt: until }, seller());
  const last = (await read()).accessRevision;
  services.setNow(until);
  expect(await goesOn(last)).toBe(false);
  expect(await call(linksRouter.get, { id }, seller())).toMatchObject({ state: 'expired' });
  services.setNow(tuesday);
});

test('two who change a link at once do not overwrite each other', async () => {
  const { id } = await shareWith(services, shelf);
  const changed = await call(linksRouter.update, { id, revision: 1, title: 'Mine' }, seller());
  expect(changed).toMatchObject({ title: 'Mine', revision: 2 });
  await expect(call(linksRouter.update, { id, revision: 1, title: 'Yours' }, seller())).rejects.toMatchObject(
    {
      code: 'conflict',
    },
  );
  expect(await call(linksRouter.update, { id, revision: 2, title: 'Mine' }, seller())).toEqual(changed);
});

test('gates that would keep nobody out, or everybody, are refused', async () => {
  const assetIds = [await shelf.piece({ title: 'Guarded' })];
  const create = (input: object) => call(linksRouter.create, { assetIds, ...input }, seller());
  await expect(create({ emailGate: 'verify' })).rejects.toThrow(/LIAISON_MAIL_URL and LIAISON_MAIL_FROM/);
  await expect(create({ allowed: ['acme.com'] })).rejects.toThrow(/ask for it, or verify it/);
  await expect(create({ expiresAt: new Date(tuesday.getTime() - 1) })).rejects.toThrow(/later time/);
  await expect(create({ emailGate: 'ask', allowed: ['not an address'] })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
  const made = await create({ emailGate: 'ask', allowed: ['@ACME.com', 'Ida@Other.org', 'acme.com'] });
  expect(made.gates).toMatchObject({ email: 'ask', allowed: ['acme.com', 'ida@other.org'] });
});

test('words of one’s own stand before the random part; alone they are for open links, once', async () => {
  const assetIds = [await shelf.piece({ title: 'Named' })];
  const contactId = await shelf.contact({ name: 'Named' });
  const create = (input: object) => call(linksRouter.create, { assetIds, ...input }, seller());
  expect((await create({ slug: 'acme-retrofit' })).slug).toMatch(/^acme-retrofit-[A-Za-z0-9]{22}$/);
  expect((await create({ slug: 'spring-guide', guessable: true })).slug).toBe('spring-guide');
  await expect(create({ slug: 'spring-guide', guessable: true })).rejects.toThrow(/is taken/);
  await expect(create({ slug: 'assets', guessable: true })).rejects.toThrow(/stands for something else/);
  await expect(create({ guessable: true })).rejects.toThrow(/which words/);
  await expect(create({ slug: 'for-ida', guessable: true, contactId })).rejects.toThrow(/open links alone/);
  await expect(create({ slug: '../etc' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  const both = await Promise.allSettled([
    create({ slug: 'at-once', guessable: true }),
    create({ slug: 'at-once', guessable: true }),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('another address replaces the one before, which answers as if it had never been', async () => {
  const { id, slug } = await shareWith(services, shelf);
  const moved = await call(linksRouter.replaceSlug, { id, slug: 'moved' }, seller());
  expect(await linkBySlug(services, slug)).toBeNull();
  expect(await linkBySlug(services, moved.slug)).toMatchObject({ id });
});

test('addresses are found whole or not at all', async () => {
  const { slug } = await shareWith(services, shelf);
  for (const guess of [
    slug.slice(1),
    slug.toLowerCase(),
    slug.toUpperCase(),
    `${slug}%`,
    '',
    "' or 1=1",
    '\0',
    '../x',
  ])
    expect(await linkBySlug(services, guess)).toBeNull();
});

test('what was shared with somebody follows them when they are merged, and back again', async () => {
  const [kept, merged] = [await shelf.contact({ name: 'Ada' }), await shelf.contact({ name: 'Ada L.' })];
  const { id, read } = await shareWith(services, shelf, { contactId: merged });
  await shelf.within((tx) =>
    mergeRecords({
      tx,
      workspaceId: shelf.workspaceId,
      actor: { kind: 'system', id: null, name: 'test' },
      now: services.now(),
      recordType: 'contact',
      keptId: kept,
      mergedId: merged,
    }),
  );
  expect(await read()).toMatchObject({ contactId: kept });
  const ofKept = await call(linksRouter.list, { contactId: kept }, seller());
  expect(ofKept.items).toMatchObject([{ id, contact: { id: kept, name: 'Ada' } }]);
  expect((await call(linksRouter.list, { contactId: merged }, seller())).items).toHaveLength(1);
});

test('what became of a link is counted by openings and people; scanners and colleagues apart', async () => {
  const [one, same] = [await shelf.contact({ name: 'One' }), await shelf.contact({ name: 'One too' })];
  const assetIds = [await shelf.piece({ title: 'A' }), await shelf.piece({ title: 'B' })];
  const { id } = await shareWith(services, shelf, { assetIds });
  type Seen = { ticket: string; contact?: string; device?: string; verified?: boolean; asset?: number };
  const seen = ({ ticket, contact, device, verified = true, asset = 0 }: Seen, minute: number) =>
    shelf.within((tx) =>
      tx.run(sql`insert into asset_visit (id, workspace_id, link_id, asset_id, version_id, contact_id, device_hash, ticket_id,
          started_at, last_at, page_count, verified, flag_reason)
        select ${newId()}, workspace_id, ${id}, id, current_version_id, ${contact ?? null}, ${device ?? null}, ${ticket},
          ${tuesday}, ${new Date(tuesday.getTime() + minute * 60_000)}, 12, ${verified}, ${verified ? null : 'scanner'}
        from asset where id = ${assetIds[asset] ?? ''}`),
    );
  const [first, second, third, fourth] = [newId(), newId(), newId(), newId()];
  // One opening of two pieces, another by who is the same person, one by somebody unknown, one by a machine.
  await seen({ ticket: first, contact: one }, 1);
  await seen({ ticket: first, contact: one, asset: 1 }, 2);
  await seen({ ticket: second, contact: same }, 3);
  await seen({ ticket: third, device: 'x' }, 4);
  await seen({ ticket: fourth, verified: false }, 5);
  await shelf.within((tx) => tx.run(sql`update contact set merged_into_id = ${one} where id = ${same}`));
  expect(await call(linksRouter.get, { id }, seller())).toMatchObject({
    visits: 3,
    people: 2,
    notCounted: 1,
    lastReadAt: new Date(tuesday.getTime() + 4 * 60_000).toISOString(),
  });
  const read = await call(linksRouter.list, { read: 'true', sort: 'visits' }, seller());
  expect(read.items).toMatchObject([{ id, visits: 3, people: 2 }]);
});

test('links are listed by whose they are, for whom and of what, page by page', async () => {
  const own = await makeShelf(services, 'Lists');
  const other = await signInMember(services, { workspaceId: own.workspaceId, role: 'sales', name: 'Ben' });
  const contactId = await own.contact({ name: 'Zoe Karlsson' });
  const assetId = await own.piece({ title: 'Listed' });
  const made: string[] = [];
  for (const [index, input] of [{ contactId }, {}, { assetIds: [assetId] }, {}].entries()) {
    services.setNow(new Date(tuesday.getTime() + index));
    made.unshift((await shareWith(services, own, input)).id);
  }
  services.setNow(tuesday);
  const list = async (input: object, person = own.seller) =>
    (await call(linksRouter.list, input, own.as(person))).items.map(({ id }) => id);
  expect(await list({})).toEqual(made);
  expect(await list({ mine: 'true' }, other)).toEqual([]);
  expect(await list({ mine: 'true' })).toEqual(made);
  expect(await list({ contactId })).toEqual([made[3]]);
  expect(await list({ assetId })).toEqual([made[1]]);
  expect(await list({ search: 'karlsson' })).toEqual([made[3]]);
  expect(await list({ search: '%' })).toEqual([]);
  expect(await list({ read: 'true' })).toEqual([]);
  for (const sort of ['created', 'lastRead', 'visits'] as const) {
    const walked: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await call(linksRouter.list, { sort, limit: 3, cursor }, own.as(own.seller));
      walked.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(walked).toEqual(made);
  }
  await call(linksRouter.revoke, { id: made[0] ?? '' }, own.as(own.seller));
  expect(await list({ state: 'revoked' })).toEqual([made[0]]);
  expect(await list({ state: 'open' })).toEqual(made.slice(1));
});
