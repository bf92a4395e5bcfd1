import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace, type TestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { ingest } from '../../people/index.ts';
import { foldText } from '../rules/rule.ts';
import { factsCaughtUp, openFactsProjector } from './facts.test-support.ts';
import { leadFactsReady } from './lead-facts-ready.ts';
import { foldSql } from './lead-interactions-sql.ts';
import { loadLeadHistories } from './load-lead-histories.ts';
import { refreshLeadInteractions } from './refresh-lead-interactions.ts';

let services: TestServices;
let workspace: TestWorkspace;

beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) =>
  services.database.inWorkspace(workspace.workspaceId, work);
const at = (day: number) => new Date(Date.UTC(2026, 0, day, 10, 0, 0, 123));

type Fact = Record<string, unknown>;

/** Everybody's interactions, as PostgreSQL says them. */
async function inPostgres(): Promise<Fact[]> {
  const histories = await inWorkspace(async (tx) => {
    const rows = await tx.rows<{ id: string }>(sql`select id from contact where merged_into_id is null`);
    return loadLeadHistories(
      tx,
      rows.map((row) => row.id),
    );
  });
  const facts = histories.flatMap((history) =>
    history.interactions.map((fact) => ({
      person: history.contactId,
      id: fact.id,
      at: fact.atMs,
      kind: fact.kind,
      type: foldText(fact.type),
      counted: fact.counted,
      channel: foldText(fact.channel ?? ''),
      topics: fact.topics,
      page: fact.page ?? '',
      direction: fact.direction ?? '',
      seconds: fact.engagedSeconds,
      percent: fact.completionPercent ?? -1,
    })),
  );
  return facts.sort(byPerson);
}

const byPerson = (a: Fact, b: Fact) => (`${a.person} ${a.id}` < `${b.person} ${b.id}` ? -1 : 1);

async function inClickHouse(): Promise<Fact[]> {
  const result = await services.clickhouse.query({
    query: `select person_id as person, id, toInt64(toUnixTimestamp64Milli(at)) as at, kind, type, counted, channel, topics, page,
      direction, toInt32(engaged_seconds) as seconds, toInt32(completion_percent) as percent
      from lead_interaction where workspace_id = {workspace: UUID}`,
    query_params: { workspace: workspace.workspaceId },
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  });
  return (await result.json<Fact>()).sort(byPerson);
}

async function visit(profile: string, day: number, more: object = {}): Promise<void> {
  await inWorkspace((tx) =>
    ingest(tx, {
      workspaceId: workspace.workspaceId,
      system: 'web',
      actorName: 'test',
      now: at(20),
      batch: {
        interactions: [
          {
            key: 'i',
            kind: 'content',
            type: 'page_view',
            occurredAt: at(day),
            profile,
            url: 'https://Acme.com/Preise?utm=1#top',
            channel: ' Organic ',
            completion: 0.345,
            properties: { topic: 'Ärger ', topics: ['PRICE', 7, '', 'price'] },
            ...more,
          },
        ],
      },
    }),
  );
}

async function signIn(profile: string, email: string, day: number): Promise<void> {
  const seen = { firstSeenAt: at(day), lastSeenAt: at(day) };
  await inWorkspace((tx) =>
    ingest(tx, {
      workspaceId: workspace.workspaceId,
      system: 'crm',
      actorName: 'test',
      now: at(20),
      batch: {
        contacts: [{ key: 'c', email }],
        profiles: [{ key: 'p', anonymousId: profile, contact: { key: 'c' }, ...seen }],
      },
    }),
  );
}

async function contactOf(email: string): Promise<string> {
  const row = await inWorkspace((tx) =>
    tx.first<{ id: string }>(sql`select id from contact where email = ${email}`),
  );
  if (!row) throw new Error(`no contact ${email}`);
  return row.id;
}

/** A conversation as its own door writes it: with further participants, perhaps in the place of another. */
async function talk(emails: readonly string[], day: number, replaces: string | null = null): Promise<string> {
  const id = newId();
  const [first, ...others] = await Promise.all(emails.map(contactOf));
  const { workspaceId } = workspace;
  await inWorkspace(async (tx) => {
    await tx.run(sql`insert into interaction (id, workspace_id, occurred_at, kind, type, direction, source, contact_id,
        other_contact_ids, replaces_id)
      values (${id}, ${workspaceId}, ${at(day)}::timestamptz, 'person', 'meeting', 'outbound', 'hand', ${first ?? null}::uuid,
        ${sql.param(others)}::uuid[], ${replaces}::uuid)`);
    for (const other of others) {
      await tx.run(sql`insert into interaction_participant (workspace_id, contact_id, occurred_at, interaction_id)
        values (${workspaceId}, ${other}, ${at(day)}::timestamptz, ${id})`);
    }
    if (replaces) {
      await tx.run(sql`insert into interaction_replacement (workspace_id, interaction_id, replaced_by)
        values (${workspaceId}, ${replaces}, ${id})`);
    }
  });
  return id;
}

async function merge(keptEmail: string, mergedEmail: string, undo = false): Promise<void> {
  await inWorkspace((tx) =>
    tx.run(sql`update contact m set merged_into_id = ${undo ? sql`null` : sql`k.id`} from contact k
      where k.email = ${keptEmail} and m.email = ${mergedEmail}`),
  );
}

test('whoever did something has it, by what is known now, whichever way it became known', async () => {
  workspace = await createTestWorkspace(services);
  const projector = openFactsProjector(services);
  onTestFinished(() => projector.stop());
  const rows = async () => {
    await factsCaughtUp(projector);
    await refreshLeadInteractions(services, workspace.workspaceId);
    const found = await inClickHouse();
    expect(found).toEqual(await inPostgres());
    return found.length;
  };
  for (const day of [1, 4, 8]) await visit('kiosk', day);
  expect(await rows()).toBe(0);
  await signIn('kiosk', 'ada@works-a.com', 3);
  expect(await rows()).toBe(3);
  await visit('kiosk', 9, { type: 'page_left', engagedSeconds: 40, completion: 1 });
  await visit('elsewhere', 9, { verified: false });
  expect(await rows()).toBe(4);
  await signIn('kiosk', 'bo@works-b.com', 8);
  await signIn('elsewhere', 'bo@works-b.com', 8);
  expect(await rows()).toBe(4);
  const met = await talk(['bo@works-b.com', 'ada@works-a.com'], 10);
  expect(await rows()).toBe(6);
  await merge('bo@works-b.com', 'ada@works-a.com');
  expect(await rows()).toBe(5);
  await visit('kiosk', 11);
  await merge('bo@works-b.com', 'ada@works-a.com', true);
  expect(await rows()).toBe(7);
  await talk(['ada@works-a.com'], 10, met);
  expect(await rows()).toBe(6);
  await inWorkspace((tx) => tx.run(sql`delete from profile_binding`));
  expect(await rows()).toBe(1);
  await rows();
});

test('after a stop in between, or where rows were lost, all are made anew; two at once do it once', async () => {
  workspace = await createTestWorkspace(services);
  const projector = openFactsProjector(services);
  onTestFinished(() => projector.stop());
  await signIn('own', 'cy@works-c.com', 1);
  for (const day of [2, 3, 4]) await visit('own', day);
  await factsCaughtUp(projector);
  const refresh = () => refreshLeadInteractions(services, workspace.workspaceId);
  await Promise.all([refresh(), refresh(), refresh()]);
  const whole = await inClickHouse();
  expect(whole).toEqual(await inPostgres());
  await services.clickhouse.command({
    query: `insert into lead_interaction select * from lead_interaction where workspace_id = '${workspace.workspaceId}'`,
  });
  await services.clickhouse.command({
    query: `insert into lead_interaction_progress select * replace(true as pending, version + 1 as version)
      from lead_interaction_progress final where workspace_id = '${workspace.workspaceId}'`,
  });
  await refresh();
  expect(await inClickHouse()).toEqual(whole);
});

test('who is to be asked about is known by then', async () => {
  workspace = await createTestWorkspace(services);
  const projector = openFactsProjector(services);
  onTestFinished(() => projector.stop());
  await signIn('own', 'di@works-d.com', 1);
  await visit('own', 2);
  expect(await leadFactsReady(services, workspace.workspaceId, { longestWaitMs: 20_000 })).toBe(true);
  expect(await inClickHouse()).toEqual(await inPostgres());
  await projector.stop();
  await visit('own', 3);
  expect(await leadFactsReady(services, workspace.workspaceId, { longestWaitMs: 0 })).toBe(false);
});

test('ClickHouse folds text as everywhere else', async () => {
  const texts = ['Straße', ' ΣΟΦΌΣ ', 'İstanbul', '\u00a0Ａ１\u2003', '\ufeffx', '\u000b tab\t', 'ﬁn', 'K'];
  const result = await services.clickhouse.query({
    query: `select ${foldSql('one')} as folded from (select arrayJoin({texts: Array(String)}) as one)`,
    query_params: { texts },
    format: 'JSONEachRow',
  });
  expect((await result.json<{ folded: string }>()).map((row) => row.folded)).toEqual(texts.map(foldText));
});
