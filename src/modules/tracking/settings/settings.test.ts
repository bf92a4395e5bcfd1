import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Actor } from '../../workspace/index.ts';
import type { ChannelRule } from '../classify/channel-rules.ts';
import { classifierOf, forgetClassifier } from '../classify/classifier-of.ts';
import { defaultChannelRules } from '../classify/default-channels.ts';
import type { JudgedEvent } from '../classify/types.ts';
import { changeChannels } from './change-channels.ts';
import { changeExclusions, type ExclusionChanges } from './change-exclusions.ts';
import { findArrivals } from './find-arrivals.ts';
import { readTrackingSettings } from './read-settings.ts';
import { tryChannels } from './try-channels.ts';

let services: TestServices;
let workspaceId: string;
let actor: Actor;

beforeAll(async () => {
  services = await openTestServices();
});
beforeEach(async () => {
  ({ workspaceId, actor } = await createTestWorkspace(services));
});
afterAll(() => services.close());

const now = new Date('2026-06-03T10:00:00Z');
const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
const read = () => inWorkspace((tx) => readTrackingSettings(tx, workspaceId));
const saveRules = (rules: ChannelRule[] | null, internalHosts?: string[]) =>
  inWorkspace((tx) =>
    changeChannels({ tx, workspaceId, actor, now, rules, ...(internalHosts ? { internalHosts } : {}) }),
  );
const saveLists = (changes: ExclusionChanges) =>
  inWorkspace((tx) => changeExclusions({ tx, workspaceId, actor, now, changes }));
const audits = () =>
  inWorkspace((tx) =>
    tx.rows<{ action: string; changes: Record<string, unknown> }>(
      sql`select action, changes from audit_entry where workspace_id = ${workspaceId} order by id`,
    ),
  );

const fair: ChannelRule = {
  id: 'fair',
  channel: 'Event',
  allOf: [[{ field: 'source', operator: 'is', values: ['fair'] }]],
};

const visit: JudgedEvent = {
  call: 'page',
  url: 'https://site-invented.com/?utm_source=fair',
  referrer: null,
  campaign: { source: 'fair', medium: null, name: null, term: null, content: null },
  userAgent: null,
  ip: '203.0.113.9',
  email: null,
  request: { origin: null, purpose: null, isMember: false },
};

test("a workspace that has said nothing takes Liaison's own", async () => {
  const { channels, exclusions } = await read();
  expect(channels.rules).toEqual(defaultChannelRules);
  expect(channels.isDefault).toBe(true);
  expect(exclusions).toMatchObject({ staffEmails: [], staffMembers: true, scannersAreDefault: true });
  expect(exclusions.scannerNetworks.length).toBeGreaterThan(10);
});

test('a changed table is kept, written down rule by rule, and can be taken back', async () => {
  const changed = await saveRules([fair, ...defaultChannelRules.slice(1)], ['pay-invented.com']);
  expect(changed).toMatchObject({
    isDefault: false,
    internalHosts: ['pay-invented.com'],
    changedBy: 'test',
    changedAt: now,
  });
  expect((await read()).channels.rules.map(({ id }) => id).slice(0, 2)).toEqual(['fair', 'cross-network']);
  const reset = await saveRules(null);
  expect(reset).toMatchObject({
    isDefault: true,
    rules: defaultChannelRules,
    internalHosts: ['pay-invented.com'],
  });
  const [first, second] = await audits();
  expect(first).toMatchObject({
    action: 'channel_table.updated',
    changes: {
      fair: { from: null, to: 'Event: source is fair' },
      direct: { to: null },
      internalHosts: { from: [], to: ['pay-invented.com'] },
    },
  });
  expect(second?.action).toBe('channel_table.reset');
});

test('another order of the same rules is a change of its own; the same table again is none', async () => {
  const turned = defaultChannelRules.toReversed();
  await saveRules(turned);
  await saveRules(turned);
  const written = await audits();
  expect(written).toHaveLength(1);
  expect(Object.keys(written[0]?.changes ?? {})).toEqual(['order']);
});

test('only the lists that are named change', async () => {
  await saveLists({ staffEmails: ['ada@home-invented.com'], staffNetworks: ['203.0.113.0/24'] });
  await saveLists({ scannerAgents: ['our own scanner'] });
  const { exclusions } = await read();
  expect(exclusions).toMatchObject({
    staffEmails: ['ada@home-invented.com'],
    staffNetworks: ['203.0.113.0/24'],
    scannerAgents: ['our own scanner'],
    scannersAreDefault: false,
  });
  const back = await saveLists({ scannerAgents: null, staffEmails: [] });
  expect(back).toMatchObject({ staffEmails: [], scannersAreDefault: true });
  expect(back.scannerAgents).toContain('mimecast');
  expect((await audits()).map(({ action }) => action)).toEqual([
    'tracking_exclusions.updated',
    'tracking_exclusions.updated',
    'tracking_exclusions.updated',
  ]);
});

test('a network that is none is refused, and says which', async () => {
  await expect(saveLists({ staffNetworks: ['203.0.113.0/24', 'the office'] })).rejects.toThrow(/the office/);
  expect((await read()).exclusions.staffNetworks).toEqual([]);
});

test('the judge knows a change at once in this process, and within five seconds in others', async () => {
  services.setNow(now);
  const judged = async () => (await classifierOf(services, workspaceId)).classify(visit);
  expect(await judged()).toEqual({ channel: 'Unassigned', verified: true, flagReason: null });
  await saveRules([fair]);
  await saveLists({ staffNetworks: ['203.0.113.0/24'] });
  expect((await judged()).channel).toBe('Unassigned');
  services.setNow(new Date(now.getTime() + 5_000));
  expect(await judged()).toEqual({ channel: 'Event', verified: false, flagReason: 'staff_network' });
  await saveRules(null);
  forgetClassifier(services, workspaceId);
  expect((await judged()).channel).toBe('Unassigned');
});

test("a colleague's device is known by what it once said, in pages that say no address", async () => {
  const ids = { account: newId(), insider: newId(), freelancer: newId(), buyer: newId() };
  await inWorkspace(async (tx) => {
    await tx.run(sql`insert into account (id, workspace_id, name, domain) values
      (${ids.account}, ${workspaceId}, 'Watteline', 'watteline-invented.com')`);
    for (const [name, email, accountId] of [
      ['insider', 'ada@watteline-invented.com', ids.account],
      ['freelancer', 'Bo@Home-Invented.com', null],
      ['buyer', 'cy@holmwerk-invented.com', null],
    ] as const) {
      const profileId = newId();
      await tx.run(sql`insert into contact (id, workspace_id, name, email, account_id)
        values (${ids[name]}, ${workspaceId}, ${name}, ${email}, ${accountId})`);
      await tx.run(sql`insert into profile (id, workspace_id, anonymous_id, first_seen_at, last_seen_at)
        values (${profileId}, ${workspaceId}, ${`device of ${name}`}, now(), now())`);
      await tx.run(sql`insert into profile_binding (id, workspace_id, profile_id, contact_id)
        values (${newId()}, ${workspaceId}, ${profileId}, ${ids[name]})`);
    }
  });
  const judged = async (name: string) =>
    (await classifierOf(services, workspaceId)).classify({ ...visit, profileKey: `device of ${name}` })
      .flagReason;
  expect(await judged('insider')).toBeNull();
  await saveLists({ staffDomains: ['watteline-invented.com'], staffEmails: ['bo@home-invented.com'] });
  forgetClassifier(services, workspaceId);
  expect(await judged('insider')).toBe('staff_domain');
  expect(await judged('freelancer')).toBe('staff_email');
  expect(await judged('buyer')).toBeNull();
});

test('a trial says which rule decides, and what the others say', () => {
  const trial = tryChannels({
    url: 'https://site-invented.com/?utm_source=google&utm_medium=cpc',
    referrer: 'google.com',
    rules: defaultChannelRules,
    internalHosts: [],
  });
  expect(trial).toMatchObject({
    source: 'google',
    medium: 'cpc',
    kind: 'search',
    referrerHost: 'google.com',
    channel: 'Paid Search',
    ruleId: 'paid-search',
  });
  expect(trial.rules.filter(({ holds }) => holds).map(({ ruleId }) => ruleId)).toEqual([
    'paid-search',
    'paid-other',
    'organic-search',
  ]);
  const internal = tryChannels({
    url: 'https://site-invented.com/',
    referrer: 'https://site-invented.com/',
    rules: defaultChannelRules,
    internalHosts: [],
  });
  expect(internal).toMatchObject({ internal: true, channel: null, ruleId: null });
});

test('the first event and the latest are found, whatever else is in the log', async () => {
  expect(await inWorkspace(findArrivals)).toEqual({ first: null, latest: null });
  const append = (source: string, minutes: number, subject: string, sentLater = 0) =>
    inWorkspace((tx) =>
      tx.run(sql`insert into interaction (id, workspace_id, received_at, occurred_at, kind, type, source, subject, verified, flag_reason, context)
        values (${newId()}, ${workspaceId}, now() - ${minutes - sentLater}::int * interval '1 minute',
          now() - ${minutes}::int * interval '1 minute', 'content', 'page_view',
          ${source}, ${subject}, ${subject !== 'second'}, ${subject === 'second' ? 'bot' : null}, '{"library":{"name":"liaison.js"}}')`),
    );
  await append('import', 50, 'imported');
  await append('tracking', 300, 'of the past', 290);
  await append('tracking', 40, 'first');
  await append('tracking', 20, 'second');
  await append('import', 1, 'imported too');
  await inWorkspace((tx) =>
    tx.run(sql`insert into log_count (workspace_id, day, door, received, accepted)
      values (${workspaceId}, (now() at time zone 'UTC')::date, 'tracking', 2, 2)`),
  );
  const { first, latest } = await inWorkspace(findArrivals);
  expect(first).toMatchObject({ subject: 'first', library: 'liaison.js', verified: true, contact: null });
  expect(latest).toMatchObject({ subject: 'second', verified: false, flagReason: 'bot' });
});
