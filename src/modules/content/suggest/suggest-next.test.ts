import { call } from '@orpc/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { logConversation } from '../../conversations/log-conversation.ts';
import { appendInteractions } from '../../interactions/index.ts';
import { makeShelf, type Shelf, shareWith } from '../links/links.test-support.ts';
import { linksRouter } from '../links/router.ts';
import { pageQueryOf, speakOfTheSame } from './speak-of.ts';

const tuesday = new Date('2026-03-03T10:00:00Z');

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(tuesday);
});
afterAll(() => services.close());

type About = { personas?: string[]; stages?: string[]; retired?: boolean; reviewOn?: string; text?: string };

async function makeStock() {
  const shelf = await makeShelf(services);
  const ada = await shelf.contact({ name: 'Ada', persona: 'CFO' });
  const piece = async (title: string, about: About = {}) => {
    const id = await shelf.piece({ title });
    await shelf.within(async (tx) => {
      await tx.run(sql`update asset set personas = ${sql.param(about.personas ?? [])}, buying_stages = ${sql.param(about.stages ?? [])},
        retired_at = ${about.retired ? tuesday : null}, review_on = ${about.reviewOn ?? null}::date where id = ${id}`);
      if (about.text !== undefined)
        await tx.run(sql`insert into asset_page (workspace_id, version_id, number, text)
          select workspace_id, current_version_id, 4, ${about.text} from asset where id = ${id}`);
    });
    return id;
  };
  const read = (assetId: string, contactId: string, completion: number, more: object = {}) =>
    shelf.within((tx) =>
      appendInteractions({
        tx,
        workspaceId: shelf.workspaceId,
        now: services.now(),
        rows: [
          {
            id: newId(),
            kind: 'content',
            type: 'asset_viewed',
            occurredAt: tuesday,
            contactId,
            assetId,
            completion,
            source: 'test',
            ...more,
          },
        ],
      }),
    );
  const next = (input: object = { contactId: ada }) =>
    call(linksRouter.nextAssets, input, shelf.as(shelf.seller));
  return { shelf, ada, piece, read, next };
}
const titlesOf = ({ items }: { items: readonly { title: string }[] }) => items.map(({ title }) => title);

const ask = (shelf: Shelf, contactId: string, text: string, isPrivate = false) =>
  shelf.within((tx) =>
    logConversation({
      tx,
      workspaceId: shelf.workspaceId,
      actor: { kind: 'member', id: shelf.seller.userId, name: 'Rosa Lind' },
      userId: shelf.seller.userId,
      now: services.now(),
      input: {
        type: 'call',
        contactIds: [contactId],
        private: isPrivate,
        exchanged: { questions: [{ text, from: 'them' }] },
      },
    }),
  );

test('what people like them finished most comes first, with the figures; what they have had does not come', async () => {
  const { shelf, ada, piece, read, next } = await makeStock();
  const often = await piece('Often finished', { personas: ['CFO'] });
  const seldom = await piece('Seldom finished', { personas: ['cfo'] });
  await piece('For engineers', { personas: ['Engineer'] });
  const seen = await piece('Seen');
  const shared = await piece('Shared');
  await piece('Retired', { retired: true });
  await shareWith(services, shelf, { assetIds: [shared], contactId: ada });
  await read(seen, ada, 0.3);
  for (const index of [0, 1, 2, 3, 4]) {
    const reader = await shelf.contact({ name: `CFO ${index}`, persona: 'CFO' });
    const other = await shelf.contact({ name: `Engineer ${index}`, persona: 'Engineer' });
    await read(often, reader, index === 0 ? 0.5 : 1);
    await read(seldom, reader, index === 0 ? 1 : 0.2);
    await read(seldom, other, 1);
    await read(seldom, reader, 1, { verified: false, flagReason: 'scanner' });
  }
  const found = await next();
  expect(found).toMatchObject({ contact: { id: ada, name: 'Ada' }, persona: 'CFO' });
  expect(found.items).toMatchObject([
    {
      assetId: often,
      shareable: true,
      reason: 'unseen by them, finished by 80 % of 5 CFO readers, made for CFO',
    },
    { assetId: seldom, reason: 'unseen by them, finished by 20 % of 5 CFO readers, made for CFO' },
  ]);
});

test('what speaks of an open question comes before all else: by its title, or on one of its pages', async () => {
  const { shelf, ada, piece, read, next } = await makeStock();
  const loved = await piece('Loved by all', { personas: ['CFO'] });
  for (const index of [0, 1, 2, 3])
    await read(loved, await shelf.contact({ name: `R${index}`, persona: 'CFO' }), 1);
  await piece('Guide', { text: 'How the change-over cuts downtimes by half.' });
  await piece('Other', { text: 'Nothing to do with it; downtime alone.' });
  await ask(shelf, ada, 'How much downtime does the changeover or change take?');
  await ask(shelf, ada, 'Is the secret merger financed?', true);
  await piece('The secret merger financed', {});
  const found = await next();
  expect(titlesOf(found).slice(0, 2)).toEqual(['Guide', 'Loved by all']);
  expect(found.items[0]?.reason).toContain(
    'speaks on page 4 of what they asked: “How much downtime does the changeover or change take?”',
  );
  expect(JSON.stringify(found)).not.toContain('asked: “Is the secret');
});

test('the stage they are at, a review that is due, and what cannot be read yet weigh in', async () => {
  const { shelf, ada, piece, next } = await makeStock();
  const stage = await shelf.within(async (tx) => {
    const first = await tx.first<{ key: string; name: string }>(
      sql`select key, name from buying_stage order by position limit 1`,
    );
    if (!first) throw new Error('no stages');
    await tx.run(sql`insert into buying_stage_change (id, workspace_id, contact_id, stage, at, recorded_at, source, actor_name)
      values (${newId()}, ${shelf.workspaceId}, ${ada}, ${first.key}, ${tuesday}, ${tuesday}, 'hand', 'test')`);
    return first;
  });
  await piece('Of their stage', { stages: [stage.key] });
  await piece('Of no stage');
  await piece('Of another stage', { stages: ['elsewhere'] });
  await piece('Stale', { reviewOn: '2026-01-31', stages: [stage.key] });
  const found = await next();
  expect(found.buyingStage).toBe(stage.name);
  expect(found.items.map(({ title, reason }) => `${title}: ${reason}`)).toEqual([
    `Of their stage: unseen by them, for the stage ${stage.name}`,
    `Stale: unseen by them, for the stage ${stage.name}, its review has been due since 31 Jan 2026`,
  ]);
});

test('works for a company, a deal and nobody at all, and for no record of another workspace', async () => {
  const { shelf, ada, piece, next } = await makeStock();
  const shared = await piece('Given to the company');
  await piece('Any');
  await shareWith(services, shelf, { assetIds: [shared], accountId: shelf.accountId });
  const dealId = newId();
  await shelf.within(async (tx) => {
    await tx.run(
      sql`insert into opportunity (id, workspace_id, name) values (${dealId}, ${shelf.workspaceId}, 'Deal')`,
    );
    await tx.run(sql`insert into opportunity_contact (workspace_id, opportunity_id, contact_id, is_primary)
      values (${shelf.workspaceId}, ${dealId}, ${ada}, true)`);
  });
  expect(titlesOf(await next({ accountId: shelf.accountId }))).toEqual(['Any']);
  expect(await next({ opportunityId: dealId })).toMatchObject({ contact: { id: ada } });
  expect(titlesOf(await next({})).toSorted()).toEqual(['Any', 'Given to the company']);
  expect((await next({ limit: '1' })).items).toHaveLength(1);
  const { ada: stranger } = await makeStock();
  await expect(next({ contactId: stranger })).rejects.toMatchObject({ code: 'not_found' });
});

test('two texts speak of the same by more than a common word', () => {
  expect(
    speakOfTheSame('The line-swap film: shorter change-overs, less downtime', 'downtime at change-over?'),
  ).toBe(true);
  expect(speakOfTheSame('About our company', 'What about the price there?')).toBe(false);
});

test('what a page must hold is asked in letters alone', () => {
  expect(pageQueryOf("'); drop table & | ! :* energy (prices)")).toMatch(/^[\p{L}:*&|() ]+$/u);
  expect(pageQueryOf('What about it?')).toBeNull();
});
