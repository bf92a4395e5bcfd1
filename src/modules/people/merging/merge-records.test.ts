import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace, type TestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { getContact } from '../contacts/get-contact.ts';
import { updateContact } from '../contacts/update-contact.ts';
import { bindImported } from '../identity/bind-imported.ts';
import { deriveLifecycle } from '../lifecycle/derive-lifecycle.ts';
import { mergeRecords } from './merge-records.ts';
import { idsMergedInto } from './merged-ids.ts';
import { previewMerge } from './preview-merge.ts';
import { undoMerge } from './undo-merge.ts';

const now = new Date('2026-03-15T12:00:00Z');
let services: TestServices;

beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
});
afterAll(() => services.close());

const optional = (...values: string[]) => fc.option(fc.constantFrom(...values));
const contact = fc.record({
  email: optional('ada@acme.com', 'ada@work.io'),
  firstName: optional('Ada', 'Augusta'),
  name: fc.constantFrom('Ada', 'Augusta King'),
  title: optional('CFO', 'Countess'),
  owner: fc.option(fc.constantFrom(0, 1)),
  company: fc.option(fc.constantFrom(0, 1)),
  tier: optional('gold', 'silver'),
  channel: optional('search', 'webinar'),
  seenDay: fc.option(fc.integer({ min: 1, max: 20 })),
  lastDay: fc.option(fc.integer({ min: 1, max: 20 })),
  deals: fc.uniqueArray(fc.constantFrom(0, 1, 2)),
  primary: fc.boolean(),
  role: optional('buyer', 'champion'),
  externalIds: fc.nat({ max: 2 }),
  profiles: fc.nat({ max: 2 }),
  stages: fc.uniqueArray(
    fc.record({
      stage: fc.constantFrom('inquiry', 'mql', 'sal', 'sql'),
      day: fc.integer({ min: 1, max: 20 }),
    }),
    { maxLength: 3, selector: (change) => change.stage },
  ),
});
type Shape = typeof contact extends fc.Arbitrary<infer Value> ? Value : never;

type World = TestWorkspace & {
  owners: string[];
  companies: string[];
  deals: string[];
  kept: string;
  merged: string;
};

const at = (day: number) => new Date(Date.UTC(2026, 1, day)).toISOString();

async function makeWorld(a: Shape, b: Shape): Promise<World> {
  const workspace = await createTestWorkspace(services);
  const { workspaceId } = workspace;
  const ids = (n: number) => Array.from({ length: n }, newId);
  const world = {
    ...workspace,
    owners: ids(2),
    companies: ids(2),
    deals: ids(3),
    kept: newId(),
    merged: newId(),
  };
  await services.database.inWorkspace(workspaceId, async (tx) => {
    for (const id of world.owners)
      await tx.run(sql`insert into teammate (id, workspace_id, name) values (${id}, ${workspaceId}, 'x')`);
    for (const id of world.companies)
      await tx.run(sql`insert into account (id, workspace_id, name) values (${id}, ${workspaceId}, 'Acme')`);
    for (const id of world.deals)
      await tx.run(
        sql`insert into opportunity (id, workspace_id, name) values (${id}, ${workspaceId}, 'Deal')`,
      );
    await tx.run(sql`insert into custom_field (id, workspace_id, record_type, key, label, type)
      values (${newId()}, ${workspaceId}, 'contact', 'tier', 'Tier', 'text')`);
    await insertContact(tx, world, world.kept, a);
    await insertContact(tx, world, world.merged, b);
    await deriveLifecycle(tx, { workspaceId, contactIds: [world.kept, world.merged] });
  });
  return world;
}

async function insertContact(tx: Tx, world: World, id: string, shape: Shape): Promise<void> {
  const { workspaceId } = world;
  const company = shape.company === null ? null : (world.companies[shape.company] ?? null);
  await tx.run(sql`insert into contact (id, workspace_id, email, first_name, name, title, owner_id, account_id, account_source, last_interaction_at, channel, channel_seen_at, known_since, custom)
    values (${id}, ${workspaceId}, ${shape.email}, ${shape.firstName}, ${shape.name}, ${shape.title},
      ${shape.owner === null ? null : (world.owners[shape.owner] ?? null)}, ${company}, ${company && 'domain'},
      ${shape.lastDay === null ? null : at(shape.lastDay)}, ${shape.channel},
      ${shape.seenDay === null ? null : at(shape.seenDay)}, ${shape.seenDay === null ? null : at(shape.seenDay)}, ${JSON.stringify(shape.tier === null ? {} : { tier: shape.tier })}::jsonb)`);
  for (const n of shape.deals) {
    await tx.run(sql`insert into opportunity_contact (workspace_id, opportunity_id, contact_id, role, is_primary)
      values (${workspaceId}, ${world.deals[n]}, ${id}, ${shape.role}, ${shape.primary})`);
  }
  for (let n = 0; n < shape.externalIds; n += 1) {
    await tx.run(sql`insert into external_id (workspace_id, record_type, system, external_id, record_id)
      values (${workspaceId}, 'contact', 'crm', ${`${id}:${n}`}, ${id})`);
  }
  for (let n = 0; n < shape.profiles; n += 1) {
    const profileId = newId();
    await tx.run(sql`insert into profile (id, workspace_id, anonymous_id, first_seen_at, last_seen_at)
      values (${profileId}, ${workspaceId}, ${`${id}:${n}`}, ${at(1)}, ${at(2)})`);
    const binding = { profileId, contactId: id, at: at(1), isNewProfile: n === 0 };
    await bindImported({ tx, workspaceId, now, source: 'crm', bindings: [binding] });
  }
  for (const { stage, day } of shape.stages) {
    await tx.run(sql`insert into stage_change (id, workspace_id, contact_id, outcome, stage, at, source, source_key)
      values (${newId()}, ${workspaceId}, ${id}, 'reached', ${stage}, ${at(day)}, 'import', ${`crm:${stage}`})`);
  }
}

/** All that a merge may touch, but for the times of writing. */
function stateOf(world: World): Promise<unknown> {
  return services.database.inWorkspace(world.workspaceId, async (tx) => ({
    contacts: await tx.rows(sql`select to_jsonb(c) - 'updated_at' as row from contact c order by id`),
    accounts: await tx.rows(sql`select to_jsonb(a) - 'updated_at' as row from account a order by id`),
    deals: await tx.rows(sql`select to_jsonb(o) - 'updated_at' as row from opportunity o order by id`),
    groups: await tx.rows(sql`select * from opportunity_contact order by opportunity_id, contact_id`),
    externalIds: await tx.rows(sql`select * from external_id order by external_id`),
    profiles: await tx.rows(sql`select * from profile order by id`),
    bindings:
      await tx.rows(sql`select profile_id, contact_id, person_key, from_at::text, to_at::text from profile_binding
      order by profile_id, from_at`),
    persons: await tx.rows(sql`select * from identity_person order by person_key`),
    stages: await tx.rows(sql`select * from stage_change order by id`),
  }));
}

const merge = (world: World, choices: Record<string, 'kept' | 'merged'> = {}) =>
  services.database.inWorkspace(world.workspaceId, (tx) =>
    mergeRecords({
      tx,
      ...world,
      now,
      recordType: 'contact',
      keptId: world.kept,
      mergedId: world.merged,
      choices,
    }),
  );
const undo = (world: World, mergeId: string) =>
  services.database.inWorkspace(world.workspaceId, (tx) => undoMerge({ tx, ...world, now, mergeId }));

describe('merging two contacts', () => {
  it('undone, leaves everything as it was', () =>
    fc.assert(
      fc.asyncProperty(
        contact,
        contact,
        fc.constantFrom('kept' as const, 'merged' as const),
        async (a, b, side) => {
          const world = await makeWorld(a, b);
          const before = await stateOf(world);
          const { mergeId } = await merge(world, { name: side });
          const { notUndone } = await undo(world, mergeId);
          expect(notUndone).toEqual([]);
          expect(await stateOf(world)).toEqual(before);
        },
      ),
      { numRuns: 25 },
    ));

  it('joins both histories, moves what hung on the other, and keeps blank fields filled', () =>
    fc.assert(
      fc.asyncProperty(contact, contact, async (a, b) => {
        const world = await makeWorld(a, b);
        const preview = await services.database.inWorkspace(world.workspaceId, (tx) =>
          previewMerge({ tx, recordType: 'contact', keptId: world.kept, mergedId: world.merged }),
        );
        expect(preview.moves).toMatchObject({
          deals: b.deals.length,
          profiles: b.profiles,
          externalIds: b.externalIds,
          stageChanges: b.stages.length,
        });
        await merge(world);
        const detail = await services.database.inWorkspace(world.workspaceId, (tx) =>
          getContact({ tx, contactId: world.merged }),
        );
        expect(detail).toMatchObject({
          id: world.kept,
          mergedFrom: world.merged,
          title: a.title ?? b.title,
          email: a.email ?? b.email,
        });
        expect(detail.custom.tier ?? null).toBe(a.tier ?? b.tier);
        const aside = await services.database.inWorkspace(world.workspaceId, (tx) =>
          tx.first(
            sql`select channel, channel_seen_at as seen, known_since as known from contact where id = ${world.kept}`,
          ),
        );
        const seen = (shape: Shape) => (shape.seenDay === null ? null : new Date(at(shape.seenDay)));
        const days = [a.seenDay, b.seenDay].filter((day) => day !== null);
        expect(aside).toEqual({
          channel: a.channel ?? b.channel,
          seen: seen(a.channel === null && b.channel !== null ? b : a),
          known: days.length === 0 ? null : new Date(at(Math.min(...days))),
        });
        expect(detail.stageHistory).toHaveLength(a.stages.length + b.stages.length);
        expect(detail.externalIds).toHaveLength(a.externalIds + b.externalIds);
        expect(detail.profiles).toHaveLength(a.profiles + b.profiles);
        expect(new Set(detail.deals.map((deal) => deal.id)).size).toBe(
          new Set([...a.deals, ...b.deals]).size,
        );
        const furthest = ['sql', 'sal', 'mql', 'inquiry'].find((key) =>
          [...a.stages, ...b.stages].some((change) => change.stage === key),
        );
        expect(detail.lifecycleStage).toBe(furthest ?? null);
        for (const field of preview.fields)
          expect(field.wins).toBe(field.kept === field.merged ? 'same' : field.kept ? 'kept' : 'merged');
      }),
      { numRuns: 15 },
    ));

  const plain: Shape = {
    email: null,
    firstName: null,
    name: 'Ada',
    title: 'CFO',
    owner: null,
    company: null,
    tier: null,
    channel: null,
    seenDay: null,
    lastDay: null,
    deals: [0],
    primary: true,
    role: 'buyer',
    externalIds: 1,
    profiles: 0,
    stages: [],
  };

  it('undone after later edits, keeps those and names them', async () => {
    const world = await makeWorld({ ...plain, title: null, deals: [] }, plain);
    const { mergeId } = await merge(world);
    await services.database.inWorkspace(world.workspaceId, async (tx) => {
      await updateContact({ tx, ...world, now, input: { contactId: world.kept, title: 'CEO' } });
      await tx.run(sql`delete from opportunity_contact where contact_id = ${world.kept}`);
    });
    const { notUndone } = await undo(world, mergeId);
    expect(notUndone.map((one) => one.what).sort()).toEqual(['place in a deal', 'title']);
    const kept = await services.database.inWorkspace(world.workspaceId, (tx) =>
      getContact({ tx, contactId: world.kept }),
    );
    expect(kept.title).toBe('CEO');
    expect(kept.merges).toMatchObject([{ mergedRecord: { name: 'Ada' }, undoneBy: 'test' }]);
  });

  it('can be chained, and is undone from the last one back', async () => {
    const world = await makeWorld(plain, plain);
    const first = await merge(world);
    const third = newId();
    await services.database.inWorkspace(world.workspaceId, (tx) => insertContact(tx, world, third, plain));
    const second = await services.database.inWorkspace(world.workspaceId, (tx) =>
      mergeRecords({ tx, ...world, now, recordType: 'contact', keptId: third, mergedId: world.kept }),
    );
    const ids = await services.database.inWorkspace(world.workspaceId, (tx) =>
      idsMergedInto(tx, 'contact', third),
    );
    expect(new Set(ids)).toEqual(new Set([third, world.kept, world.merged]));
    await expect(undo(world, first.mergeId)).rejects.toMatchObject({ code: 'conflict' });
    await undo(world, second.mergeId);
    await undo(world, first.mergeId);
    await expect(undo(world, first.mergeId)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('refuses itself, a record merged away, one of another workspace, and one changed since the preview', async () => {
    const world = await makeWorld(plain, plain);
    const other = await makeWorld(plain, plain);
    const tried = (input: { keptId: string; mergedId: string; expectedKeptUpdatedAt?: string }) =>
      expect(
        services.database.inWorkspace(world.workspaceId, (tx) =>
          mergeRecords({ tx, ...world, now, recordType: 'contact', ...input }),
        ),
      ).rejects;
    await tried({ keptId: world.kept, mergedId: world.kept }).toMatchObject({ code: 'invalid_input' });
    await tried({ keptId: world.kept, mergedId: other.merged }).toMatchObject({ code: 'not_found' });
    await tried({ keptId: world.kept, mergedId: world.merged, expectedKeptUpdatedAt: at(1) }).toMatchObject({
      code: 'conflict',
    });
    await merge(world);
    await tried({ keptId: world.kept, mergedId: world.merged }).toMatchObject({ code: 'not_found' });
  });
});

describe('merging two accounts', () => {
  it('moves people, deals and subsidiaries, and undone leaves everything as it was', async () => {
    const shape = fc.sample(contact, { numRuns: 1, seed: 3 })[0];
    if (!shape) throw new Error('no sample');
    const world = await makeWorld({ ...shape, company: 0 }, { ...shape, company: 1 });
    const [keptId = '', mergedId = ''] = world.companies;
    const child = newId();
    await services.database.inWorkspace(world.workspaceId, async (tx) => {
      await tx.run(
        sql`insert into account (id, workspace_id, name, parent_id) values (${child}, ${world.workspaceId}, 'Child', ${mergedId})`,
      );
      await tx.run(sql`update account set domain = 'acme.com', parent_id = ${mergedId} where id = ${keptId}`);
      await tx.run(sql`update account set industry = 'Pumps' where id = ${mergedId}`);
      await tx.run(sql`update opportunity set account_id = ${mergedId} where id = ${world.deals[0]}`);
    });
    const before = await stateOf(world);
    const { mergeId } = await services.database.inWorkspace(world.workspaceId, (tx) =>
      mergeRecords({ tx, ...world, now, recordType: 'account', keptId, mergedId }),
    );
    await services.database.inWorkspace(world.workspaceId, async (tx) => {
      expect(
        await tx.first(sql`select domain, industry, parent_id from account where id = ${keptId}`),
      ).toEqual({ domain: 'acme.com', industry: 'Pumps', parent_id: null });
      expect(await tx.rows(sql`select distinct account_id from contact`)).toEqual([{ account_id: keptId }]);
      expect(await tx.first(sql`select parent_id from account where id = ${child}`)).toEqual({
        parent_id: keptId,
      });
    });
    expect(await undo(world, mergeId)).toEqual({ keptId, mergedId, notUndone: [] });
    expect(await stateOf(world)).toEqual(before);
  });
});
