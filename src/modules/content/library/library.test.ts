import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { addAsset } from './add-asset.ts';
import { addVersion } from './add-version.ts';
import { bringBack } from './bring-back.ts';
import { changeAsset } from './change-asset.ts';
import { confirmAsset } from './confirm-asset.ts';
import {
  addReadPiece,
  anAddress,
  anyFile,
  type Member,
  makeLibrary,
  makeReady,
} from './library.test-support.ts';
import { loadAsset } from './load-asset.ts';
import { makeCurrent } from './make-current.ts';
import { removeAsset } from './remove-asset.ts';
import { retireAsset } from './retire-asset.ts';

const tuesday = new Date('2026-03-03T10:00:00Z');

let services: TestServices;
let library: Awaited<ReturnType<typeof makeLibrary>>;
let maria: Member;
let ada: Member;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(tuesday);
  library = await makeLibrary(services);
  maria = await library.member('marketing', 'Maria');
  ada = await library.member('sales', 'Ada');
});
afterAll(() => services.close());

const read = (assetId: string) => library.within((tx) => loadAsset(tx, { assetId, now: services.now() }));
const shareBy = (member: Member, assetId: string) =>
  library.within((tx) =>
    tx.run(sql`insert into interaction (id, workspace_id, occurred_at, kind, type, direction, asset_id, teammate_id, source)
      values (${newId()}, ${library.workspaceId}, ${tuesday}, 'person', 'asset_shared', 'outbound', ${assetId},
        ${member.mateId}, 'test')`),
  );
const noticesOf = (member: Member) =>
  library.within((tx) =>
    tx.rows<{ title: string; href: string }>(
      sql`select title, href from notice where user_id = ${member.userId} order by at, id`,
    ),
  );

describe('versions', () => {
  test('links show the newest version that can be read, and an earlier one when somebody says so', async () => {
    const { assetId, versionId: first } = await addReadPiece(maria, { title: 'Retrofit', pages: ['a', 'b'] });
    expect(await read(assetId)).toMatchObject({
      state: 'in_use',
      currentVersion: { id: first, number: 1, pageCount: 2 },
      comingVersion: null,
    });
    const second = await maria.act((step) =>
      addVersion(step, { assetId, source: anyFile(), note: 'New prices' }),
    );
    expect(second).toMatchObject({ number: 2, waits: true });
    expect(await read(assetId)).toMatchObject({
      currentVersion: { number: 1 },
      comingVersion: { number: 2, state: 'waiting' },
    });
    await maria.act((step) => makeReady(step, second.versionId));
    expect(await read(assetId)).toMatchObject({ currentVersion: { number: 2 }, comingVersion: null });
    await maria.act((step) => makeCurrent(step, { assetId, versionId: first }));
    const now = await read(assetId);
    expect(now.currentVersion?.number).toBe(1);
    expect(now.versions.map(({ number, isCurrent, note }) => [number, isCurrent, note])).toEqual([
      [2, false, 'New prices'],
      [1, true, null],
    ]);
  });

  test('a refused version leaves what could be read before', async () => {
    const { assetId } = await addReadPiece(maria, { title: 'Swap film', pages: ['a'] });
    const { versionId } = await maria.act((step) => addVersion(step, { assetId, source: anyFile() }));
    await library.within((tx) =>
      tx.run(
        sql`update asset_version set state = 'refused', refused_reason = 'It is damaged.' where id = ${versionId}`,
      ),
    );
    expect(await read(assetId)).toMatchObject({
      state: 'in_use',
      currentVersion: { number: 1, state: 'ready' },
      comingVersion: { number: 2, state: 'refused', refusedReason: 'It is damaged.' },
    });
    await expect(maria.act((step) => makeCurrent(step, { assetId, versionId }))).rejects.toThrow(
      'Version 2 cannot be read',
    );
    const third = await maria.act((step) => addVersion(step, { assetId, source: anyFile() }));
    await maria.act((step) => makeReady(step, third.versionId));
    expect(await read(assetId)).toMatchObject({ currentVersion: { number: 3 }, comingVersion: null });
  });

  test('the same bytes are not added twice, whoever is first', async () => {
    const bytes = 'f'.repeat(64);
    const both = await Promise.allSettled(
      ['One', 'Other'].map((title) => maria.act((step) => addAsset(step, { title, source: anyFile(bytes) }))),
    );
    const refused = both.flatMap((each) => (each.status === 'rejected' ? [String(each.reason.message)] : []));
    expect(refused).toEqual([
      expect.stringMatching(/^This very file is version 1 of “(One|Other)” already\. Nothing was added\.$/),
    ]);
  });

  test('an address written by whoever is a version of its own, and another address the next', async () => {
    const assetId = newId();
    await library.within((tx) =>
      tx.run(sql`insert into asset (id, workspace_id, title, url) values (${assetId}, ${library.workspaceId}, 'Pricing',
        'https://northwind.example/pricing')`),
    );
    expect(await read(assetId)).toMatchObject({
      state: 'in_use',
      currentVersion: { number: 1, format: 'page', state: 'ready', pageCount: 1 },
    });
    await library.within((tx) =>
      tx.run(sql`update asset set url = 'https://northwind.example/prices' where id = ${assetId}`),
    );
    expect(
      (await read(assetId)).versions.map(({ number, url, isCurrent }) => [number, url, isCurrent]),
    ).toEqual([
      [2, 'https://northwind.example/prices', true],
      [1, 'https://northwind.example/pricing', false],
    ]);
    await maria.act((step) =>
      addVersion(step, { assetId, source: anAddress('https://northwind.example/new') }),
    );
    const last = await read(assetId);
    expect(last.url).toBe('https://northwind.example/new');
    expect(last.versions).toHaveLength(3);
    await library.within((tx) =>
      tx.run(sql`update asset set title = 'Prices', url = url where id = ${assetId}`),
    );
    expect((await read(assetId)).versions).toHaveLength(3);
  });

  test('what is known by its name alone has no version', async () => {
    const assetId = newId();
    await library.within((tx) =>
      tx.run(
        sql`insert into asset (id, workspace_id, title) values (${assetId}, ${library.workspaceId}, 'The blue folder')`,
      ),
    );
    expect(await read(assetId)).toMatchObject({ state: 'named', currentVersion: null, versions: [] });
  });
});

describe('retiring', () => {
  test('tells who shared it what to use instead, and sends on whoever was sent to it', async () => {
    const add = (title: string) =>
      maria.act((step) => addAsset(step, { title, source: anAddress(`https://x.example/${newId()}`) }));
    const [oldest, older, newer] = [
      await add('Sheet 2024'),
      await add('Sheet 2025'),
      await add('Sheet 2026'),
    ];
    await maria.act((step) => retireAsset(step, { assetId: oldest.assetId, useInsteadId: older.assetId }));
    await shareBy(ada, older.assetId);
    const retire = () =>
      maria.act((step) =>
        retireAsset(step, {
          assetId: older.assetId,
          useInsteadId: newer.assetId,
          reason: 'The prices changed.',
        }),
      );
    await retire();
    expect(await read(older.assetId)).toMatchObject({
      state: 'retired',
      retired: true,
      useInstead: { id: newer.assetId, title: 'Sheet 2026' },
    });
    expect((await read(oldest.assetId)).useInstead?.id).toBe(newer.assetId);
    expect(await noticesOf(ada)).toEqual([
      { title: 'Use “Sheet 2026” instead of “Sheet 2025”', href: `/content/assets/${newer.assetId}` },
    ]);
    expect(await noticesOf(maria)).toEqual([]);
    await retire();
    expect(await noticesOf(ada)).toHaveLength(1);
    await expect(
      maria.act((step) => addVersion(step, { assetId: older.assetId, source: anyFile() })),
    ).rejects.toThrow(/retired. Bring it back first/);
    await expect(
      maria.act((step) => retireAsset(step, { assetId: newer.assetId, useInsteadId: older.assetId })),
    ).rejects.toThrow(/is retired itself/);
    await maria.act((step) => bringBack(step, { assetId: older.assetId }));
    expect(await read(older.assetId)).toMatchObject({ state: 'in_use', retired: false, useInstead: null });
    expect((await noticesOf(ada)).at(-1)?.title).toBe('“Sheet 2025” is in use again');
  });

  test('what was shared is retired, not deleted; what nobody used can go', async () => {
    const { assetId } = await addReadPiece(maria, { title: 'Used', pages: ['a'] });
    expect((await read(assetId)).mayDelete).toBe(true);
    await shareBy(ada, assetId);
    expect((await read(assetId)).mayDelete).toBe(false);
    await expect(maria.act((step) => removeAsset(step, { assetId }))).rejects.toThrow(/Retire it instead/);
    const unused = await addReadPiece(maria, { title: 'Unused', pages: ['a'] });
    expect(await maria.act((step) => removeAsset(step, { assetId: unused.assetId }))).toEqual({
      versionIds: [unused.versionId],
    });
    await expect(read(unused.assetId)).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('past its review day a piece is stale until somebody says that it holds', async () => {
  const { assetId } = await maria.act((step) =>
    addAsset(step, { title: 'Rates', source: anAddress('https://x.example/rates'), reviewOn: '2026-03-03' }),
  );
  expect((await read(assetId)).state).toBe('stale');
  await expect(maria.act((step) => confirmAsset(step, { assetId, reviewOn: '2026-03-03' }))).rejects.toThrow(
    'on a day to come',
  );
  await maria.act((step) => confirmAsset(step, { assetId }));
  expect(await read(assetId)).toMatchObject({ state: 'in_use', reviewOn: '2026-09-03' });
});

test('what is said of a piece changes field by field, and the record says from what', async () => {
  const { assetId } = await addReadPiece(maria, { title: 'Guide', pages: ['a'] });
  await maria.act((step) =>
    changeAsset(step, {
      assetId,
      title: 'Buyer’s guide',
      personas: ['Finance', 'Finance', 'Operations'],
      ownerId: ada.mateId,
      type: null,
    }),
  );
  expect(await read(assetId)).toMatchObject({
    title: 'Buyer’s guide',
    personas: ['Finance', 'Operations'],
    owner: { name: 'Ada' },
    type: null,
  });
  const [entry] = await library.within((tx) =>
    tx.rows<{ changes: object }>(
      sql`select changes from audit_entry where record_id = ${assetId} and action = 'asset.updated'`,
    ),
  );
  expect(Object.keys(entry?.changes ?? {}).sort()).toEqual(['ownerId', 'personas', 'title']);
  await expect(maria.act((step) => changeAsset(step, { assetId, ownerId: newId() }))).rejects.toMatchObject({
    code: 'not_found',
  });
});
