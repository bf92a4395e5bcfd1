import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { newTalks, startOfTest } from '../../conversations/conversations.test-support.ts';
import { appendInteractions, type NewInteraction } from '../../interactions/index.ts';
import { ensureStarterDefinitions } from '../../language/index.ts';
import { buildPacket } from './build-packet.ts';
import { itemsIn, missingItems } from './completeness.ts';
import { readBrief } from './read-brief.ts';
import { foldReadings } from './what-they-read.ts';
import { splitEngagement } from './why-qualified.ts';
import { writeBrief } from './write-brief.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const hoursAgo = (hours: number) => new Date(startOfTest.getTime() - hours * 3_600_000);

async function place() {
  const talks = await newTalks(services);
  await ensureStarterDefinitions(services);
  const { within, workspaceId } = talks;
  const append = (rows: Partial<NewInteraction>[]) =>
    within((tx) =>
      appendInteractions({
        tx,
        workspaceId,
        now: services.now(),
        rows: rows.map((row) => ({
          id: newId(),
          kind: 'content',
          type: 'page_view',
          occurredAt: hoursAgo(1),
          contactId: talks.ada,
          source: 'test',
          ...row,
        })),
      }),
    );
  const campaignId = newId();
  await within((tx) =>
    tx.run(
      sql`insert into campaign (id, workspace_id, name) values (${campaignId}, ${workspaceId}, 'Energy cost')`,
    ),
  );
  const packet = (more: { note?: string; points?: { text: string; by: string }[] } = {}) =>
    within((tx) =>
      buildPacket({
        tx,
        workspaceId,
        contactId: talks.ada,
        campaignId,
        gate: null,
        note: more.note ?? null,
        talkingPoints: more.points ?? [],
        now: services.now(),
      }),
    );
  return { ...talks, append, packet, campaignId };
}

describe('a packet', () => {
  test('of a lead of whom nothing is known holds who they are, and says what is missing', async () => {
    const { packet } = await place();
    const found = await packet();
    expect(found.who).toMatchObject({ name: 'ada', account: { name: 'Holm Works' } });
    expect(found.items).toContain('who');
    for (const item of ['read', 'told', 'brief', 'questions'] as const)
      expect(found.items).not.toContain(item);
    expect(missingItems(['who', 'read', 'brief'], found.items)).toEqual(['read', 'brief']);
  });

  test('tells what they read once each, what was said, what they asked, and what to share next', async () => {
    const { packet, append, log, member, prices, within, workspaceId } = await place();
    const seller = await member('sales');
    await within((tx) =>
      tx.run(sql`insert into asset (id, workspace_id, title, url) values
        (${newId()}, ${workspaceId}, 'Downtime at change-over: the film', 'https://ours.io/film'),
        (${newId()}, ${workspaceId}, 'Company brochure', null)`),
    );
    await append([
      { url: 'https://ours.io/pricing?utm=1', occurredAt: hoursAgo(30) },
      { url: 'https://ours.io/pricing', occurredAt: hoursAgo(2), engagedSeconds: 40 },
      { url: 'https://ours.io/pricing', type: 'page_left', occurredAt: hoursAgo(1.9), engagedSeconds: 60 },
      { assetId: prices, type: 'download', completion: 0.92, occurredAt: hoursAgo(5) },
      { type: 'email_sent', assetId: prices, occurredAt: hoursAgo(1) },
      { url: 'https://ours.io/bot', verified: false },
    ]);
    await log(seller, {
      exchanged: {
        questions: [{ text: 'How long is the downtime at a change-over?', from: 'them' }],
        learned: [{ text: 'Line 2 is renewed in spring' }],
      },
    });
    const found = await packet({ points: [{ text: 'Ask about line 2', by: 'Mia' }] });
    expect(
      found.read.map(({ title, times, seconds, completion }) => [title, times, seconds, completion]),
    ).toEqual([
      ['/pricing', 2, 100, null],
      ['Price list', 1, null, 0.92],
    ]);
    expect(found.told).toContainEqual(
      expect.objectContaining({ text: 'Line 2 is renewed in spring', from: 'them' }),
    );
    expect(found.questions.map(({ text }) => text)).toEqual(['How long is the downtime at a change-over?']);
    expect(found.nextAssets[0]).toMatchObject({ title: 'Downtime at change-over: the film' });
    expect(found.nextAssets[0]?.reason).toMatch(/^unseen by them, speaks of what they asked/);
    expect(found.nextAssets.map(({ title }) => title)).not.toContain('Price list');
    expect(found.talkingPoints[0]).toEqual({ text: 'Ask about line 2', by: 'Mia', written: true });
    expect(found.talkingPoints[1]?.text).toContain('nobody has answered yet');
    expect(found.items).toEqual(
      expect.arrayContaining(['who', 'read', 'told', 'questions', 'next_asset', 'talking_points']),
    );
  });

  test('holds no word of a private talk', async () => {
    const { packet, log, member } = await place();
    const seller = await member('sales');
    await log(seller, {
      private: true,
      subject: 'secret',
      exchanged: { questions: [{ text: 'A secret question?', from: 'them' }] },
    });
    const found = await packet();
    expect(JSON.stringify(found)).not.toMatch(/secret/i);
    expect(found.questions).toEqual([]);
  });

  test('of a busy lead is bounded and quick', async () => {
    const { packet, append, ada, bo } = await place();
    for (let batch = 0; batch < 4; batch++) {
      await append(
        Array.from({ length: 250 }, (_, index) => ({
          url: `https://ours.io/page-${index}`,
          subject: 'A long title '.repeat(30),
          contactId: index % 5 === 0 ? bo : ada,
          occurredAt: hoursAgo(index + batch),
        })),
      );
    }
    await packet();
    const startedMs = performance.now();
    const found = await packet();
    const tookMs = performance.now() - startedMs;
    expect(found.read.length).toBeLessThanOrEqual(12);
    expect(JSON.stringify(found).length).toBeLessThan(40_000);
    expect(tookMs).toBeLessThan(2_000);
  });
});

describe('a campaign’s brief', () => {
  test('stands in the packet once it is shared, and two who write it at once do not lose each other’s words', async () => {
    const { packet, as, member, campaignId } = await place();
    const mia = await member('marketing', 'Mia');
    const words = {
      audience: 'Plant managers',
      message: 'Energy is the cost you can cut',
      offer: null,
      followUp: 'Ask for last year’s bill',
      goal: null,
      personas: ['Operations'],
      buyingStage: 'education',
    };
    const write = (revision: number | null, shared: boolean, more: Partial<typeof words> = {}) =>
      as(mia, ({ tx, workspaceId, actor, now }) =>
        writeBrief({ ...words, ...more, tx, workspaceId, actor, now, id: campaignId, revision, shared }),
      );
    await write(null, false);
    expect((await packet()).campaign).toMatchObject({ name: 'Energy cost', brief: null });
    await write(1, true);
    const found = await packet();
    expect(found.campaign?.brief).toMatchObject({ message: words.message, followUp: words.followUp });
    expect(found.items).toContain('brief');
    await expect(write(1, true, { message: 'Other' })).rejects.toThrow(
      /Mia wrote this brief in the meantime/,
    );
    await expect(write(2, true, { buyingStage: 'nowhere' })).rejects.toThrow(/no such buying stage/);
    const { brief } = await as(mia, ({ tx }) => readBrief({ tx, id: campaignId }));
    expect(brief).toMatchObject({ revision: 2, writtenBy: 'Mia', message: words.message });
  });
});

describe('what content and talks earned', () => {
  test('sums to the engagement, also where a group is capped', () => {
    const entry = (
      worth: number,
      interactionKind: 'content' | 'person' | null,
      group: string | null = null,
    ) => ({
      worth,
      interactionKind,
      group,
    });
    const split = splitEngagement([
      entry(30, 'content', 'visits'),
      entry(10, 'person', 'visits'),
      entry(-20, null, 'visits'),
      entry(12.5, 'person'),
      entry(-3, null),
    ]);
    expect(split.content + split.conversations).toBeCloseTo(29.5);
    expect(split.content).toBe(15);
  });
});

test('a thing that was read twice is one line with its longest reading', () => {
  const row = { type: 'download', title: null, subject: null, url: null, seconds: null, completion: null };
  const readings = foldReadings([
    { ...row, id: 'a', asset_id: 'x', title: 'Paper', at: hoursAgo(9), completion: 0.9, seconds: 30 },
    { ...row, id: 'b', asset_id: 'x', title: 'Paper', at: hoursAgo(3), completion: 0.4, seconds: 20 },
  ]);
  expect(readings).toMatchObject([{ interactionId: 'b', times: 2, seconds: 50, completion: 0.9 }]);
});

test('an item that holds nothing a seller can use is not there', () => {
  const empty = {
    who: {
      name: 'Ada',
      title: null,
      email: null,
      phone: null,
      persona: null,
      buyingRole: null,
      buyingStage: null,
      channel: null,
      account: null,
    },
    why: {
      definition: null,
      sentence: '',
      tests: [{ name: 'a company we want', holds: false, found: null, definitionKey: null }],
      score: null,
    },
    read: [],
    told: [],
    questions: [],
    campaign: {
      id: newId(),
      name: 'c',
      owner: null,
      startsOn: null,
      brief: { audience: 'all', message: '', offer: null, followUp: null, goal: 'more' },
    },
    nextAssets: [],
    talkingPoints: [],
    note: 'a note is none of the nine',
  };
  expect(itemsIn(empty)).toEqual([]);
});
