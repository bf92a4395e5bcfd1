import type { Hono } from 'hono';
import { z } from 'zod';
import { calendarOf, eventOf } from '../../src/modules/conversations/calendar/calendar.test-support.ts';
import { receiveMail } from '../../src/modules/conversations/mail/receive-mail.ts';
import { tell } from '../../src/modules/notices/index.ts';
import { type Permission, permissionNames, type Role } from '../../src/modules/workspace/access.ts';
import { newId } from '../../src/platform/ids.ts';
import { sql } from '../../src/platform/postgres/database.ts';
import { type SignedIn, signInMember } from './people.ts';
import type { TestServices } from './services.ts';
import { createTestWorkspace } from './workspace.ts';

/** A workspace with one record of every kind that a route names by its id; keys are the routes' parameters. */
export type PeopledWorkspace = {
  workspaceId: string;
  records: Record<string, string>;
  sessionHeaders(role: Role): Promise<Record<string, string>>;
  tokenWith(permission: Permission): Promise<string>;
  tokenWithout(permission: Permission): Promise<string>;
};

export async function peopleWorkspace(
  services: TestServices,
  app: Hono,
  name: string,
): Promise<PeopledWorkspace> {
  const { workspaceId } = await createTestWorkspace(services, { name });
  const admin = await signInMember(services, { workspaceId, role: 'admin' });
  const call = caller(app, { ...admin.headers, 'liaison-workspace': workspaceId });
  const sessions = new Map<Role, Promise<SignedIn>>([['admin', Promise.resolve(admin)]]);
  const tokens = new Map<string, Promise<string>>();
  const token = (scopes: readonly Permission[]) => {
    const key = scopes.join(' ');
    const made =
      tokens.get(key) ??
      call('POST', '/api-tokens', { name: key.slice(0, 50), scopes }).then(field('secret'));
    tokens.set(key, made);
    return made;
  };
  return {
    workspaceId,
    records: {
      ...(await makeRecords(call, name)),
      deadLetterId: await makeDeadLetter(app, call, name),
      ...(await makeDefinition(call, name)),
      ...(await makeRouting(call, name)),
      ...(await makeHandoff(call, name)),
      ...(await makeContent(call, name)),
      ...(await makeCampaign({ services, call, workspaceId, name })),
      ...(await makeBoard(call)),
      ...(await makeNotices({ services, call, workspaceId, userId: admin.userId })),
      ...(await makeMailAndCalendar({ services, app, call, headers: admin.headers, workspaceId, name })),
    },
    sessionHeaders: async (role) => {
      const session = sessions.get(role) ?? signInMember(services, { workspaceId, role });
      sessions.set(role, session);
      return (await session).headers;
    },
    tokenWith: (permission) => token([permission]),
    tokenWithout: (permission) => token(permissionNames.filter((each) => each !== permission)),
  };
}

type Call = (method: string, path: string, body?: object) => Promise<unknown>;

function caller(app: Hono, headers: Record<string, string>): Call {
  return async (method, path, body) => {
    const answer = await app.request(`/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  };
}

/** Reads a text from an answer, also one level down (`{ contact: { id } }`). */
function field(name: string): (answer: unknown) => string {
  return (answer) => {
    const found = find(answer, name, 2);
    if (found === null) throw new Error(`no ${name} in ${JSON.stringify(answer)}`);
    return found;
  };
}

function find(value: unknown, name: string, depth: number): string | null {
  if (typeof value !== 'object' || value === null || depth < 0) return null;
  const entries = Object.entries(value);
  const own = entries.find(([key, each]) => key === name && typeof each === 'string')?.[1];
  if (typeof own === 'string') return own;
  for (const [, each] of entries) {
    const deeper = find(each, name, depth - 1);
    if (deeper !== null) return deeper;
  }
  return null;
}

/** Something that a person was told, and that waits to be told to another program. */
async function makeNotices(options: {
  services: TestServices;
  call: Call;
  workspaceId: string;
  userId: string;
}): Promise<Record<string, string>> {
  const { services, call, workspaceId, userId } = options;
  const url = 'https://8.8.8.8/never-asked';
  const made = await call('POST', '/webhooks', { name: 'channel', url, kinds: ['offered'] });
  await services.database.inWorkspace(workspaceId, (tx) =>
    tell(tx, {
      workspaceId,
      now: services.now(),
      key: 'walk',
      kind: 'offered',
      to: { userIds: [userId] },
      title: 'A lead is offered to you',
      text: '',
      href: '/handoffs',
      urgency: 'now',
    }),
  );
  const webhookId = field('id')(made);
  return {
    webhookId,
    webhookDeliveryId: field('id')(await call('GET', `/webhooks/${webhookId}/deliveries`)),
    noticeId: field('id')(await call('GET', '/notices')),
  };
}

/** An event that nobody is named in is kept as a dead letter. */
async function makeDeadLetter(app: Hono, call: Call, name: string): Promise<string> {
  const writeKey = field('key')(await call('POST', '/write-keys', { name: `${name} other site` }));
  await app.request('/v1/track', { method: 'POST', body: JSON.stringify({ writeKey, event: 'Seen' }) });
  return field('id')(await call('GET', '/dead-letters'));
}

/** A word of one's own, as a draft. */
async function makeDefinition(call: Call, name: string): Promise<Record<string, string>> {
  const body = { kind: 'term', word: `Fit for ${name}`, meaning: 'one whom we can serve' };
  const made = z
    .object({ id: z.string(), versions: z.tuple([z.object({ id: z.string() })]) })
    .parse(await call('POST', '/definitions', { body }));
  const definitionId = made.id;
  const versionId = made.versions[0].id;
  const asked = { definitionId, text: `What does ${name} mean by that?` };
  const objection = { side: 'sales', reason: 'too wide' };
  const other = await call('POST', `/definitions/${definitionId}/versions`, {
    body: { ...body, meaning: 'one who fits' },
  });
  const otherId = field('id')(other);
  const at = `/definitions/${definitionId}/versions/${otherId}`;
  await call('POST', `${at}/proposal`, {});
  const objected = z
    .object({ objections: z.tuple([z.object({ id: z.string() })]) })
    .parse(await call('POST', `${at}/objections`, objection));
  return {
    definitionId,
    versionId,
    objectionId: objected.objections[0].id,
    askedId: field('id')(await call('POST', '/questions', asked)),
  };
}

/** A piece of the library, a link to it, a file on its way, and what is missing. */
async function makeContent(call: Call, name: string): Promise<Record<string, string>> {
  const id = field('id');
  const piece = { title: `Piece of ${name}`, url: `https://${name}.example/pricing` };
  const assetId = id(await call('POST', '/assets', piece));
  return {
    assetId,
    linkId: id(await call('POST', '/links', { assetIds: [assetId] })),
    contentRequestId: id(await call('POST', '/content-requests', { text: 'A sheet on prices' })),
    contentDecisionId: id(
      await call('POST', '/content/decisions', {
        kind: 'make',
        persona: 'Finance',
        buyingStage: 'selection',
      }),
    ),
    uploadId: id(await call('POST', '/asset-uploads', { fileName: 'paper.pdf', fileBytes: 4 })),
  };
}

/** A lead that is offered, and help that is asked for. */
async function makeHandoff(call: Call, name: string): Promise<Record<string, string>> {
  const id = field('id');
  const contactId = id(await call('POST', '/contacts', { name: `Lead of ${name}` }));
  const request = { kind: 'help', contactId, text: 'What did they read?' };
  return {
    handoffId: id(await call('POST', '/handoffs', { contactId })),
    handoffRequestId: id(await call('POST', '/handoff-requests', request)),
  };
}

/** A campaign, which comes in by import alone, what is claimed for it, and what a currency is worth. */
async function makeCampaign(options: {
  services: TestServices;
  call: Call;
  workspaceId: string;
  name: string;
}): Promise<Record<string, string>> {
  const { services, call, workspaceId, name } = options;
  const campaignId = newId();
  await services.database.inWorkspace(workspaceId, (tx) =>
    tx.run(
      sql`insert into campaign (id, workspace_id, name) values (${campaignId}, ${workspaceId}, ${`Campaign of ${name}`})`,
    ),
  );
  const claim = { campaignId, metric: 'wins', count: 2, from: '2026-01-01', to: '2026-03-31' };
  const rate = { currency: 'CHF', validFrom: '2026-01-01', rate: 1.05 };
  const days = { fromOn: '2026-01-01', toOn: '2026-01-31' };
  const cost = { subject: 'campaign', recordId: campaignId, ...days, amountMinor: 1_000 };
  return {
    campaignId,
    claimId: field('id')(await call('POST', '/results/claims', claim)),
    currencyRateId: field('id')(await call('POST', '/results/currency-rates', rate)),
    costId: field('id')(await call('POST', '/results/costs', cost)),
  };
}

/** A page of the board that was kept, when it goes out, and somebody outside who should get it. */
async function makeBoard(call: Call): Promise<Record<string, string>> {
  const id = field('id');
  return {
    boardReportId: id(await call('POST', '/results/board/reports', {})),
    boardScheduleId: id(await call('POST', '/results/board/schedules', { cadence: 'weekly' })),
    boardAddressId: id(
      await call('POST', '/results/board/addresses', { name: 'Ruth', address: 'ruth@board.example' }),
    ),
  };
}

/** Somebody away, and a pool to which a rule leads. */
async function makeRouting(call: Call, name: string): Promise<Record<string, string>> {
  const id = field('id');
  const away = id(await call('POST', '/teammates', { name: `Away of ${name}`, side: 'sales' }));
  const absence = { from: '2099-01-01', to: '2099-01-02' };
  const poolId = id(await call('POST', '/routing/pools', { name: `Pool of ${name}` }));
  const rule = {
    name: `Rule of ${name}`,
    rule: { combinator: 'and', rules: [{ field: 'contact.name', operator: 'notNull', value: null }] },
    target: { kind: 'pool', poolId },
  };
  return {
    poolId,
    absenceId: id(await call('POST', `/routing/sellers/${away}/absences`, absence)),
    routingRuleId: id(await call('POST', '/routing/rules', rule)),
  };
}

/** A mail in the tray with a file, and a calendar with a meeting whose people nobody knows. */
async function makeMailAndCalendar(options: {
  services: TestServices;
  app: Hono;
  call: Call;
  headers: Record<string, string>;
  workspaceId: string;
  name: string;
}): Promise<Record<string, string>> {
  const { services, app, call, headers, workspaceId, name } = options;
  const raw = [
    `From: someone@${name}-strangers.com`,
    'Subject: Hello',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b\r\n\r\nwith a file',
    '--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\na\r\n--b--',
  ];
  await receiveMail({ services, workspaceId, raw: Buffer.from(raw.join('\r\n')) });
  const mailId = field('id')(await call('GET', '/mails'));
  const mail = z.object({ attachments: z.array(z.object({ id: z.string() })) });
  const { attachments } = mail.parse(await call('GET', `/mails/${mailId}`));
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
  const calendar = calendarOf([
    eventOf({
      uid: `visit of ${name}`,
      start: `:${yesterday}T090000Z`,
      end: `:${yesterday}T100000Z`,
      attendees: [`someone@${name}-strangers.com`],
    }),
  ]);
  const form = new FormData();
  form.set('data', new File([calendar], 'work.ics', { type: 'text/calendar' }));
  const uploaded = await app.request('/api/v1/calendars/uploads', { method: 'POST', headers, body: form });
  return {
    mailId,
    attachmentId: attachments[0]?.id ?? '',
    calendarId: field('id')(await uploaded.json()),
    meetingId: field('id')(await call('GET', '/calendar-meetings?state=unknown_people')),
  };
}

async function makeRecords(call: Call, name: string): Promise<Record<string, string>> {
  const id = field('id');
  const accountId = id(await call('POST', '/accounts', { name: `${name} works` }));
  const contact = (email: string) =>
    call('POST', '/contacts', { name: `Someone of ${name}`, email, accountId }).then(id);
  const contactId = await contact(`kept@${name}-works.com`);
  const twinId = await contact(`twin@${name}-works.com`);
  const merge = await call('POST', '/contact-merges', { keptId: contactId, mergedId: twinId });
  const opportunityId = id(
    await call('POST', '/opportunities', { name: `${name} deal`, accountId, contacts: [{ contactId }] }),
  );
  await call('POST', `/contacts/${contactId}/stage-changes`, {
    outcome: 'reached',
    stage: 'mql',
    reason: 'asked for a demo',
  });
  const history = await call('GET', `/contacts/${contactId}/stage-changes`);
  await call('POST', '/findings/refresh', {});
  const findings = await call('GET', '/findings');
  const members = await call('GET', '/members');
  const device = async (anonymousId: string) => {
    const email = `kept@${name}-works.com`;
    await call('POST', '/interactions', { kind: 'content', type: 'page_view', email, anonymousId });
    return field('profileId')(await call('GET', `/contacts/${contactId}/profiles`));
  };
  const lostId = await device('lost phone');
  const withdrawal = await call('POST', `/profiles/${lostId}/withdrawals`, { contactId });
  await call('POST', '/accounts', { name: `${name} Steel Mills`, domain: `${name}-mills.com` });
  await call('POST', '/accounts', { name: `${name} Stele Mill` });
  await call('POST', '/account-matches/refresh', {});
  const talk = () =>
    call('POST', '/conversations', {
      type: 'call',
      contactIds: [contactId],
      exchanged: { questions: [{ text: 'How long does the change-over take?' }] },
      nextStep: { text: 'Send the answer' },
    });
  const conversationId = id(await talk());
  const otherConversationId = id(await talk());
  const ledger = z
    .object({ fromThem: z.object({ openQuestions: z.array(z.object({ id: z.string() })) }) })
    .parse(await call('GET', `/contacts/${contactId}/ledger`));
  return {
    accountId,
    conversationId,
    otherConversationId,
    questionId: id(ledger.fromThem.openQuestions[0]),
    matchId: id(await call('GET', '/account-matches')),
    contactId,
    otherContactId: await contact(`other@${name}-works.com`),
    otherAccountId: id(await call('POST', '/accounts', { name: `other ${name} works` })),
    opportunityId,
    mergeId: field('mergeId')(merge),
    stageChangeId: field('id')(history),
    buyingStageChangeId: id(
      await call('POST', '/buying-stage-changes', { contactId, stage: 'education', reason: 'asked why' }),
    ),
    findingId: id(findings),
    withdrawalId: field('withdrawalId')(withdrawal),
    profileId: await device('laptop'),
    memberId: id(members),
    teammateId: id(await call('POST', '/teammates', { name: `Seller of ${name}` })),
    customFieldId: id(
      await call('POST', '/custom-fields', {
        recordType: 'contact',
        key: 'shoe_size',
        label: 'Shoe size',
        type: 'number',
      }),
    ),
    savedViewId: id(
      await call('POST', '/saved-views', { page: 'contacts', name: `${name} view`, state: {}, shared: true }),
    ),
    writeKeyId: id(await call('POST', '/write-keys', { name: `${name} site` })),
    apiTokenId: id(await call('POST', '/api-tokens', { name: 'for nothing', scopes: ['people:read'] })),
    invitationId: id(await call('POST', '/invitations', { email: `new@${name}-works.com`, role: 'viewer' })),
    sampleLoadId: id(await call('POST', '/sample-company', { seed: 1, scale: 0.01 })),
    importId: id(
      await call('POST', '/imports', {
        name: 'people',
        mapping: { name: 'people', system: 'walk', records: { contact: { id: 'id' } } },
        files: [{ name: 'people.csv', size: 5 }],
      }),
    ),
  };
}
