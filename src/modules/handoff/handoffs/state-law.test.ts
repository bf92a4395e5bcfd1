import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { AppError } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { acceptHandoff } from './accept-handoff.ts';
import { claimHandoff } from './claim-handoff.ts';
import type { HandoffState } from './contract.ts';
import { followUpHandoff } from './follow-up-handoff.ts';
import { type Company, type Member, makeCompany } from './handoffs.test-support.ts';
import { mendPacket } from './mend-packet.ts';
import { pauseHandoff, resumeHandoff } from './pause-handoff.ts';
import { reassignHandoff } from './reassign-handoff.ts';
import { recycleHandoff } from './recycle-handoff.ts';
import { rejectHandoff } from './reject-handoff.ts';
import { returnHandoff } from './return-handoff.ts';
import { isLegal, type MoveName, rules } from './states.ts';
import type { Step } from './step.ts';
import { withdrawHandoff } from './withdraw-handoff.ts';

const tuesday = new Date('2026-03-03T10:00:00Z');

let services: TestServices;
let company: Company;
let marketer: Member;
let sellers: Member[];
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(tuesday);
  company = await makeCompany(services);
  marketer = await company.member('marketing', 'Maria');
  sellers = [await company.member('sales', 'Ada'), await company.member('sales', 'Bob')];
});
afterAll(() => services.close());

type Asked = Exclude<MoveName, 'offered' | 'expired' | 'converted'>;
type At = { id: string; revision: number };

/** Each move as a page makes it. */
const makes: Record<Asked, (step: Step, at: At, to: Member) => Promise<unknown>> = {
  accepted: acceptHandoff,
  rejected: (step, at) =>
    rejectHandoff(step, { ...at, reasonKey: 'no_budget', wouldAcceptIf: 'there is one' }),
  recycled: (step, at) => recycleHandoff(step, { ...at, until: '2026-06-01', reason: 'After the fair' }),
  returned: (step, at) => returnHandoff(step, { ...at, reason: 'Never there' }),
  withdrawn: (step, at) => withdrawHandoff(step, { ...at, reason: 'Wrong person' }),
  claimed: claimHandoff,
  reassigned: (step, at, to) => reassignHandoff(step, { ...at, ownerId: to.mateId }),
  packet_mended: (step, at) => mendPacket(step, { ...at, note: 'More is known', talkingPoints: [] }),
  paused: (step, at) => pauseHandoff(step, { ...at, reason: 'On holiday' }),
  resumed: resumeHandoff,
  offered_again: (step, at) => followUpHandoff(step, { ...at, what: 'offer_again', talkingPoints: [] }),
  closed: (step, at) => followUpHandoff(step, { ...at, what: 'close', reason: 'Bankrupt' }),
};

type Click = { move: Asked; who: number; to: number; stale: boolean };
const click: fc.Arbitrary<Click> = fc.record({
  move: fc.constantFrom(...(Object.keys(makes) as Asked[])),
  who: fc.nat(2),
  to: fc.nat(1),
  // An old page is open here and there.
  stale: fc.nat(4).map((one) => one === 0),
});
/** What is clicked at the same moment. */
const story = fc.array(fc.array(click, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 7 });

type Stored = {
  state: HandoffState;
  revision: number;
  ownerId: string | null;
  closedAt: Date | null;
  followUp: string | null;
};
const stored = (id: string) =>
  company.within((tx) =>
    tx.first<Stored>(sql`select state, revision, owner_id as "ownerId", closed_at as "closedAt", follow_up as "followUp"
      from handoff where id = ${id}`),
  );

type EventRow = {
  what: MoveName;
  revision: number;
  fromState: string | null;
  toState: string | null;
  ownerId: string | null;
};
const history = (id: string) =>
  company.within((tx) =>
    tx.rows<EventRow>(sql`select what, revision, from_state as "fromState", to_state as "toState",
        details ->> 'ownerId' as "ownerId"
      from handoff_event where handoff_id = ${id} and revision is not null order by revision`),
  );

/** Where a hand-off stands, told by its history alone; a move that is not legal breaks it. */
function fold(events: readonly EventRow[]): Pick<Stored, 'state' | 'revision' | 'ownerId'> {
  let state: HandoffState = 'offered';
  let ownerId: string | null = null;
  for (const [index, { what, revision, fromState, toState, ownerId: given }] of events.entries()) {
    expect(revision).toBe(index + 1);
    if (index === 0) expect(what).toBe('offered');
    else if (what !== 'offered') {
      expect(isLegal(state, what), `${what} from ${state}`).toBe(true);
      expect(toState).toBe(rules[what].to ?? null);
      if (toState !== null) expect(fromState).toBe(state);
      state = rules[what].to ?? state;
    }
    if (['offered', 'accepted', 'claimed', 'reassigned'].includes(what)) ownerId = given;
  }
  return { state, revision: events.length, ownerId };
}

async function clickOn(
  id: string,
  revision: number,
  { move, who, to, stale }: Click,
): Promise<'done' | AppError> {
  const people = [...sellers, marketer];
  const by = people[who] ?? marketer;
  const at = { id, revision: stale ? Math.max(1, revision - 1) : revision };
  try {
    await by.act((step) => makes[move](step, at, sellers[to] ?? by));
    return 'done';
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

test('whatever is clicked, at once or from old pages: legal moves only, one owner, a history that tells the state', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (rounds) => {
      const contactId = await company.lead();
      const { id } = await company.offer(marketer, contactId);
      for (const clicks of rounds) {
        const before = await stored(id);
        const outcomes = await Promise.all(clicks.map((one) => clickOn(id, before?.revision ?? 0, one)));
        const after = await stored(id);
        // At most one new move came of clicks on one and the same page; every other one was told why not.
        expect((after?.revision ?? 0) - (before?.revision ?? 0)).toBeLessThanOrEqual(1);
        for (const one of outcomes) {
          if (one === 'done') continue;
          expect(['conflict', 'forbidden'], one.message).toContain(one.code);
          expect(one.message).toMatch(/^[A-Z].*\.$/);
        }
        const events = await history(id);
        expect(fold(events)).toEqual({
          state: after?.state,
          revision: after?.revision,
          ownerId: after?.ownerId,
        });
        expect(after?.closedAt === null).toBe(after?.state === 'offered' || after?.state === 'accepted');
        const open = await company.within((tx) =>
          tx.rows(sql`select id from handoff where contact_id = ${contactId} and closed_at is null`),
        );
        expect(open.length).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 25, seed: 5 },
  );
}, 240_000);
