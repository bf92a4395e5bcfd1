import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';

const most = { urgent: 300, due: 100, bulk: 300, bulkBeside: 40 } as const;
/** A company with more people than that is looked at behind what is urgent. */
const manyPeople = 50;

export const uuids = (ids: readonly string[]): SQL => sql`${sql.param([...ids])}::uuid[]`;

/** Entries of the queue and leads whose time has come, to be looked at together. */
export type Taken = {
  changeIds: readonly number[];
  contactIds: readonly string[];
  /** Nothing urgent is left, as far as was seen. */
  calm: boolean;
};

type Change = { id: number; kind: 'contact' | 'account' | 'opportunity'; record_id: string };

/**
 * Leads are looked at in two lanes side by side, so that one reads and writes while the other works out. A lead is
 * always of the same lane, and never looked at in both at once.
 */
export const lanes = [0, 1] as const;
export type Lane = (typeof lanes)[number];

const ofLane = (id: SQL, lane: Lane): SQL => sql`get_byte(uuid_send(${id}), 15) & 1 = ${lane}`;

/**
 * The next to be looked at: first what people do now, then whose time has come, then what came in bulk. Something of
 * each is always taken, so that none waits for ever.
 */
export async function takeNext(
  tx: Tx,
  options: { workspaceId: string; now: Date; lane: Lane },
): Promise<Taken> {
  const { workspaceId, lane } = options;
  const urgent = await readChanges(tx, { lane, urgency: 0, limit: most.urgent });
  const calm = urgent.length < most.urgent;
  const due = await tx.rows<{ contact_id: string }>(sql`select contact_id from standing_due
    where workspace_id = ${workspaceId} and due_at <= ${options.now} and ${ofLane(sql`contact_id`, lane)}
    order by due_at limit ${most.due}`);
  const bulk = await readChanges(tx, { lane, urgency: 1, limit: calm ? most.bulk : most.bulkBeside });
  const changes = [...urgent, ...bulk];
  await spread(tx, workspaceId, changes);
  const named = changes.filter(({ kind }) => kind === 'contact').map(({ record_id }) => record_id);
  const contactIds = [...new Set([...named, ...due.map((row) => row.contact_id)])];
  const more = await readOthersOf(tx, contactIds);
  return { changeIds: [...new Set([...changes.map(({ id }) => id), ...more])], contactIds, calm };
}

function readChanges(
  tx: Tx,
  { lane, urgency, limit }: { lane: Lane; urgency: 0 | 1; limit: number },
): Promise<Change[]> {
  const others = lane === 0 ? sql`or kind <> 'contact'` : sql`and kind = 'contact'`;
  return tx.rows<Change>(sql`select id, kind, record_id from standing_change
    where workspace_id = current_setting('liaison.workspace_id')::uuid and urgency = ${urgency}
      and (${ofLane(sql`record_id`, lane)} ${others})
    order by id limit ${limit}`);
}

/** Whatever else waits of these leads by now is seen to by the same look, which reads them after this. */
async function readOthersOf(tx: Tx, contactIds: readonly string[]): Promise<number[]> {
  if (contactIds.length === 0) return [];
  const rows = await tx.rows<{ id: number }>(sql`select id from standing_change
    where workspace_id = current_setting('liaison.workspace_id')::uuid and record_id = any(${uuids(contactIds)})
      and kind = 'contact'`);
  return rows.map(({ id }) => id);
}

/** What changed of a company or a deal concerns its people, each of whom is queued. */
async function spread(tx: Tx, workspaceId: string, changes: readonly Change[]): Promise<void> {
  const idsOf = (kind: Change['kind']) => [
    ...new Set(changes.filter((change) => change.kind === kind).map((change) => change.record_id)),
  ];
  const [accountIds, opportunityIds] = [idsOf('account'), idsOf('opportunity')];
  if (accountIds.length + opportunityIds.length === 0) return;
  await tx.run(sql`
    insert into standing_change (workspace_id, urgency, kind, record_id)
    select ${workspaceId}, case when count(*) over () > ${manyPeople} then 1 else 0 end, 'contact', id from (
      select c.id from unnest(${uuids(accountIds)}) as a(id)
      cross join lateral (select p.id from contact p
        where p.workspace_id = ${workspaceId} and p.account_id = a.id and p.merged_into_id is null offset 0) as c
      union
      select c.contact_id from unnest(${uuids(opportunityIds)}) as o(id)
      cross join lateral (select p.contact_id from opportunity_contact p
        where p.workspace_id = ${workspaceId} and p.opportunity_id = o.id offset 0) as c
    ) as person`);
}

export async function dropTaken(tx: Tx, changeIds: readonly number[]): Promise<void> {
  if (changeIds.length === 0) return;
  await tx.run(sql`delete from standing_change
    where workspace_id = current_setting('liaison.workspace_id')::uuid and urgency in (0, 1)
      and id = any(${sql.param([...changeIds])}::bigint[])`);
}

/** One process looks at a workspace's lane at a time; held until the end of the transaction. */
export async function holdLane(tx: Tx, workspaceId: string, lane: Lane): Promise<boolean> {
  const row = await tx.first<{ held: boolean }>(sql`
    select pg_try_advisory_xact_lock(hashtextextended(${`liaison.standing:${workspaceId}`}, ${lane})) as held`);
  return row?.held === true;
}
