import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sessionsOf } from '../sessions/sessions-of.ts';
import { flaggedByReason } from './flagged-by-reason.ts';
import { reportSessions } from './sessions.ts';

let services: TestServices;
const workspaceId = newId();
const now = new Date('2026-06-12T12:00:00Z');

type Page = {
  id: string;
  visitor: string;
  occurredAt: Date;
  channel: string;
  url: string;
  reason: string | null;
};
const visitors = Array.from({ length: 12 }, () => newId());

/** Pages of three weeks by a rule of arithmetic: gaps of 1 to 59 minutes, a few flagged. */
function manyPages(): Page[] {
  const pages: Page[] = [];
  let at = Date.parse('2026-05-22T22:00:00Z');
  for (let index = 0; index < 600; index += 1) {
    at += (1 + ((index * 37) % 59)) * 60_000;
    pages.push({
      id: newId(),
      visitor: visitors[(index * 7) % 5 === 0 ? 0 : (index * 11) % visitors.length] ?? '',
      occurredAt: new Date(at),
      channel: ['Email', 'Direct', ''][index % 3] ?? '',
      url: `https://www.site-invented.com/${['', 'pricing', 'case-study'][index % 3]}?utm_source=${index}`,
      reason: index % 17 === 0 ? 'bot' : null,
    });
  }
  return pages;
}

const pages = manyPages();

beforeAll(async () => {
  services = await openTestServices();
  await services.clickhouse.insert({
    table: 'interaction',
    format: 'JSONEachRow',
    values: pages.map((page, index) => ({
      position: index + 1,
      id: page.id,
      workspace_id: workspaceId,
      received_at: clickHouseTime(page.occurredAt),
      occurred_at: clickHouseTime(page.occurredAt),
      kind: 'content',
      type: 'page_view',
      profile_id: page.visitor,
      channel: page.channel,
      verified: page.reason === null,
      flag_reason: page.reason ?? '',
      url: page.url,
    })),
  });
});
afterAll(() => services.close());

const clickHouseTime = (at: Date) => at.toISOString().slice(0, 23).replace('T', ' ');

test('the query counts the very sessions that sessionsOf makes', async () => {
  const report = await reportSessions({ clickhouse: services.clickhouse, workspaceId, weeks: 2, now });
  const monday = new Date('2026-06-01T00:00:00Z');
  const expected = sessionsOf(
    pages.filter(({ reason, occurredAt }) => reason === null && occurredAt <= now),
    ({ visitor }) => visitor,
  ).filter(({ startAt }) => startAt >= monday);
  expect(report.sessions).toBe(expected.length);
  expect(report.pages).toBe(expected.reduce((sum, session) => sum + session.pages.length, 0));
  expect(report.visitors).toBe(new Set(expected.map(({ visitor }) => visitor)).size);
  expect(report.weeks.map(({ week }) => week)).toContain('2026-06-01');
  for (const { week, channel, sessions } of report.weeks) {
    const from = Date.parse(week);
    const same = expected.filter(
      (session) =>
        (session.pages[0]?.channel || null) === channel &&
        session.startAt.getTime() >= from &&
        session.startAt.getTime() < from + 7 * 86_400_000,
    );
    expect(sessions, `${week} ${channel}`).toBe(same.length);
  }
  const landing = report.landingPages.find(({ page }) => page === 'site-invented.com/pricing');
  expect(landing?.sessions).toBe(
    expected.filter((session) => session.pages[0]?.url.includes('/pricing')).length,
  );
});

test('what was not counted is said by reason', async () => {
  const flagged = await flaggedByReason({ clickhouse: services.clickhouse, workspaceId, days: 366, now });
  const bots = pages.filter(({ reason }) => reason === 'bot');
  expect(flagged).toMatchObject({
    counted: pages.length - bots.length,
    notCounted: bots.length,
    reasons: [
      {
        reason: 'bot',
        text: 'a known bot or program',
        count: bots.length,
        latestAt: bots.at(-1)?.occurredAt,
      },
    ],
  });
});

test('where nothing is, everything is nought', async () => {
  const of = { clickhouse: services.clickhouse, workspaceId: newId(), now };
  expect(await reportSessions({ ...of, weeks: 4 })).toMatchObject({
    sessions: 0,
    weeks: [],
    landingPages: [],
  });
  expect(await flaggedByReason({ ...of, days: 30 })).toMatchObject({
    counted: 0,
    notCounted: 0,
    reasons: [],
  });
});
