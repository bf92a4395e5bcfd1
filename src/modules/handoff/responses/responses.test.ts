import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { newTalks, startOfTest } from '../../conversations/conversations.test-support.ts';
import { correctConversation } from '../../conversations/correct-conversation.ts';
import { withdrawConversation } from '../../conversations/withdraw-conversation.ts';
import { appendInteractions, type NewInteraction } from '../../interactions/index.ts';
import { ensureStarterDefinitions } from '../../language/index.ts';
import { offerLead } from '../handoffs/offer-lead.ts';
import { followResponses } from './follow-responses.ts';
import { isOurResponse, wasReached } from './genuine-response.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const later = (hours: number) => new Date(startOfTest.getTime() + hours * 3_600_000);

async function place() {
  const talks = await newTalks(services);
  await ensureStarterDefinitions(services);
  const marketer = await talks.member('marketing');
  const seller = await talks.member('sales');
  const offer = async (contactId = talks.ada) =>
    (
      await talks.as(marketer, ({ tx, workspaceId, actor, userId, now }) =>
        offerLead({ tx, workspaceId, actor, userId, now }, { contactId, origin: 'hand' }),
      )
    ).handoffId;
  const append = async (row: Partial<NewInteraction>) => {
    const id = newId();
    await talks.within((tx) =>
      appendInteractions({
        tx,
        workspaceId: talks.workspaceId,
        now: services.now(),
        rows: [
          {
            id,
            kind: 'person',
            type: 'email_exchange',
            direction: 'outbound',
            contactId: talks.ada,
            occurredAt: services.now(),
            source: 'test',
            ...row,
          },
        ],
      }),
    );
    return id;
  };
  const follow = async () => {
    while ((await followResponses(services)) > 0);
  };
  const seen = async (handoffId: string) => {
    await follow();
    const row = await talks.within((tx) =>
      tx.first<{ attempts: number; first: Date | null; by: string | null; clock: string | null }>(sql`
        select h.attempts, h.first_response_at as first, h.first_response_interaction_id as by,
          (select state from sla_clock c where c.handoff_id = h.id and c.kind = 'first_response') as clock
        from handoff h where h.id = ${handoffId}`),
    );
    if (!row) throw new Error('no such hand-off');
    return row;
  };
  return { ...talks, marketer, seller, offer, append, follow, seen };
}

describe('the first genuine human response', () => {
  test('is what went out from us after the offer, and stops the clock', async () => {
    const { offer, append, seen } = await place();
    await append({ occurredAt: later(-1) });
    const handoffId = await offer();
    expect(await seen(handoffId)).toMatchObject({ attempts: 0, first: null, clock: 'running' });
    services.setNow(later(1));
    await append({ direction: 'inbound' });
    await append({ verified: false, flagReason: 'automatic_reply' });
    await append({ kind: 'content', type: 'email_sent' });
    expect(await seen(handoffId)).toMatchObject({ attempts: 0, first: null, clock: 'running' });
    services.setNow(later(2));
    const reply = await append({});
    expect(await seen(handoffId)).toMatchObject({
      attempts: 1,
      first: later(2),
      by: reply,
      clock: 'stopped',
    });
    services.setNow(later(3));
    await append({ type: 'call', properties: { outcome: 'No answer' } });
    expect(await seen(handoffId)).toMatchObject({ attempts: 2, first: later(2), by: reply });
  });

  test('counts for everybody who took part', async () => {
    const { offer, append, seen, bo, ada } = await place();
    const handoffId = await offer(bo);
    services.setNow(later(1));
    await append({ type: 'meeting', direction: null, contactId: ada, otherContactIds: [bo] });
    expect(await seen(handoffId)).toMatchObject({ attempts: 1, first: later(1), clock: 'stopped' });
  });

  test('that was logged late counts as of when it happened', async () => {
    const { offer, append, seen } = await place();
    const handoffId = await offer();
    services.setNow(later(5));
    await append({ occurredAt: later(4) });
    expect(await seen(handoffId)).toMatchObject({ attempts: 1, first: later(4) });
    services.setNow(later(9));
    const early = await append({ type: 'call', occurredAt: later(1) });
    expect(await seen(handoffId)).toMatchObject({ attempts: 2, first: later(1), by: early });
  });

  test('that is withdrawn never was, and the clock runs on to the moment it had', async () => {
    const { offer, log, as, seller, seen, within } = await place();
    const handoffId = await offer();
    services.setNow(later(1));
    const call = await log(seller, { direction: 'outbound' });
    expect(await seen(handoffId)).toMatchObject({ attempts: 1, first: later(1), clock: 'stopped' });
    services.setNow(later(2));
    await as(seller, (context) => withdrawConversation({ ...context, conversationId: call.id }));
    expect(await seen(handoffId)).toMatchObject({ attempts: 0, first: null, by: null, clock: 'running' });
    const dues = await within((tx) =>
      tx.first<{ same: boolean }>(sql`select c.due_at = h.response_due_at as same from sla_clock c
        join handoff h on h.id = c.handoff_id where h.id = ${handoffId} and c.kind = 'first_response'`),
    );
    expect(dues?.same).toBe(true);
  });

  test('that is corrected counts as it is now', async () => {
    const { offer, log, as, seller, seen } = await place();
    const handoffId = await offer();
    services.setNow(later(6));
    const call = await log(seller, { direction: 'outbound', occurredAt: later(5) });
    expect(await seen(handoffId)).toMatchObject({ attempts: 1, first: later(5) });
    await as(seller, (context) =>
      correctConversation({ ...context, conversationId: call.id, input: { occurredAt: later(2) } }),
    );
    expect(await seen(handoffId)).toMatchObject({ attempts: 1, first: later(2), clock: 'stopped' });
    await as(seller, (context) =>
      correctConversation({ ...context, conversationId: call.id, input: { occurredAt: later(-2) } }),
    );
    expect(await seen(handoffId)).toMatchObject({ attempts: 0, first: null, clock: 'running' });
  });

  test('is found although it was logged while the lead was being offered', async () => {
    const { offer, append, follow, seen } = await place();
    services.setNow(later(1));
    await append({});
    await follow();
    services.setNow(startOfTest);
    const handoffId = await offer();
    services.setNow(later(1));
    expect(await seen(handoffId)).toMatchObject({ attempts: 1, first: later(1), clock: 'stopped' });
  });

  test('is the same however often and in whichever order the log is followed', async () => {
    const { offer, append, seen, follow, within } = await place();
    const handoffId = await offer();
    services.setNow(later(3));
    await append({ occurredAt: later(2) });
    await append({ occurredAt: later(1) });
    const before = await seen(handoffId);
    await services.database.asSystem((tx) => tx.run(sql`update handoff_response_progress set position = 0`));
    await follow();
    expect(await seen(handoffId)).toEqual(before);
    expect(before).toMatchObject({ attempts: 2, first: later(1) });
    const events = await within((tx) =>
      tx.rows<{ what: string }>(
        sql`select what from handoff_event where handoff_id = ${handoffId} order by id`,
      ),
    );
    expect(events.map(({ what }) => what)).toEqual(['offered', 'responded', 'attempted']);
  });
});

describe('a talk', () => {
  const call = { type: 'call', direction: 'outbound' as const, durationMinutes: null };
  test.each([
    ['No answer', false],
    ['Left voicemail', false],
    ['left a message', false],
    ['nicht erreicht', false],
    ['Connected', true],
    ['they want an offer', true],
  ])('that ended with “%s” reached them: %s', (outcome, reached) => {
    expect(wasReached({ ...call, outcome })).toBe(reached);
  });
  test('is ours where it went out from us or both were there', () => {
    const said = { outcome: null, durationMinutes: null };
    expect(isOurResponse({ ...said, type: 'call', direction: 'outbound' })).toBe(true);
    expect(isOurResponse({ ...said, type: 'call', direction: 'inbound' })).toBe(true);
    expect(isOurResponse({ ...said, outcome: 'no answer', type: 'call', direction: 'inbound' })).toBe(false);
    expect(isOurResponse({ ...said, type: 'demo', direction: 'inbound' })).toBe(true);
    expect(isOurResponse({ ...said, type: 'meeting', outcome: 'No show', direction: null })).toBe(false);
    expect(isOurResponse({ ...said, type: 'email_exchange', direction: 'inbound' })).toBe(false);
    expect(isOurResponse({ ...said, type: 'email_exchange', direction: null })).toBe(false);
    const shared = { ...said, type: 'asset_shared', direction: 'outbound' as const };
    expect(isOurResponse({ ...shared, sentBy: 'copied' })).toBe(false);
    expect(isOurResponse({ ...shared, sentBy: 'liaison' })).toBe(true);
    expect(isOurResponse(shared)).toBe(true);
  });
});
