import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { runSampleLoad, startSampleLoad } from './load-sample-company.ts';
import { simulate } from './simulator/simulate.ts';

const now = new Date('2026-06-03T12:00:00Z');
const endAt = new Date('2026-06-03T00:00:00Z');
const scale = 0.3;
let services: TestServices;
let within: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
let workspaceId: string;

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
  const made = await createTestWorkspace(services);
  workspaceId = made.workspaceId;
  within = (work) => services.database.inWorkspace(workspaceId, work);
  await loadAt(scale, made.actor);
}, 120_000);
afterAll(() => services.close());

async function loadAt(wanted: number, actor: Awaited<ReturnType<typeof createTestWorkspace>>['actor']) {
  const load = await within((tx) =>
    startSampleLoad({ tx, workspaceId, actor, seed: 7, scale: wanted, endAt: undefined, now }),
  );
  await runSampleLoad(services, { workspaceId, loadId: load.id, onRecordsIn: async () => {} });
}

const told = [...simulate({ seed: 7, scale, endAt }).accounts()].flatMap(({ handoffs }) => handoffs);

test('every hand-off of the story is there once, in its state, with its round, packet, tries and dates', async () => {
  const rows = await within((tx) =>
    tx.rows<{ state: string; n: number }>(sql`select state, count(*) as n from handoff group by 1`),
  );
  const counted = Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  const was = (status: string) => told.filter((one) => one.status === status).length;
  const zero = { offered: 0, rejected: 0, recycled: 0, expired: 0 };
  expect({ ...zero, ...counted }).toMatchObject({
    offered: was('waiting'),
    rejected: was('rejected'),
    recycled: was('recycled'),
    expired: was('expired'),
  });
  const { accepted: working = 0, returned = 0, converted = 0 } = counted;
  expect(working + returned + converted).toBe(was('accepted'));
  const sums = await within((tx) =>
    tx.first<Record<string, number>>(sql`select count(*) as n, sum(cardinality(packet_items)) as items,
      sum(attempts) as attempts, count(first_response_at) as responded, count(previous_id) as again,
      count(*) filter (where owner_id is null or marketer_id is null) as ownerless,
      (select count(*) from handoff_attempt) as tries,
      (select count(*) from handoff_event where what = 'offered') as offered_events,
      (select count(*) from handoff_event where what = 'accepted') as accepted_events from handoff`),
  );
  expect(sums).toEqual({
    n: told.length,
    items: told.reduce((sum, { packet }) => sum + packet.length, 0),
    attempts: told.reduce((sum, { attempts }) => sum + attempts, 0),
    tries: told.reduce((sum, { attempts }) => sum + attempts, 0),
    responded: told.filter(({ firstResponseAt }) => firstResponseAt !== null).length,
    again: told.filter(({ round }) => round === 2).length,
    ownerless: 0,
    offered_events: told.length,
    accepted_events: was('accepted'),
  });
});

test('the accepted are those whose stage says so, and nobody was offered by the loading itself', async () => {
  const row = await within((tx) =>
    tx.first<Record<string, number | boolean>>(sql`select
      (select count(*) from handoff_event e join handoff h on h.id = e.handoff_id where e.what = 'accepted'
        and not exists (select 1 from stage_change s where s.contact_id = h.contact_id and s.stage = 'sal'
          and s.at = e.at and s.superseded_at is null)) as astray,
      (select count(*) from handoff_due) as due,
      (select count(*) from handoff where origin <> 'sample') as others,
      (select count(*) from handoff where state = 'converted' and opportunity_id is null) as without_deal,
      (select count(*) from routing_seller where takes_leads) as sellers,
      (select count(*) > 0 from campaign_brief where message is not null) as briefed`),
  );
  expect(row).toEqual({ astray: 0, due: 0, others: 0, without_deal: 0, sellers: 4, briefed: true });
});
