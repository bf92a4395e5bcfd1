import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { ringDue } from '../clocks/index.ts';
import { acceptHandoff } from './accept-handoff.ts';
import { claimHandoff } from './claim-handoff.ts';
import { type Company, type Member, makeCompany } from './handoffs.test-support.ts';
import { offerLead } from './offer-lead.ts';
import { rejectHandoff } from './reject-handoff.ts';
import { onRing } from './ring.ts';
import { withdrawHandoff } from './withdraw-handoff.ts';

const tuesday = new Date('2026-03-03T10:00:00Z');

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

type Outcome = 'done' | AppError;
const outcomeOf = (work: Promise<unknown>): Promise<Outcome> =>
  work.then(
    () => 'done' as const,
    (error: unknown) => {
      if (error instanceof AppError) return error;
      throw error;
    },
  );
const movesOf = (handoffId: string) =>
  company
    .within((tx) =>
      tx.rows<{ what: string }>(
        sql`select what from handoff_event where handoff_id = ${handoffId} and revision is not null order by revision`,
      ),
    )
    .then((rows) => rows.map(({ what }) => what));

/** Sellers who never sign in here: only who they are matters. */
async function makeSellers(count: number): Promise<{ userId: string; name: string }[]> {
  const sellers = Array.from({ length: count }, (_, at) => ({ userId: newId(), name: `Seller ${at + 1}` }));
  await services.database.asSystem(async (tx) => {
    for (const { userId, name } of sellers) {
      await tx.run(
        sql`insert into auth_user (id, name, email) values (${userId}, ${name}, ${`${userId}@ours.example`})`,
      );
      await tx.run(sql`insert into teammate (id, workspace_id, name, side, user_id)
        values (${newId()}, ${company.workspaceId}, ${name}, 'sales', ${userId})`);
    }
  });
  return sellers;
}

test('of 200 who claim one lead at once one has it, and 199 are told who', async () => {
  const sellers = await makeSellers(200);
  const pooled = await company.offer(maria, await company.lead());
  const outcomes = await Promise.all(
    sellers.map(({ userId, name }) =>
      outcomeOf(
        company.within((tx) =>
          claimHandoff(
            {
              tx,
              workspaceId: company.workspaceId,
              actor: { kind: 'member', id: userId, name },
              userId,
              now: services.now(),
            },
            { id: pooled.id, revision: pooled.revision },
          ),
        ),
      ),
    ),
  );
  const claimed = await company.read(pooled.id);
  expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
  const winner = sellers[outcomes.indexOf('done')]?.name;
  expect(claimed).toMatchObject({ state: 'offered', revision: 2, owner: { name: winner } });
  const losers = outcomes.filter((one) => one !== 'done');
  expect(new Set(losers.map(({ code, message }) => `${code}: ${message}`))).toEqual(
    new Set([`conflict: ${winner} claimed this lead just now. Nothing was changed by you.`]),
  );
  expect(await movesOf(pooled.id)).toEqual(['offered', 'claimed']);
});

test('a button that is hit ten times at once does what it does once', async () => {
  const contactId = await company.lead();
  const offered = await company.offer(maria, contactId, ada.mateId);
  const clicks = Array.from({ length: 10 }, () =>
    outcomeOf(ada.act((step) => acceptHandoff(step, { id: offered.id, revision: 1 }))),
  );
  expect(new Set(await Promise.all(clicks))).toEqual(new Set(['done']));
  expect(await movesOf(offered.id)).toEqual(['offered', 'accepted']);
  const changes = await company.within((tx) =>
    tx.rows(sql`select id from stage_change where contact_id = ${contactId} and stage = 'sal'`),
  );
  expect(changes).toHaveLength(1);
});

test('a lead that many offer at once is offered once', async () => {
  const contactId = await company.lead();
  const outcomes = await Promise.all(
    Array.from({ length: 12 }, () =>
      outcomeOf(maria.act((step) => offerLead(step, { contactId, origin: 'hand' }))),
    ),
  );
  expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
  for (const one of outcomes)
    if (one !== 'done') expect(one.message).toMatch(/was offered just now .* Nothing was offered twice\.$/);
  const open = await company.within((tx) =>
    tx.rows(sql`select id from handoff where contact_id = ${contactId}`),
  );
  expect(open).toHaveLength(1);
});

test('of accepting, rejecting and withdrawing at once one holds, and the others hear which', async () => {
  for (let round = 0; round < 6; round++) {
    const offered = await company.offer(maria, await company.lead(), ada.mateId);
    const at = { id: offered.id, revision: 1 };
    const outcomes = await Promise.all([
      outcomeOf(ada.act((step) => acceptHandoff(step, at))),
      outcomeOf(
        bob.act((step) =>
          rejectHandoff(step, { ...at, reasonKey: 'no_budget', wouldAcceptIf: 'there is one' }),
        ),
      ),
      outcomeOf(maria.act((step) => withdrawHandoff(step, { ...at, reason: 'Wrong person' }))),
    ]);
    expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
    const moves = await movesOf(offered.id);
    expect(moves).toHaveLength(2);
    for (const one of outcomes)
      if (one !== 'done')
        expect(one.message).toMatch(
          /^(Ada accepted|Bob rejected|Maria withdrew) this .*Nothing was changed by you\.$/,
        );
  }
});

test('where accepting and expiring meet, the lead is either sales’ or marketing’s', async () => {
  const offers = await Promise.all(
    Array.from({ length: 8 }, async () => company.offer(maria, await company.lead(), ada.mateId)),
  );
  services.setNow(new Date('2026-07-01T10:00:00Z'));
  const accepting = offers.map(({ id }) =>
    outcomeOf(ada.act((step) => acceptHandoff(step, { id, revision: 1 }))),
  );
  const ringing = (async () => {
    for (let round = 0; round < 10; round++) await ringDue(services, { onRing });
  })();
  const outcomes = await Promise.all(accepting);
  await ringing;
  // What was just held by an acceptance rings a little later.
  services.setNow(new Date('2026-07-01T11:00:00Z'));
  await ringDue(services, { onRing });
  for (const [at, { id }] of offers.entries()) {
    const { state } = await company.read(id);
    const moves = await movesOf(id);
    const outcome = outcomes[at];
    if (outcome === 'done') expect([state, ...moves]).toEqual(['accepted', 'offered', 'accepted']);
    else {
      expect([state, ...moves]).toEqual(['expired', 'offered', 'expired']);
      expect(outcome?.message).toMatch(/^Nobody answered in time; the offer expired/);
    }
  }
});

test('two who claim different leads for one seat stay within its room', async () => {
  const eve = await company.member('sales', 'Eve');
  await company.within((tx) =>
    tx.run(sql`insert into routing_seller (workspace_id, teammate_id, capacity, takes_leads, updated_at)
      values (${company.workspaceId}, ${eve.mateId}, 2, false, ${tuesday})`),
  );
  const pooled = await Promise.all(
    Array.from({ length: 6 }, async () => company.offer(maria, await company.lead())),
  );
  const outcomes = await Promise.all(
    pooled.map(({ id }) => outcomeOf(eve.act((step) => claimHandoff(step, { id, revision: 1 })))),
  );
  expect(outcomes.filter((one) => one === 'done')).toHaveLength(2);
  for (const one of outcomes) if (one !== 'done') expect(one.message).toMatch(/you hold 2 of 2/);
});
