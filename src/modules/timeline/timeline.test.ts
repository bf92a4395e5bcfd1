import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signInMember } from '../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import { createApp } from '../../app.ts';
import type { Role } from '../workspace/access.ts';

let services: TestServices;
let app: Hono;
beforeAll(async () => {
  services = await openTestServices();
  app = createApp({ services, projector: null });
});
afterAll(() => services.close());

const id = z.object({ id: z.string() });
const entry = z.object({
  what: z.string(),
  id: z.string(),
  type: z.string().optional(),
  subject: z.string().nullable().optional(),
  mark: z.string().optional(),
  words: z.string().optional(),
  undoId: z.string().nullable().optional(),
  person: z.object({ name: z.string(), title: z.string().nullable() }).nullable().optional(),
  participants: z.array(z.object({ name: z.string() })).optional(),
  account: z.object({ name: z.string() }).nullable().optional(),
  conversation: z.record(z.string(), z.unknown()).nullable().optional(),
});
const page = z.object({ items: z.array(entry), nextCursor: z.string().nullable(), position: z.number() });

async function open(role: Role = 'sales') {
  const { workspaceId } = await createTestWorkspace(services);
  const join = async (as: Role, name: string) => {
    const member = await signInMember(services, { workspaceId, role: as, name });
    const headers = { ...member.headers, 'liaison-workspace': workspaceId };
    const call = async (method: string, path: string, body?: object) => {
      const answer = await app.request(`/api/v1${path}`, {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await answer.text();
      return { status: answer.status, text, body: text === '' ? null : (JSON.parse(text) as unknown) };
    };
    const make = async (path: string, body: object) => {
      const made = await call('POST', path, body);
      expect(made.status, made.text).toBe(201);
      return made.body;
    };
    const list = async (query: string) => {
      const answer = await call('GET', `/timeline?${query}`);
      expect(answer.status, answer.text).toBe(200);
      return page.parse(answer.body);
    };
    return { call, make, list };
  };
  return { workspaceId, join, ...(await join(role, 'Grace')) };
}

const idOf = (made: unknown) => id.parse(made).id;

describe('what a timeline says of a conversation', () => {
  it('keeps private words for those who took part, and shows all that it took place', async () => {
    const { make, list, call, join } = await open();
    const contactId = idOf(
      await make('/contacts', { name: 'Ada Berg', title: 'CFO', email: 'ada@holm-invented.com' }),
    );
    const secret = 'salaries of the board';
    await make('/conversations', {
      type: 'call',
      contactIds: [contactId],
      private: true,
      subject: `About the ${secret}`,
      body: `They told me of the ${secret}.`,
      outcome: secret,
      exchanged: { topics: [{ text: secret }], questions: [{ text: `What of the ${secret}?` }] },
      nextStep: { text: `Think of the ${secret}`, on: '2026-01-05' },
    });
    const own = (await list(`contactId=${contactId}`)).items[0];
    expect(own).toMatchObject({ type: 'call', subject: `About the ${secret}` });
    expect(own?.conversation).toMatchObject({
      private: true,
      readable: true,
      topics: [secret],
      questions: [{ text: `What of the ${secret}?`, by: 'them', answered: false }],
      nextStep: { text: `Think of the ${secret}`, dueOn: '2026-01-05' },
      hasBody: true,
    });
    const admin = await join('admin', 'Someone else');
    const seen = (await admin.list(`contactId=${contactId}`)).items[0];
    expect(seen).toMatchObject({ type: 'call', subject: null, person: { name: 'Ada Berg' } });
    expect(seen?.conversation).toMatchObject({ private: true, readable: false, topics: [], nextStep: null });
    for (const path of [
      `/timeline?contactId=${contactId}&verified=all`,
      `/timeline?q=salaries`,
      `/timeline/newer?after=0`,
      `/timeline/summary?contactId=${contactId}`,
      `/interactions?contactId=${contactId}&unverified=true`,
    ]) {
      const answer = await admin.call('GET', path);
      expect(answer.status).toBe(200);
      expect(answer.text, path).not.toContain('salaries');
    }
    expect((await call('GET', `/timeline/summary?contactId=${contactId}`)).text).toContain('salaries');
  });

  it('names everyone who was there, and lists it with each of them', async () => {
    const { make, list } = await open();
    const accountId = idOf(await make('/accounts', { name: 'Holmwerk' }));
    const [ada, bo] = [
      idOf(await make('/contacts', { name: 'Ada Berg', accountId })),
      idOf(await make('/contacts', { name: 'Bo Lund' })),
    ];
    await make('/conversations', { type: 'meeting', contactIds: [ada, bo], subject: 'Pumps' });
    const ofBo = (await list(`contactId=${bo}`)).items;
    expect(ofBo).toMatchObject([
      {
        subject: 'Pumps',
        participants: [{ name: 'Ada Berg' }, { name: 'Bo Lund' }],
        account: { name: 'Holmwerk' },
      },
    ]);
    expect((await list(`accountId=${accountId}&personId=${bo}`)).items.map((item) => item.id)).toEqual(
      ofBo.map((item) => item.id),
    );
  });

  it('finds it by everyone of ours who was there', async () => {
    const { make, list } = await open();
    const contactId = idOf(await make('/contacts', { name: 'Ada Berg' }));
    const [first, second] = [
      idOf(await make('/teammates', { name: 'Hedy' })),
      idOf(await make('/teammates', { name: 'Joan' })),
    ];
    await make('/conversations', { type: 'demo', contactIds: [contactId], teammateIds: [first, second] });
    await make('/conversations', { type: 'call', contactIds: [contactId], teammateIds: [first] });
    const types = async (query: string) => (await list(query)).items.map(({ type }) => type).sort();
    expect(await types(`teammateId=${first}`)).toEqual(['call', 'demo']);
    expect(await types(`teammateId=${second}`)).toEqual(['demo']);
    expect(await types(`contactId=${contactId}&teammateId=${second}`)).toEqual(['demo']);
  });

  it('leaves out what was corrected and withdrawn', async () => {
    const { make, list, call } = await open();
    const contactId = idOf(await make('/contacts', { name: 'Ada Berg' }));
    const made = z
      .object({ conversation: id })
      .parse(await make('/conversations', { type: 'call', contactIds: [contactId], subject: 'First' }));
    const path = `/conversations/${made.conversation.id}`;
    expect((await call('PATCH', path, { subject: 'Second', type: 'demo' })).status).toBe(200);
    const subjects = async () =>
      (await list(`contactId=${contactId}`)).items.map(({ type, subject }) => [type, subject]);
    expect(await subjects()).toEqual([['demo', 'Second']]);
    const withdrawn = await call('POST', `${path}/withdrawal`, {});
    expect(withdrawn.status, withdrawn.text).toBeLessThan(300);
    expect(await subjects()).toEqual([]);
  });
});

describe('marks', () => {
  it('tell changes of lifecycle, buying stage, deal stage and owner, in words', async () => {
    const { make, list, call } = await open('admin');
    const teammateId = idOf(await make('/teammates', { name: 'Hedy' }));
    const accountId = idOf(await make('/accounts', { name: 'Holmwerk' }));
    const contactId = idOf(await make('/contacts', { name: 'Ada Berg', accountId }));
    await make(`/contacts/${contactId}/stage-changes`, {
      outcome: 'reached',
      stage: 'mql',
      reason: 'asked for a demo',
    });
    await make('/buying-stage-changes', { contactId, stage: 'solution', reason: 'compares us' });
    await call('PATCH', `/contacts/${contactId}`, { ownerId: teammateId });
    const opportunityId = idOf(
      await make('/opportunities', {
        name: 'Pumps',
        accountId,
        stage: 'Proposal',
        buyingGroup: [{ contactId }],
      }),
    );
    const words = async (query: string) =>
      (await list(query)).items.flatMap((item) => (item.what === 'mark' ? [item.words] : [])).sort();
    const ofContact = [
      'Buying stage: Solution',
      'Deal in Proposal',
      'Owner: Hedy',
      'Reached MQL',
      'Reached Opportunity',
    ];
    expect(await words(`contactId=${contactId}`)).toEqual(ofContact);
    expect(await words('')).toEqual(ofContact);
    expect(await words(`accountId=${accountId}`)).toEqual(
      ofContact.filter((each) => !each.startsWith('Owner')),
    );
    expect(await words(`opportunityId=${opportunityId}`)).toEqual(
      ofContact.filter((each) => !each.startsWith('Owner')),
    );
    expect(await words(`contactId=${contactId}&kind=content`)).toEqual(ofContact);
    expect(await words(`contactId=${contactId}&types=call`)).toEqual([]);
    expect(await words(`contactId=${contactId}&marks=false`)).toEqual([]);
  });

  it('can be undone where they are a buying stage', async () => {
    const { make, list } = await open();
    const contactId = idOf(await make('/contacts', { name: 'Ada Berg' }));
    await make('/buying-stage-changes', { contactId, stage: 'education' });
    await make('/buying-stage-changes', { contactId, stage: 'selection' });
    const [latest] = (await list(`contactId=${contactId}`)).items;
    expect(latest).toMatchObject({ words: 'Buying stage: Selection' });
    await make(`/buying-stage-changes/${latest?.undoId}/reversal`, { reason: 'misheard' });
    expect((await list(`contactId=${contactId}`)).items.map(({ words }) => words)).toEqual([
      'Buying stage: Education',
    ]);
  });
});

describe('a question that cannot be answered', () => {
  it.each([
    ['cursor=nonsense', 400],
    ['cursor=WyJub3cnIiwieCJd', 400],
    ['limit=201', 400],
    ['verified=perhaps', 400],
    ['from=never', 400],
    ['q=a', 400],
    ['contactId=0197a000-0000-7000-8000-000000000000&accountId=0197a000-0000-7000-8000-000000000000', 400],
    ['contactId=0197a000-0000-7000-8000-000000000000', 404],
    ['personId=0197a000-0000-7000-8000-000000000000', 404],
    ['opportunityId=0197a000-0000-7000-8000-000000000000', 404],
  ])('%s: %i', async (query, status) => {
    const { call } = await open();
    const answer = await call('GET', `/timeline?${query}`);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ detail: expect.any(String) });
  });
});

describe('the sentence on top', () => {
  it('says what stands in the log', async () => {
    const { make, call } = await open();
    const contactId = idOf(
      await make('/contacts', { name: 'Ada Berg', title: 'CFO', email: 'ada@lund-invented.com' }),
    );
    const now = Date.parse(`${new Date().toISOString().slice(0, 10)}T12:00:00Z`);
    services.setNow(new Date(now));
    for (const hours of [5, 30]) {
      await make('/interactions', {
        kind: 'content',
        type: 'page_view',
        contactId,
        subject: 'Pricing',
        occurredAt: new Date(now - hours * 3_600_000).toISOString(),
      });
    }
    const answer = await call('GET', `/timeline/summary?contactId=${contactId}`);
    const { parts } = z
      .object({ parts: z.array(z.object({ part: z.string(), text: z.string().optional() })) })
      .parse(answer.body);
    expect(parts.map(({ text }) => text).join('')).toBe(
      'The CFO has read “Pricing” twice this week; nobody looks after them.',
    );
    const whole = await call('GET', '/timeline/summary');
    expect(whole.text).toContain('Ada Berg');
  });
});
