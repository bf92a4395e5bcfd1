import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { ringDue } from '../clocks/index.ts';
import { acceptHandoff } from './accept-handoff.ts';
import { type Company, type Member, makeCompany } from './handoffs.test-support.ts';
import { listHandoffs } from './list-handoffs.ts';
import { noteResponse } from './note-response.ts';
import { pauseHandoff } from './pause-handoff.ts';
import { recycleHandoff } from './recycle-handoff.ts';
import { onRing } from './ring.ts';
import { settleDueLeads } from './settle-due.ts';

const tuesday = new Date('2026-03-03T10:00:00Z');
const hoursLater = (hours: number) => new Date(tuesday.getTime() + hours * 3_600_000);

let services: TestServices;
let company: Company;
let maria: Member;
let ada: Member;
beforeAll(async () => {
  services = await openTestServices();
  company = await makeCompany(services);
  maria = await company.member('marketing', 'Maria');
  ada = await company.member('sales', 'Ada');
});
afterAll(() => services.close());
beforeEach(() => services.setNow(tuesday));

const within = <T>(work: (tx: Tx) => Promise<T>) => company.within(work);
const settle = async () => {
  while ((await settleDueLeads(services)) > 0);
};
/** Rings until nothing is due any more: one round takes no longer than hand-offs may be held. */
const ring = async () => {
  while ((await ringDue(services, { onRing })).more);
};
const handoffsOf = (contactId: string) =>
  within((tx) =>
    tx.rows<{ id: string; state: string; origin: string; contactId: string }>(
      sql`select id, state, origin, contact_id as "contactId" from handoff where contact_id = ${contactId} order by offered_at, id`,
    ),
  );
const latest = async (contactId: string) => company.read((await handoffsOf(contactId)).at(-1)?.id ?? '');

type Change = { stage: string; outcome?: 'reached' | 'returned' | 'left'; source?: string; reason?: string };
/** Moves a lead as a person, a rule or a deal does, with its record and its place. */
const moveTo = (contactId: string, change: Change) =>
  within(async (tx) => {
    const { stage, outcome = 'reached', source = 'hand', reason = null } = change;
    const id = newId();
    const at = new Date(services.now().getTime() + 1);
    await tx.run(sql`insert into stage_change (id, workspace_id, contact_id, outcome, stage, at, source, reason, actor_name)
      values (${id}, ${company.workspaceId}, ${contactId}, ${outcome}, ${stage}, ${at}, ${source}, ${reason}, 'Liam')`);
    await tx.run(sql`update contact set lifecycle_stage = ${stage}, lifecycle_since = ${at},
      lifecycle_status = ${outcome === 'left' ? 'left' : 'open'} where id = ${contactId}`);
    return id;
  });

test('who reaches the stage of the offer is offered by itself, once; imports offer nothing', async () => {
  const contactId = await company.lead();
  await moveTo(contactId, { stage: 'mql', source: 'definition' });
  await moveTo(contactId, { stage: 'mql', source: 'hand' });
  await settle();
  expect(await handoffsOf(contactId)).toMatchObject([{ state: 'offered', origin: 'gate' }]);
  expect(await latest(contactId)).toMatchObject({ offeredBy: 'Liaison' });
  const imported = await company.lead();
  await moveTo(imported, { stage: 'mql', source: 'import' });
  await settle();
  expect(await handoffsOf(imported)).toEqual([]);
});

test('a move to the stage that is taken back at once offers nothing, later it takes the offer back', async () => {
  const [early, late] = [await company.lead(), await company.lead()];
  const undo = (contactId: string, changeId: string) =>
    within(async (tx) => {
      await tx.run(sql`update stage_change set superseded_at = now() where id = ${changeId}`);
      await tx.run(sql`update contact set lifecycle_stage = 'inquiry' where id = ${contactId}`);
    });
  await undo(early, await moveTo(early, { stage: 'mql' }));
  const changeId = await moveTo(late, { stage: 'mql' });
  await settle();
  expect(await handoffsOf(early)).toEqual([]);
  expect(await handoffsOf(late)).toMatchObject([{ state: 'offered' }]);
  await undo(late, changeId);
  await settle();
  expect(await latest(late)).toMatchObject({ state: 'withdrawn' });
});

test('who is moved on has been accepted by that; who became a deal is converted; who left is no open work', async () => {
  const moved = await company.lead();
  await company.offer(maria, moved, ada.mateId);
  await moveTo(moved, { stage: 'sal' });
  await settle();
  expect(await latest(moved)).toMatchObject({ state: 'accepted', owner: { name: 'Ada' }, decidedBy: 'Liam' });
  await moveTo(moved, { stage: 'opportunity', source: 'opportunity' });
  await settle();
  const converted = await latest(moved);
  expect(converted).toMatchObject({ state: 'converted', decidedBy: 'Liam' });
  expect(converted.clocks.every(({ state }) => state === 'stopped')).toBe(true);
  const won = await company.lead();
  await company.offer(maria, won, ada.mateId);
  await moveTo(won, { stage: 'customer', source: 'opportunity' });
  await settle();
  expect((await latest(won)).events.map(({ what }) => what)).toEqual(['offered', 'accepted', 'converted']);
  const gone = await company.lead();
  const offered = await company.offer(maria, gone, ada.mateId);
  await ada.act((step) => acceptHandoff(step, { id: offered.id, revision: 1 }));
  await moveTo(gone, { stage: 'sal', outcome: 'left', reason: 'Went out of business' });
  await settle();
  expect(await latest(gone)).toMatchObject({
    state: 'returned',
    reason: 'Went out of business',
    followUp: 'open',
  });
});

test('of merged leads the earlier offer stays; undone, each has its own hand-offs again', async () => {
  const [kept, merged] = [await company.lead(), await company.lead()];
  const first = await company.offer(maria, merged, ada.mateId);
  services.setNow(hoursLater(1));
  const second = await company.offer(maria, kept, ada.mateId);
  const mergeInto = (into: string | null) =>
    within((tx) => tx.run(sql`update contact set merged_into_id = ${into} where id = ${merged}`));
  await mergeInto(kept);
  await settle();
  expect(await handoffsOf(kept)).toMatchObject([
    { id: first.id, state: 'offered' },
    { id: second.id, state: 'withdrawn' },
  ]);
  await mergeInto(null);
  await settle();
  expect(await handoffsOf(kept)).toMatchObject([{ id: second.id }]);
  expect(await handoffsOf(merged)).toMatchObject([{ id: first.id, state: 'offered' }]);
});

test('clocks say once what is overdue; an answer and a response in time keep them still', async () => {
  const late = await company.offer(maria, await company.lead({ name: 'Lena Late' }), ada.mateId);
  const good = await company.offer(maria, await company.lead(), ada.mateId);
  await ada.act((step) => acceptHandoff(step, { id: good.id, revision: 1 }));
  services.setNow(hoursLater(1));
  const call = { handoffId: good.id, interactionId: newId(), at: hoursLater(0.5), teammateId: ada.mateId };
  for (let times = 0; times < 2; times++)
    await within((tx) => noteResponse(tx, { ...call, type: 'call', reached: true, now: services.now() }));
  expect(await company.read(good.id)).toMatchObject({
    attempts: 1,
    revision: 2,
    firstResponseAt: hoursLater(0.5).toISOString(),
  });
  services.setNow(hoursLater(24 * 9));
  for (let times = 0; times < 3; times++) await ring();
  const overdue = await company.read(late.id);
  expect(overdue.late).toBe(true);
  expect(overdue.events.map(({ text }) => text)).toEqual([
    'Maria offered this lead to Ada',
    'The first response is overdue',
    'The answer is overdue',
  ]);
  expect((await company.read(good.id)).events.map(({ what }) => what)).toEqual([
    'offered',
    'accepted',
    'responded',
  ]);
  const told = await within((tx) =>
    tx.rows(
      sql`select title from notice where user_id = ${ada.userId} and kind = 'overdue' and title like 'Lena Late%'`,
    ),
  );
  expect(told).toHaveLength(2);
  services.setNow(hoursLater(24 * 200));
  await ring();
  expect(await company.read(late.id)).toMatchObject({ state: 'expired', followUp: 'open', decidedAt: null });
});

test('escalations go out under a signed agreement only, each step once; a pause ends on its day', async () => {
  const own = await makeCompany(services);
  const [mia, eva] = [await own.member('marketing', 'Mia'), await own.member('sales', 'Eva')];
  const steps = async (id: string) =>
    (await own.read(id)).clocks.filter(({ kind }) => kind === 'escalation').length;
  const unsigned = await own.offer(mia, await own.lead(), eva.mateId);
  expect(await steps(unsigned.id)).toBe(0);
  await own.signAgreement();
  const signed = await own.offer(mia, await own.lead(), eva.mateId);
  expect(await steps(signed.id)).toBeGreaterThan(0);
  const paused = await own.offer(mia, await own.lead(), eva.mateId);
  await eva.act((step) =>
    pauseHandoff(step, { id: paused.id, revision: 1, until: '2026-03-05', reason: 'At a fair until then' }),
  );
  services.setNow(hoursLater(24 * 3));
  for (let times = 0; times < 3; times++) await ring();
  const escalated = (await own.read(signed.id)).events.filter(({ what }) => what === 'escalated');
  expect(escalated).toHaveLength(await steps(signed.id));
  expect(await own.read(paused.id)).toMatchObject({ paused: false, revision: 3 });
});

test('what was recycled is due again on its day', async () => {
  const offered = await company.offer(maria, await company.lead({ name: 'Rita Roth' }), ada.mateId);
  await ada.act((step) =>
    recycleHandoff(step, { id: offered.id, revision: 1, until: '2026-04-14', reason: 'After their fair' }),
  );
  services.setNow(new Date('2026-04-13T23:00:00Z'));
  await ring();
  expect((await company.read(offered.id)).events).toHaveLength(2);
  services.setNow(new Date('2026-04-14T12:00:00Z'));
  await ring();
  expect((await company.read(offered.id)).events.at(-1)).toMatchObject({ what: 'due_again' });
});

test('the queue: late first, then worth for the time left, then what nothing is due of', async () => {
  const own = await makeCompany(services);
  const [mia, eva] = [await own.member('marketing', 'Mia'), await own.member('sales', 'Eva')];
  const offer = async (
    name: string,
    options: { points: number; dueHours: number | null; state?: string },
  ) => {
    const { id } = await own.offer(mia, await own.lead({ name }), eva.mateId);
    const due = options.dueHours === null ? null : hoursLater(options.dueHours);
    await own.within((tx) =>
      tx.run(sql`update handoff set points_milli = ${options.points * 1_000}, grade = 'B2', response_due_at = ${due},
        disposition_due_at = ${due} where id = ${id}`),
    );
  };
  await offer('nothing due', { points: 90, dueHours: null });
  await offer('rich, in a day', { points: 90, dueHours: 24 });
  await offer('poor, in an hour', { points: 9, dueHours: 1 });
  await offer('late and poor', { points: 5, dueHours: -3 });
  await offer('rich, in an hour', { points: 90, dueHours: 1 });
  await offer('late and rich', { points: 80, dueHours: -1 });
  const list = (cursor?: string) =>
    own.within((tx) =>
      listHandoffs({
        tx,
        workspaceId: own.workspaceId,
        userId: eva.userId,
        now: services.now(),
        input: { view: 'queue', limit: 4, cursor },
      }),
    );
  const first = await list();
  const second = await list(first.nextCursor ?? undefined);
  expect([...first.items, ...second.items].map(({ contact }) => contact.name)).toEqual([
    'late and rich',
    'late and poor',
    'rich, in an hour',
    'poor, in an hour',
    'rich, in a day',
    'nothing due',
  ]);
  expect(second.nextCursor).toBeNull();
  expect(first.counts).toEqual({
    open: 6,
    late: 2,
    mine: 6,
    room: null,
    nextDueAt: hoursLater(1).toISOString(),
    pool: 0,
  });
});
