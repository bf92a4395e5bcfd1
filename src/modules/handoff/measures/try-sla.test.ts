import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { addStarterDefinitions, type SlaPolicy, slaInForce } from '../../language/index.ts';
import { trySla } from './try-sla.ts';

let services: TestServices;
let workspaceId: string;
const now = new Date('2026-03-31T12:00:00Z');

beforeAll(async () => {
  services = await openTestServices();
  ({ workspaceId } = await createTestWorkspace(services, { timeZone: 'UTC' }));
  await services.database.inWorkspace(workspaceId, async (tx) => {
    await addStarterDefinitions({ tx, workspaceId, now });
    // Monday 2 March 2026, 09:00: the office opens.
    await offer(tx, 'Anna', {
      grade: 'A1',
      answered: '2026-03-02T12:00:00Z',
      decided: '2026-03-03T09:00:00Z',
    });
    await offer(tx, 'Ben', {
      grade: 'A2',
      answered: '2026-03-03T10:00:00Z',
      decided: '2026-03-10T09:00:00Z',
    });
    await offer(tx, 'Cleo', { grade: 'B1', answered: null, decided: null, items: ['who'] });
    await offer(tx, 'Dora', {
      grade: null,
      answered: '2026-03-02T16:00:00Z',
      decided: '2026-03-02T16:30:00Z',
      pausedHours: 2,
    });
    await offer(tx, 'Late', { grade: 'A1', answered: null, decided: null, offered: '2025-11-03T09:00:00Z' });
  });
});
afterAll(() => services.close());

type Offer = {
  grade: string | null;
  answered: string | null;
  decided: string | null;
  items?: string[];
  offered?: string;
  pausedHours?: number;
};

async function offer(tx: Tx, name: string, given: Offer): Promise<void> {
  const [contactId, id] = [newId(), newId()];
  const offered = given.offered ?? '2026-03-02T09:00:00Z';
  const accepted = given.decided !== null;
  await tx.run(
    sql`insert into contact (id, workspace_id, name) values (${contactId}, ${workspaceId}, ${name})`,
  );
  await tx.run(sql`insert into handoff (id, workspace_id, contact_id, state, origin, offered_at, offered_by, grade,
      packet_items, first_response_at, decided_at, created_at, updated_at)
    values (${id}, ${workspaceId}, ${contactId}, ${accepted ? 'accepted' : 'offered'}, 'hand', ${offered}, 'Mara', ${given.grade},
      ${sql.param(given.items ?? ['who', 'tests', 'ledger', 'read', 'told', 'brief', 'questions', 'next_asset', 'talking_points'])}::text[],
      ${given.answered}, ${given.decided}, ${offered}, ${offered})`);
  const event = (what: string, at: string) =>
    tx.run(sql`insert into handoff_event (id, workspace_id, handoff_id, at, what, by_kind, by_name)
      values (${newId()}, ${workspaceId}, ${id}, ${at}, ${what}, 'member', 'Sven')`);
  if (given.pausedHours !== undefined) {
    await event('paused', '2026-03-02T10:00:00Z');
    await event('resumed', `2026-03-02T${10 + given.pausedHours}:00:00Z`);
  }
  if (given.decided !== null) await event('accepted', given.decided);
}

const tried = (change: (policy: SlaPolicy) => void, days = 60) =>
  services.database.inWorkspace(workspaceId, async (tx) => {
    const inForce = await slaInForce(tx);
    if (inForce === null) throw new Error('no agreement');
    const policy = structuredClone(inForce.policy);
    change(policy);
    return trySla({ tx, now, days, policy });
  });

const rowOf = (trial: Awaited<ReturnType<typeof tried>>, label: string) => {
  const row = trial.rows.find((one) => one.label === label);
  if (row === undefined) throw new Error(`no row ${label}: ${trial.rows.map((one) => one.label).join(', ')}`);
  return row;
};

test('counts each promise under both texts, and names whom they judge otherwise', async () => {
  const trial = await tried((policy) => {
    policy.sales.firstResponse = [
      { grades: ['A1', 'A2'], hours: 2 },
      { grades: ['B'], hours: 8 },
    ];
    policy.sales.dispositionDays = 8;
  });
  expect(trial.handoffs).toBe(4);
  const best = rowOf(trial, 'First response to A1 or A2');
  expect(best.asProposed).toMatchObject({ promise: 'within 2 business hours', kept: 0, of: 2 });
  expect(best.asInForce).toMatchObject({ promise: 'within 4 business hours', kept: 1, of: 2 });
  expect(best.differing).toMatchObject([
    { name: 'Anna', found: 'answered after 3 business hours', keptByThis: false, keptByOther: true },
  ]);
  expect(rowOf(trial, 'First response to B').asProposed).toMatchObject({ kept: 0, of: 1 });
  expect(rowOf(trial, 'First response to all others').asProposed).toMatchObject({ kept: 1, of: 1 });
  const decided = rowOf(trial, 'Decided');
  expect(decided.differing).toMatchObject([{ name: 'Ben', keptByThis: true, keptByOther: false }]);
  expect(trial.sentence).toMatch(
    /^Of 4 hand-offs offered in the last 60 days, 1 would have been judged otherwise/,
  );
});

test('time for which the clocks stood does not count', async () => {
  // Answered seven hours after the offer, two of which were paused.
  const within = async (hours: number) =>
    rowOf(
      await tried((policy) => {
        policy.sales.firstResponseHours = hours;
      }),
      'First response to all others',
    ).asProposed?.kept;
  expect(await within(5)).toBe(1);
  expect(await within(4.5)).toBe(0);
});

test('promises about all together are met or not', async () => {
  const trial = await tried((policy) => {
    policy.marketing.volumePerMonth = 1;
    policy.marketing.packetCompletenessPercent = 75;
  });
  expect(rowOf(trial, 'Leads offered')).toMatchObject({
    side: 'marketing',
    asProposed: { perMonth: 2, met: true },
    asInForce: null,
  });
  // Three packets of nine things, one of a single one: 78 %.
  expect(rowOf(trial, 'Packets complete')).toMatchObject({
    asProposed: { kept: 3, of: 4, percent: 77.8, met: true },
    asInForce: { met: false },
  });
  expect(rowOf(trial, 'Accepted by sales')).toMatchObject({ asProposed: { percent: 100, of: 3 } });
});

test('another office’s hours judge otherwise', async () => {
  const trial = await tried((policy) => {
    const [office] = policy.calendars;
    if (office) office.hours = [{ weekday: 2, from: '09:00', to: '17:00' }];
  });
  // Closed on Monday: Anna was answered before the office opened.
  expect(rowOf(trial, 'First response to A1 or A2').asProposed).toMatchObject({ kept: 2, of: 2 });
});

test('says so where nothing was offered', async () => {
  const trial = await tried(() => {}, 7);
  expect(trial).toMatchObject({ handoffs: 0, sentence: expect.stringMatching(/^Nothing was offered/) });
});
