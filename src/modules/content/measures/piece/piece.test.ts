import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../../test/support/services.ts';
import { newId } from '../../../../platform/ids.ts';
import { sql } from '../../../../platform/postgres/database.ts';
import { finishRates } from '../finish-rates.ts';
import { listPeople } from './list-people.ts';
import { listShares } from './list-shares.ts';
import { listVisits } from './list-visits.ts';
import { makeReadingRoom } from './piece.test-support.ts';
import { readPieceFigures } from './read-piece-figures.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

type Room = Awaited<ReturnType<typeof makeReadingRoom>>;
const year = { period: 'last365' as const };

const figuresOf = (room: Room, assetId: string, versionId?: string) =>
  room.within((tx) => readPieceFigures(tx, { ...year, assetId, versionId, now: services.now() }));
const peopleOf = (
  room: Room,
  assetId: string,
  query: Partial<Parameters<typeof listPeople>[0]> & Pick<Parameters<typeof listPeople>[0], 'of'>,
) => room.within((tx) => listPeople({ ...year, limit: 50, ...query, tx, assetId, now: services.now() }));

describe('the figures of a piece', () => {
  it('counts people, not visits; what scanners and colleagues did stands apart', async () => {
    const room = await makeReadingRoom(services, 'figures');
    const piece = await room.piece('Foundry');
    const [ada, ben] = [await room.contact('Ada'), await room.contact('Ben')];
    await room.read(piece, { contactId: ada, daysAgo: 5, pages: [10, 20] });
    await room.read(piece, { contactId: ada, daysAgo: 4, pages: [0, 5, 30, 40] });
    await room.read(piece, { contactId: ben, daysAgo: 3, pages: [15], downloaded: true });
    await room.read(piece, { email: 'cy@else.example', daysAgo: 2, pages: [5, 5], forwarded: true });
    await room.read(piece, { daysAgo: 2, pages: [1, 1, 1, 1], flagReason: 'link_scanner' });
    await room.read(piece, { daysAgo: 1, pages: [60], flagReason: 'staff_domain' });
    await room.read(piece, { contactId: ben, daysAgo: 400, pages: [9, 9, 9, 9] });

    const { totals, leftOut, pages, pagesOf } = await figuresOf(room, piece.id);
    expect(totals).toMatchObject({
      readers: 3,
      visits: 4,
      measured: 3,
      finished: 0,
      downloads: 1,
      forwards: 1,
    });
    expect(totals.medianMs).toBe(15_000);
    expect(leftOut.map(({ kind, visits }) => [kind, visits]).sort()).toEqual([
      ['scanner', 1],
      ['staff', 1],
    ]);
    expect(pagesOf).toBe(3);
    // Ada comes back and reads to the end: on the pages her two visits are one reading.
    expect(pages.map(({ reached, stopped }) => [reached, stopped])).toEqual([
      [3, 1],
      [2, 1],
      [1, 0],
      [1, 0],
    ]);
    expect(pages[1]).toMatchObject({ medianMs: 15_000, meanMs: 15_000, label: 'Page 2' });

    const rates = await room.within((tx) => finishRates(tx, { from: room.ago(365), to: null }));
    expect(rates.get(piece.id)).toMatchObject({
      readers: 3,
      visits: 4,
      medianMs: 15_000,
      leftOut: { scanners: 1, staff: 1, unproved: 0 },
    });
  });

  it('says where they stop, and opens who stopped there', async () => {
    const room = await makeReadingRoom(services, 'stops');
    const piece = await room.piece('Retrofit', 'case study', 10);
    for (let index = 0; index < 6; index++) {
      const contactId = await room.contact(`Stops ${index}`);
      await room.read(piece, { contactId, daysAgo: index + 1, pages: [5, 5, 5, 5, 5, 5, 9] });
    }
    const finisher = await room.contact('Finishes');
    await room.read(piece, { contactId: finisher, daysAgo: 1, pages: [5, 5, 5, 5, 5, 5, 9, 5, 5] });
    const early = await room.contact('Early');
    await room.read(piece, { contactId: early, daysAgo: 1, pages: [5, 5] });

    const figures = await figuresOf(room, piece.id);
    expect(figures.stop).toEqual({ page: 7, stopped: 6, label: 'Page 7' });
    expect(figures.totals).toMatchObject({ readers: 8, finished: 1 });
    const stopped = await peopleOf(room, piece.id, { of: 'stopped', page: 7, limit: 4 });
    expect(stopped.items.map(({ contact }) => contact?.name)).toEqual([
      'Stops 0',
      'Stops 1',
      'Stops 2',
      'Stops 3',
    ]);
    const rest = await peopleOf(room, piece.id, {
      of: 'stopped',
      page: 7,
      limit: 4,
      cursor: stopped.nextCursor ?? undefined,
    });
    expect(rest.items.map(({ contact, furthestPage }) => [contact?.name, furthestPage])).toEqual([
      ['Stops 4', 7],
      ['Stops 5', 7],
    ]);
    expect(rest.nextCursor).toBeNull();
    expect(
      (await peopleOf(room, piece.id, { of: 'finished' })).items.map(({ contact }) => contact?.name),
    ).toEqual(['Finishes']);
    expect((await peopleOf(room, piece.id, { of: 'reached', page: 8 })).items).toHaveLength(1);
    await expect(peopleOf(room, piece.id, { of: 'stopped' })).rejects.toThrow('Say which page');
  });

  it('holds versions against each other', async () => {
    const room = await makeReadingRoom(services, 'versions');
    const piece = await room.piece('Guide');
    const second = await room.version(piece.id, 2, 4);
    const [ada, ben] = [await room.contact('Ada'), await room.contact('Ben')];
    await room.read(piece, { contactId: ada, daysAgo: 50, pages: [5] });
    await room.read(piece, { contactId: ben, daysAgo: 40, pages: [5, 5] });
    await room.read(piece, { contactId: ada, daysAgo: 3, pages: [5, 5, 5, 5], versionId: second });
    await room.log({
      kind: 'content',
      type: 'asset_viewed',
      at: room.ago(2),
      assetId: piece.id,
      contactId: ben,
      seconds: 8,
    });
    const figures = await figuresOf(room, piece.id);
    expect(figures.shown?.number).toBe(2);
    expect(
      figures.versions.map(({ number, reading }) => [number, reading.readers, reading.finished]),
    ).toEqual([
      [2, 1, 1],
      [1, 2, 0],
    ]);
    expect(figures.elsewhere).toMatchObject({ readers: 1, measured: 0, medianMs: 8_000 });
    const first = await figuresOf(room, piece.id, piece.versionId);
    expect(first.totals).toMatchObject({ readers: 2, finished: 0 });
    expect(first.pages[0]?.reached).toBe(2);
  });

  it('says what followed within fourteen days, beside the others of its type', async () => {
    const room = await makeReadingRoom(services, 'followed');
    const [own, other] = [await room.piece('Own'), await room.piece('Other')];
    await room.piece('Of another type', 'white paper');
    const seller = await room.teammate('Rosa', 'sales');
    const [ada, ben, cy] = [await room.contact('Ada'), await room.contact('Ben'), await room.contact('Cy')];
    for (const contactId of [ada, ben]) await room.read(own, { contactId, daysAgo: 40, pages: [5] });
    // So late that the days have not passed.
    await room.read(own, { contactId: cy, daysAgo: 3, pages: [5] });
    await room.read(other, { contactId: cy, daysAgo: 60, pages: [5] });
    const talk = { kind: 'person', teammateId: seller };
    await room.log({ ...talk, type: 'meeting', at: room.ago(30), contactId: ada });
    await room.log({ ...talk, type: 'call', at: room.ago(20), contactId: ben });
    await room.log({ ...talk, type: 'asset_shared', at: room.ago(39), contactId: ben, assetId: own.id });
    await room.log({ ...talk, type: 'call', at: room.ago(1), contactId: cy });
    const dealId = newId();
    await room.within(async (tx) => {
      await tx.run(sql`insert into opportunity (id, workspace_id, name, opened_at, amount_minor, currency)
        values (${dealId}, ${room.workspaceId}, 'Line 4', ${room.ago(35)}, 120000, 'EUR')`);
      await tx.run(sql`insert into opportunity_contact (workspace_id, opportunity_id, contact_id)
        values (${room.workspaceId}, ${dealId}, ${ada})`);
    });

    const { nextSteps, sharedBy } = await figuresOf(room, own.id);
    const of = (wanted: string) => nextSteps.find(({ step }) => step === wanted);
    expect(of('conversation')).toMatchObject({ own: { n: 2, followed: 1 }, others: { n: 1, followed: 0 } });
    expect(of('meeting')).toMatchObject({ own: { n: 2, followed: 1 } });
    expect(of('deal_opened')).toMatchObject({ own: { n: 2, followed: 1 } });
    expect(of('deal_won')).toMatchObject({ own: { n: 2, followed: 0 } });
    const opened = await peopleOf(room, own.id, { of: 'followed', step: 'deal_opened' });
    expect(opened.items[0]).toMatchObject({
      contact: { name: 'Ada' },
      followed: { text: 'a deal was opened', opportunity: { name: 'Line 4', amountMinor: 120_000 } },
    });
    expect(sharedBy).toMatchObject([
      { teammate: { name: 'Rosa' }, side: 'sales', shares: 1, people: 1, opened: 0 },
    ]);
    const shares = await room.within((tx) =>
      listShares({ ...year, tx, assetId: own.id, now: services.now(), limit: 10, side: 'sales' }),
    );
    expect(shares.items).toMatchObject([{ by: 'Rosa', contact: { name: 'Ben' }, readAt: null }]);
  });

  it('counts who merged into one person once, and leaves out what was withdrawn', async () => {
    const room = await makeReadingRoom(services, 'merged');
    const piece = await room.piece('Dairy');
    const [kept, twin] = [await room.contact('Kept'), await room.contact('Twin')];
    await room.read(piece, { contactId: kept, daysAgo: 9, pages: [5] });
    await room.read(piece, { contactId: twin, daysAgo: 8, pages: [5, 5] });
    const withdrawn = await room.log({
      kind: 'content',
      type: 'asset_viewed',
      at: room.ago(1),
      assetId: piece.id,
      contactId: await room.contact('Gone'),
    });
    await room.within(async (tx) => {
      await tx.run(sql`update contact set merged_into_id = ${kept} where id = ${twin}`);
      await tx.run(sql`insert into interaction_replacement (workspace_id, interaction_id, replaced_by)
        values (${room.workspaceId}, ${withdrawn}, ${newId()})`);
    });
    const { totals } = await figuresOf(room, piece.id);
    expect(totals).toMatchObject({ readers: 1, visits: 2 });
    expect((await peopleOf(room, piece.id, { of: 'readers' })).items).toMatchObject([
      { contact: { name: 'Kept' }, visits: 2 },
    ]);
  });

  it('knows its place among its type once there is enough to compare', async () => {
    const room = await makeReadingRoom(services, 'place');
    const pieces = [await room.piece('Low'), await room.piece('Middle'), await room.piece('High')];
    for (const [index, piece] of pieces.entries()) {
      for (let person = 0; person < 8; person++) {
        const all = person < 2 + 3 * index;
        await room.read(piece, { daysAgo: 5, pages: all ? [9, 9, 9, 9] : [3] });
      }
    }
    const thin = await room.piece('Thin');
    await room.read(thin, { daysAgo: 5, pages: [9, 9, 9, 9] });
    const placeOf = async (assetId: string | undefined) =>
      (await figuresOf(room, assetId ?? '')).place.find(({ figure }) => figure === 'finishRate');
    expect(await placeOf(pieces[2]?.id)).toMatchObject({ value: 1, better: 2, of: 2 });
    expect(await placeOf(pieces[0]?.id)).toMatchObject({ value: 0.25, better: 0, of: 2 });
    expect(await placeOf(thin.id)).toMatchObject({ value: null, better: 0, of: 3 });
  });

  it('lists the visits behind what is left out, and says why', async () => {
    const room = await makeReadingRoom(services, 'left out');
    const piece = await room.piece('Meter');
    await room.read(piece, { daysAgo: 1, pages: [1, 1], flagReason: 'link_scanner' });
    await room.read(piece, { daysAgo: 2, pages: [1, 1], flagReason: 'staff_domain' });
    const list = (more: object) =>
      room.within((tx) =>
        listVisits({
          ...year,
          ...more,
          tx,
          assetId: piece.id,
          now: services.now(),
          of: 'left_out',
          limit: 10,
        }),
      );
    expect((await list({})).items.map(({ flagText }) => flagText)).toEqual([
      'a mail gateway that follows every link',
      'an address of your own company',
    ]);
    expect((await list({ reason: 'staff_domain' })).items).toHaveLength(1);
  });

  it('finds no piece of another workspace', async () => {
    const [ours, theirs] = [
      await makeReadingRoom(services, 'ours'),
      await makeReadingRoom(services, 'theirs'),
    ];
    const piece = await theirs.piece('Theirs');
    await expect(figuresOf(ours, piece.id)).rejects.toThrow('no such piece');
  });
});
