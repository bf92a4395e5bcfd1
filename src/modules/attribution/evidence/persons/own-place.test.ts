import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type SignedIn, signInMember } from '../../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../../test/support/services.ts';
import { createTestWorkspace, type TestWorkspace } from '../../../../../test/support/workspace.ts';
import { newId } from '../../../../platform/ids.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { type Permission, permissionsOf } from '../../../workspace/access.ts';
import { listClaims } from '../claims/claim-rows.ts';
import { makeClaim, withdrawClaim } from '../claims/make-claim.ts';
import { marketers, mayBeShown, seeOwnPlace, sightOf, tellPersons } from './own-place.ts';

const today = new Date('2026-06-15T10:00:00Z');
const later = (days: number) => new Date(today.getTime() + days * 86_400_000);

let services: TestServices;
let workspace: TestWorkspace;
let mira: SignedIn;
let lena: SignedIn;
let miraMate: string;
let away: string;

beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  services.setNow(today);
  workspace = await createTestWorkspace(services);
  mira = await signInMember(services, { workspaceId: workspace.workspaceId, role: 'marketing' });
  lena = await signInMember(services, { workspaceId: workspace.workspaceId, role: 'liaison' });
  miraMate = await mate('Mira', mira.userId);
  away = await mate('Nobody signs in as them', null);
});

const within = <T>(work: (tx: Tx) => Promise<T>) =>
  services.database.inWorkspace(workspace.workspaceId, work);

async function mate(name: string, userId: string | null): Promise<string> {
  const id = newId();
  await within((tx) =>
    tx.run(sql`insert into teammate (id, workspace_id, name, side, user_id)
      values (${id}, ${workspace.workspaceId}, ${name}, 'marketing', ${userId})`),
  );
  return id;
}

const asks = (who: SignedIn, role: 'marketing' | 'liaison') =>
  within((tx) => sightOf(tx, { userId: who.userId, permissions: new Set<Permission>(permissionsOf(role)) }));

async function seenBy(sight: { mayRank: boolean; me: string | null }, now: Date): Promise<string[]> {
  const people = await within(marketers);
  return people.filter((person) => mayBeShown(person, sight, now)).map(({ id }) => id);
}

const step = (tx: Tx) => ({ tx, workspaceId: workspace.workspaceId, actor: workspace.actor, now: today });

test('everybody sees themselves; others only who may see persons, and after these have looked', async () => {
  const own = await asks(mira, 'marketing');
  const above = await asks(lena, 'liaison');
  expect(own).toEqual({ mayRank: false, me: miraMate });
  expect(await seenBy(own, today)).toEqual([miraMate]);
  expect(await seenBy(above, today)).toEqual([]);
  await within((tx) => seeOwnPlace(tx, { workspaceId: workspace.workspaceId, me: miraMate, now: today }));
  expect(await seenBy(above, today)).toEqual([miraMate]);
  expect(await seenBy({ mayRank: false, me: away }, today)).toEqual([away]);
});

test('who was told has two weeks to look; whom no notice reaches stays hidden', async () => {
  const tell = () =>
    within((tx) =>
      tellPersons(tx, { workspaceId: workspace.workspaceId, actor: workspace.actor, now: today }),
    );
  const first = await tell();
  expect(first.told.map(({ id }) => id)).toEqual([miraMate]);
  expect(first.unreachable.map(({ id }) => id)).toEqual([away]);
  expect((await tell()).told).toEqual([]);
  const above = await asks(lena, 'liaison');
  expect(await seenBy(above, later(13))).toEqual([]);
  expect(await seenBy(above, later(14))).toEqual([miraMate]);
  const notices = await within((tx) =>
    tx.rows<{ kind: string; user_id: string }>(sql`select kind, user_id from notice`),
  );
  expect(notices).toEqual([{ kind: 'own_results', user_id: mira.userId }]);
});

test('the first look stands, however often somebody looks', async () => {
  const look = (now: Date) =>
    within((tx) => seeOwnPlace(tx, { workspaceId: workspace.workspaceId, me: miraMate, now }));
  expect(await look(today)).toEqual(today);
  expect(await look(later(3))).toEqual(today);
});

test('a claim never changes; taken back it stays in the record, and no claim is of the future', async () => {
  const campaignId = newId();
  await within((tx) =>
    tx.run(
      sql`insert into campaign (id, workspace_id, name) values (${campaignId}, ${workspace.workspaceId}, 'Webinars')`,
    ),
  );
  const said = { campaignId, metric: 'wins', count: 3, from: '2026-01-01', to: '2026-03-31' } as const;
  const made = await within((tx) => makeClaim(step(tx), { ...said, teammateId: miraMate }));
  expect(made).toMatchObject({ claimedBy: 'Mira', count: 3, isVanity: false, withdrawnAt: null });
  const taken = await within((tx) => withdrawClaim(step(tx), { id: made.id }));
  expect(taken.withdrawnAt).toBe(today.toISOString());
  expect((await within((tx) => listClaims(tx, { limit: 10 }))).items).toHaveLength(1);
  await expect(
    within((tx) => makeClaim(step(tx), { ...said, statedAt: later(1).toISOString() })),
  ).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(within((tx) => makeClaim(step(tx), { ...said, campaignId: newId() }))).rejects.toMatchObject({
    code: 'not_found',
  });
});
