import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../test/support/services.ts';
import { createTestWorkspace } from '../../../test/support/workspace.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { runSampleLoad, startSampleLoad } from './load-sample-company.ts';
import { simulate } from './simulator/simulate.ts';
import { whatWasSaid } from './what-was-said.ts';

const now = new Date('2026-06-03T12:00:00Z');
let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(now);
});
afterAll(() => services.close());

test('the same story tells the same conversations, but for the ids of what was exchanged', () => {
  const { accounts } = simulate({ seed: 7, scale: 0.02, endAt: now });
  for (const story of accounts()) {
    const [once, again] = [whatWasSaid(story, now), whatWasSaid(story, now)];
    const told = (said: typeof once) =>
      [...said].map(([id, one]) => [id, { ...one, items: one.items.map(({ what, text }) => [what, text]) }]);
    expect(told(again)).toEqual(told(once));
  }
});

test('the sample company has conversations with open and answered questions, next steps, deals and a few private ones', {
  timeout: 60_000,
}, async () => {
  const { workspaceId, actor } = await createTestWorkspace(services);
  const within = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  const load = await within((tx) =>
    startSampleLoad({ tx, workspaceId, actor, seed: 3, scale: 0.3, endAt: undefined, now }),
  );
  await runSampleLoad(services, { workspaceId, loadId: load.id, onRecordsIn: async () => {} });
  const counts = await within((tx) =>
    tx.first<Record<string, number>>(sql`select
      (select count(*) from interaction where kind = 'person' and type <> 'asset_shared') as talks,
      (select count(*) from conversation) as conversations,
      (select count(*) from conversation c join interaction i on i.id = c.interaction_id
        where i.type <> c.type or i.occurred_at <> c.occurred_at) as astray,
      (select count(*) from conversation c where not exists (
        select 1 from conversation_participant p where p.conversation_id = c.id and p.contact_id is not null)) as lonely,
      (select count(*) from conversation where private) as private,
      (select count(*) from interaction i join conversation c on c.interaction_id = i.id
        where c.private and (i.subject is not null or i.properties ? 'topic')) as leaking,
      (select count(*) from conversation where opportunity_id is not null) as with_deal,
      (select count(*) from conversation where next_step is not null and next_step_done_at is null) as open_steps,
      (select count(*) from conversation where next_step_done_at is not null) as done_steps,
      (select count(*) from exchanged_item where what = 'question') as questions,
      (select count(*) from exchanged_item where what = 'answer') as answers,
      (select count(*) from exchanged_item a join exchanged_item q on q.id = a.answers_id where a.at < q.at) as too_soon,
      (select count(*) from interaction_participant) as others`),
  );
  expect(counts).toMatchObject({
    conversations: counts?.talks,
    astray: 0,
    lonely: 0,
    leaking: 0,
    too_soon: 0,
  });
  for (const name of ['private', 'with_deal', 'open_steps', 'done_steps', 'questions', 'answers', 'others']) {
    expect(counts?.[name] ?? 0, name).toBeGreaterThan(0);
  }
  expect(counts?.answers ?? 0).toBeLessThan(counts?.questions ?? 0);
});
