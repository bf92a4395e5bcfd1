import { readdir } from 'node:fs/promises';
import type { Api } from './api.ts';
import { connectAsAdmin, digestOf, projectedIds } from './engine-access.ts';
import type { EventLoad } from './event-load.ts';
import { numberField, textField } from './fields.ts';
import { until } from './until.ts';

type Client = Awaited<ReturnType<typeof connectAsAdmin>>;

const settleWithinMs = 60_000;

/**
 * What must be so when the clients have delivered all they had: each event once, and every store saying the same.
 * Answers how often the projection was made anew, which a full disk alone excuses: it can leave a file of the engine damaged.
 */
export async function checkLife(options: {
  dataDir: string;
  api: Api;
  load: EventLoad;
  diskWasFull: boolean;
}): Promise<number> {
  const { dataDir, api, load, diskWasFull } = options;
  const client = await connectAsAdmin(dataDir);
  try {
    await checkEvents(client, load);
    await checkVisitors(client);
    await checkCounts(client, load);
    await checkIdentities(client, load);
    await checkProjection(client, api, dataDir);
  } finally {
    await client.end();
  }
  const broken = (await readdir(dataDir)).filter((name) => name.startsWith('clickhouse.broken'));
  if (broken.length > 0 && !diskWasFull) throw new Error(`the projection was given up: ${broken.join(', ')}`);
  return broken.length;
}

/** Every acknowledged event is there exactly once; one whose client gave up at most once; nothing else is there. */
async function checkEvents(client: Client, load: EventLoad): Promise<void> {
  const { rows } = await client.query<{ id: string; times: number }>(
    `select id, count(*)::int as times from (
       select external_id as id from interaction where source = 'tracking'
       union all select message_id from identity_fact where source = 'tracking' and kind = 'identify'
         and traits ? 'email') as there
     group by id`,
  );
  const stored = new Map(rows.map(({ id, times }) => [id, times]));
  const problems: string[] = [];
  for (const id of load.acknowledged.keys())
    if (stored.get(id) !== 1) problems.push(`acknowledged ${id} is there ${stored.get(id) ?? 0} times`);
  for (const [id, times] of stored) {
    if (times !== 1) problems.push(`${id} is there ${times} times`);
    if (!load.acknowledged.has(id) && !load.abandoned.has(id)) problems.push(`${id} was never sent`);
  }
  if (problems.length > 0)
    throw new Error(`${problems.length} events are wrong: ${problems.slice(0, 5).join('; ')}`);
}

/** Every event belongs to the visitor it names, and every visitor is one profile. */
async function checkVisitors(client: Client): Promise<void> {
  const { rows } = await client.query<{ strangers: number; profiles: number; visitors: number }>(
    `select count(*) filter (where p.anonymous_id is distinct from i.properties->>'visitor')::int as strangers,
       count(distinct p.id)::int as profiles, count(distinct i.properties->>'visitor')::int as visitors
     from interaction i left join profile p on p.id = i.profile_id where i.source = 'tracking'`,
  );
  const [row] = rows;
  if (row?.strangers !== 0 || row.profiles !== row.visitors)
    throw new Error(`profiles and visitors do not match: ${JSON.stringify(row)}`);
}

/** received = accepted + duplicate + dead-lettered, and each is what the clients and the log know of it. */
async function checkCounts(client: Client, load: EventLoad): Promise<void> {
  const { rows } = await client.query<
    Record<'received' | 'accepted' | 'duplicate' | 'dead' | 'receipts', number>
  >(
    `select sum(received)::int as received, sum(accepted)::int as accepted, sum(duplicate)::int as duplicate,
       sum(dead_lettered)::int as dead, (select count(*) from tracking_receipt)::int as receipts
     from log_count where door = 'tracking'`,
  );
  const [counts] = rows;
  const { acknowledgedEvents, sentEvents } = load.counts;
  const isLawful =
    counts !== undefined &&
    counts.received === counts.accepted + counts.duplicate + counts.dead &&
    counts.dead === 0 &&
    counts.accepted === counts.receipts &&
    counts.received >= acknowledgedEvents &&
    counts.received <= sentEvents;
  if (!isLawful)
    throw new Error(`the counts are wrong: ${JSON.stringify({ ...counts, acknowledgedEvents, sentEvents })}`);
}

/** Everybody who said who they are is one person, and their device is theirs. */
async function checkIdentities(client: Client, load: EventLoad): Promise<void> {
  await until('every fact is settled', settleWithinMs, async () => {
    const { rows } = await client.query<{ waiting: number }>(
      'select count(*)::int as waiting from identity_fact where settled_at is null',
    );
    return rows[0]?.waiting === 0;
  });
  const { rows } = await client.query<{ anonymous_id: string; email: string; people: number; own: number }>(
    `select p.anonymous_id, f.email, count(distinct c.id)::int as people, count(distinct b.contact_id)::int as own
     from (select distinct profile_id, email from identity_fact where email is not null) f
     join profile p on p.id = f.profile_id
     left join contact c on c.email = f.email and c.merged_into_id is null
     left join profile_binding b on b.profile_id = f.profile_id and b.contact_id = c.id
     group by p.anonymous_id, f.email`,
  );
  const wrong = rows.filter(({ people, own }) => people !== 1 || own !== 1);
  if (wrong.length > 0) throw new Error(`identities are wrong: ${JSON.stringify(wrong.slice(0, 3))}`);
  const bound = new Set(rows.map((row) => row.anonymous_id));
  for (const { kind, anonymousId } of load.acknowledged.values())
    if (kind === 'identify' && !bound.has(anonymousId))
      throw new Error(`${anonymousId} said who they are, and nobody knows`);
}

/** The projection holds the log's rows, in the log's order. */
async function checkProjection(client: Client, api: Api, dataDir: string): Promise<void> {
  await until('the projection follows the log', settleWithinMs, async () => {
    const state = await api.get('/projection');
    return textField(state, 'state') === 'following' && numberField(state, 'lagRows') === 0;
  });
  const { rows } = await client.query<{ id: string }>('select id from interaction order by position');
  const log = digestOf(rows.map(({ id }) => id));
  const projected = await projectedIds(dataDir);
  if (projected.digest !== log.digest)
    throw new Error(`the projection (${projected.rows} rows) is not the log (${log.rows} rows)`);
}
