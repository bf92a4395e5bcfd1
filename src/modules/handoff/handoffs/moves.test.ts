import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { acceptHandoff } from './accept-handoff.ts';
import { claimHandoff } from './claim-handoff.ts';
import { followUpHandoff } from './follow-up-handoff.ts';
import { type Company, type Member, makeCompany } from './handoffs.test-support.ts';
import { mendPacket } from './mend-packet.ts';
import { pauseHandoff, resumeHandoff } from './pause-handoff.ts';
import { reassignHandoff } from './reassign-handoff.ts';
import { recycleHandoff } from './recycle-handoff.ts';
import { rejectHandoff } from './reject-handoff.ts';
import { returnHandoff } from './return-handoff.ts';
import { withdrawHandoff } from './withdraw-handoff.ts';

// A Tuesday, in office hours.
const tuesday = new Date('2026-03-03T10:00:00Z');
const minutesLater = (minutes: number) => new Date(tuesday.getTime() + minutes * 60_000);

let services: TestServices;
let company: Company;
let maria: Member;
let ada: Member;
let bob: Member;
beforeAll(async () => {
  services = await openTestServices();
  company = await makeCompany(services);
  maria = await company.member('marketing', 'Maria');
  ada = await company.member('sales', 'Ada');
  bob = await company.member('sales', 'Bob');
});
afterAll(() => services.close());
beforeEach(() => services.setNow(tuesday));

/** What a page hands back with a move. */
const seen = ({ id, revision }: { id: string; revision: number }) => ({ id, revision });
const placeOf = (id: string) =>
  company.within((tx) =>
    tx.first<{ stage: string; status: string }>(
      sql`select lifecycle_stage as stage, lifecycle_status as status from contact where id = ${id}`,
    ),
  );
const told = (member: Member) =>
  company
    .within((tx) =>
      tx.rows<{ title: string }>(
        sql`select title from notice where user_id = ${member.userId} order by at, id`,
      ),
    )
    .then((rows) => rows.map(({ title }) => title));

test('an offer takes the lead to its stage, with packet, clocks and history, and tells whose it is', async () => {
  const contactId = await company.lead({ name: 'Ines Braun' });
  const offered = await company.offer(maria, contactId, ada.mateId);
  expect(offered).toMatchObject({
    state: 'offered',
    revision: 1,
    round: 1,
    owner: { name: 'Ada' },
    marketer: { name: 'Maria' },
    late: false,
    slaVersion: { number: 1, unsigned: true },
  });
  expect(offered.clocks.map(({ kind, state }) => `${kind} ${state}`).toSorted()).toEqual([
    'disposition running',
    'expiry running',
    'first_response running',
  ]);
  expect(offered.events).toMatchObject([{ text: 'Maria offered this lead to Ada', slaVersion: 1 }]);
  expect(await placeOf(contactId)).toEqual({ stage: 'mql', status: 'open' });
  expect(await told(ada)).toContainEqual(expect.stringContaining('Ines Braun is offered to you'));
  await expect(company.offer(maria, contactId)).rejects.toThrow(/just now and the hand-off is Ada’s/);
});

test('accepting takes the lead on, stops the answer’s clocks and lets the first response’s run', async () => {
  const contactId = await company.lead();
  const offered = await company.offer(maria, contactId, ada.mateId);
  services.setNow(minutesLater(5));
  await ada.act((step) => acceptHandoff(step, offered));
  const accepted = await company.read(offered.id);
  expect(accepted).toMatchObject({
    state: 'accepted',
    revision: 2,
    decidedBy: 'Ada',
    owner: { name: 'Ada' },
  });
  expect(accepted.clocks.filter(({ state }) => state === 'running').map(({ kind }) => kind)).toEqual([
    'first_response',
  ]);
  expect(await placeOf(contactId)).toEqual({ stage: 'sal', status: 'open' });
  // A double click is answered as the first one was, and writes nothing.
  await ada.act((step) => acceptHandoff(step, offered));
  expect(await company.read(offered.id)).toEqual(accepted);
});

test('who comes late with an old page is told what has happened since', async () => {
  const offered = await company.offer(maria, await company.lead(), ada.mateId);
  await ada.act((step) => acceptHandoff(step, offered));
  services.setNow(minutesLater(2));
  const late = { ...seen(offered), reasonKey: 'no_budget', wouldAcceptIf: 'they had money' };
  await expect(bob.act((step) => rejectHandoff(step, late))).rejects.toMatchObject({
    code: 'conflict',
    message: 'Ada accepted this lead two minutes ago. Nothing was changed by you.',
  });
  const current = await company.read(offered.id);
  await expect(
    bob.act((step) => rejectHandoff(step, { ...late, revision: current.revision })),
  ).rejects.toThrow('This hand-off was accepted, so it cannot be rejected.');
  await expect(bob.act((step) => claimHandoff(step, current))).rejects.toThrow(/cannot be claimed/);
});

test('a rejection needs an agreed reason; the lead comes back, and is offered again in its next round', async () => {
  const contactId = await company.lead({ name: 'Olaf Ritter' });
  const offered = await company.offer(maria, contactId, ada.mateId);
  const wrong = { ...seen(offered), reasonKey: 'bad_mood', wouldAcceptIf: 'it were Friday' };
  await expect(ada.act((step) => rejectHandoff(step, wrong))).rejects.toThrow(
    /none of the agreed reject reasons\. They are/,
  );
  const reasons = await company.within((tx) =>
    tx.first<{ key: string }>(sql`select v.body -> 'reasons' -> 0 ->> 'key' as key from definition_version v
      join definition d on d.id = v.definition_id where d.kind = 'reject_reasons'`),
  );
  services.setNow(minutesLater(10));
  await ada.act((step) =>
    rejectHandoff(step, {
      ...seen(offered),
      reasonKey: reasons?.key ?? '',
      wouldAcceptIf: 'a budget is named',
    }),
  );
  const rejected = await company.read(offered.id);
  expect(rejected).toMatchObject({ state: 'rejected', followUp: 'open', wouldAcceptIf: 'a budget is named' });
  expect(rejected.clocks.every(({ state }) => state === 'stopped')).toBe(true);
  expect(await placeOf(contactId)).toEqual({ stage: 'inquiry', status: 'open' });
  expect(await told(maria)).toContainEqual(expect.stringContaining('Olaf Ritter was rejected'));
  services.setNow(minutesLater(60));
  const again = await maria.act((step) =>
    followUpHandoff(step, {
      ...seen(rejected),
      what: 'offer_again',
      note: 'Budget is 80k',
      talkingPoints: ['Budget'],
      ownerId: bob.mateId,
    }),
  );
  expect(await company.read(again)).toMatchObject({
    round: 2,
    previousId: offered.id,
    owner: { name: 'Bob' },
    packet: { note: 'Budget is 80k' },
  });
  expect(await company.read(offered.id)).toMatchObject({ followUp: 'offered_again', nextId: again });
});

test('recycled until a day, given back, withdrawn, laid to rest', async () => {
  const offered = await company.offer(maria, await company.lead(), ada.mateId);
  const recycle = { ...seen(offered), until: '2026-03-03', reason: 'After their fair' };
  await expect(ada.act((step) => recycleHandoff(step, recycle))).rejects.toThrow(/not after today/);
  await ada.act((step) => recycleHandoff(step, { ...recycle, until: '2026-05-04' }));
  const recycled = await company.read(offered.id);
  expect(recycled).toMatchObject({ state: 'recycled', recycleOn: '2026-05-04', followUp: 'open' });
  expect(recycled.clocks.filter(({ state }) => state === 'running')).toMatchObject([{ kind: 'recycle' }]);
  await maria.act((step) =>
    followUpHandoff(step, { ...seen(recycled), what: 'close', reason: 'They went bankrupt' }),
  );
  expect(await company.read(offered.id)).toMatchObject({ followUp: 'closed' });
  const taken = await company.offer(maria, await company.lead(), ada.mateId);
  await ada.act((step) => acceptHandoff(step, taken));
  await ada.act((step) => returnHandoff(step, { id: taken.id, revision: 2, reason: 'Never picks up' }));
  expect(await company.read(taken.id)).toMatchObject({
    state: 'returned',
    decidedBy: 'Ada',
    reason: 'Never picks up',
  });
  const third = await company.offer(maria, await company.lead(), ada.mateId);
  await maria.act((step) => withdrawHandoff(step, { ...seen(third), reason: 'Wrong person' }));
  expect(await company.read(third.id)).toMatchObject({ state: 'withdrawn', followUp: null });
});

test('a pool’s lead is claimed; a full seller claims nothing but accepts what is offered to them', async () => {
  const eve = await company.member('sales', 'Eve');
  await company.within((tx) =>
    tx.run(sql`insert into routing_seller (workspace_id, teammate_id, capacity, takes_leads, updated_at)
      values (${company.workspaceId}, ${eve.mateId}, 1, false, ${tuesday})`),
  );
  const own = await company.offer(maria, await company.lead(), eve.mateId);
  const pooled = await company.offer(maria, await company.lead());
  expect(pooled.owner).toBeNull();
  await expect(eve.act((step) => claimHandoff(step, pooled))).rejects.toThrow(
    'you hold 1 of 1 open hand-offs',
  );
  await eve.act((step) => acceptHandoff(step, own));
  await bob.act((step) => claimHandoff(step, pooled));
  expect(await company.read(pooled.id)).toMatchObject({
    state: 'offered',
    owner: { name: 'Bob' },
    revision: 2,
  });
});

test('somebody else gets it by hand; a mended packet makes who decides look again', async () => {
  const offered = await company.offer(maria, await company.lead({ name: 'Tilda Roth' }), ada.mateId);
  await ada.act((step) =>
    reassignHandoff(step, { ...seen(offered), ownerId: bob.mateId, reason: 'On leave' }),
  );
  expect(await company.read(offered.id)).toMatchObject({ owner: { name: 'Bob' }, revision: 2 });
  expect(await told(bob)).toContain('Tilda Roth is yours now');
  await maria.act((step) =>
    mendPacket(step, { id: offered.id, revision: 2, note: 'She chairs the committee', talkingPoints: [] }),
  );
  await expect(bob.act((step) => acceptHandoff(step, { id: offered.id, revision: 2 }))).rejects.toThrow(
    'Maria mended the packet just now. Nothing was changed by you. Look at it as it is now, then decide.',
  );
  expect(await company.read(offered.id)).toMatchObject({ packet: { note: 'She chairs the committee' } });
});

test('a pause gives back what it took', async () => {
  const offered = await company.offer(maria, await company.lead(), ada.mateId);
  services.setNow(minutesLater(30));
  await ada.act((step) => pauseHandoff(step, { ...seen(offered), reason: 'They are on holiday' }));
  expect(await company.read(offered.id)).toMatchObject({ paused: true });
  services.setNow(minutesLater(60));
  await ada.act((step) => resumeHandoff(step, { id: offered.id, revision: 2 }));
  const resumed = await company.read(offered.id);
  expect(resumed.paused).toBe(false);
  expect(Date.parse(resumed.responseDueAt ?? '') - Date.parse(offered.responseDueAt ?? '')).toBe(30 * 60_000);
});
