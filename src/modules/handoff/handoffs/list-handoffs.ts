import type { z } from 'zod';
import { decodeCursor, encodeCursor, toPage } from '../../../platform/http/paging.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { openRoomOf } from '../routing/open-room.ts';
import type { HandoffRow, handoffsContract } from './contract.ts';
import { workspaceDay } from './days.ts';
import { lateAt, presentRow, type RowOf, rowColumns, rowJoins } from './handoff-rows.ts';

type Input = z.infer<NonNullable<(typeof handoffsContract.list)['~orpc']['inputSchema']>>;
type List = z.infer<NonNullable<(typeof handoffsContract.list)['~orpc']['outputSchema']>>;

type Asked = {
  tx: Tx;
  workspaceId: string;
  userId: string | null;
  now: Date;
  input: Input;
};
type Page = { items: HandoffRow[]; nextCursor: string | null };

/** Hand-offs: what sales has to do next, what came back to marketing, or all of them. */
export async function listHandoffs(asked: Asked): Promise<List> {
  const { tx, userId, now } = asked;
  const me = await callerOf(tx, userId);
  const where = await conditions(asked, me);
  const page = await pages[asked.input.view](asked, where);
  return { ...page, counts: await countHandoffs({ tx, now, me, where }) };
}

async function callerOf(tx: Tx, userId: string | null): Promise<string | null> {
  if (userId === null) return null;
  const row = await tx.first<{ id: string }>(
    sql`select id from teammate where user_id = ${userId} order by created_at, id limit 1`,
  );
  return row?.id ?? null;
}

/** What is asked for; who is nobody's teammate has no hand-offs of their own. */
async function conditions({ tx, now, input }: Asked, me: string | null): Promise<SQL> {
  const { view } = input;
  const parts: SQL[] = [];
  if (view === 'queue') parts.push(sql`h.closed_at is null`, whoseCondition(input, me));
  if (view === 'returned') parts.push(sql`h.follow_up = 'open'`);
  const equal: [SQL, string | undefined][] = [
    [sql`h.owner_id`, input.ownerId],
    [sql`h.state`, input.state],
    [sql`h.contact_id`, input.contactId],
    [sql`h.account_id`, input.accountId],
    [sql`h.campaign_id`, input.campaignId],
    [sql`h.reason_key`, input.reasonKey],
    [sql`h.packet -> 'who' ->> 'persona'`, input.persona],
  ];
  for (const [column, value] of equal) if (value !== undefined) parts.push(sql`${column} = ${value}`);
  if (input.late !== undefined) parts.push(sql`${lateAt(now)} = ${input.late}`);
  if (input.from !== undefined || input.to !== undefined) {
    const zone =
      (await tx.first<{ zone: string }>(sql`select time_zone as zone from workspace`))?.zone ?? 'UTC';
    const dayOf = (day: string) => sql`(${day}::date::timestamp at time zone ${zone})`;
    if (input.from !== undefined) parts.push(sql`h.offered_at >= ${dayOf(input.from)}`);
    if (input.to !== undefined) parts.push(sql`h.offered_at < ${dayOf(input.to)} + interval '1 day'`);
  }
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `);
}

function whoseCondition({ whose = 'mine', ownerId }: Input, me: string | null): SQL {
  if (ownerId !== undefined || whose === 'everybody') return sql`true`;
  if (whose === 'pool') return sql`h.owner_id is null`;
  return me === null ? sql`false` : sql`h.owner_id = ${me}`;
}

type ListPage = (asked: Asked, where: SQL) => Promise<Page>;

/**
 * What to do next. First what is past what sales promised, the most valuable first; then what is worth most for the
 * time that is left for it; last what nothing is due of, or stands still, by worth.
 *
 * Worth is the points of the lead's score and the likelihood that a lead of its grade becomes a deal, from the hand-offs
 * of the last year: of two of the same points the likelier goes first. What counts as time left is the first response
 * while there is none, then the answer, in hours, of which a quarter is the least.
 */
const listQueue: ListPage = async ({ tx, now, input }, where) => {
  const [asOf, offset] = queuePlace(input.cursor, now);
  const rows = await tx.rows<RowOf>(sql`
    with likely as (${likelihoods(asOf)}), asked as (
      select h.*, ${lateAt(asOf)} as late, (1 + coalesce(h.points_milli, 0) / 1000.0) * coalesce(l.share, ${unknownShare}::float8) as worth,
        case when h.paused_at is null then least(
          case when h.first_response_at is null then h.response_due_at end,
          case when h.state = 'offered' then h.disposition_due_at end) end as due
      from handoff h left join likely l on l.letter = left(h.grade, 1) where ${where}
    ), queue as (
      select *, row_number() over (order by late desc,
        case when late then worth when due is null then 0
          else worth / greatest(extract(epoch from due - ${asOf}) / 3600.0, 0.25) end desc,
        worth desc, due, offered_at, id) as place
      from asked
    )
    select ${rowColumns(asOf)} from (select * from queue order by place limit ${input.limit + 1} offset ${offset}) as h
    ${rowJoins} order by h.place`);
  return {
    items: rows.slice(0, input.limit).map(presentRow),
    nextCursor: rows.length > input.limit ? encodeCursor([asOf.toISOString(), offset + input.limit]) : null,
  };
};

/** The share of a grade of which little is known, and how many hand-offs its guess is worth against what is known. */
const unknownShare = 0.1;
const guessWeight = 10;

/** Of the hand-offs that were closed within a year, the share that became deals, by the letter of the grade. */
const likelihoods = (asOf: Date): SQL => sql`
  select left(grade, 1) as letter,
    (count(*) filter (where state = 'converted') + ${unknownShare * guessWeight}::float8) / (count(*) + ${guessWeight}) as share
  from handoff where grade is not null and closed_at > ${asOf}::timestamptz - interval '1 year' and state <> 'withdrawn'
  group by 1`;

/** The order changes with time: further pages are of the moment of the first. */
function queuePlace(cursor: string | undefined, now: Date): [asOf: Date, offset: number] {
  if (cursor === undefined) return [now, 0];
  const [at, offset] = decodeCursor(cursor, 2);
  const asOf = new Date(String(at));
  return [
    Number.isNaN(asOf.getTime()) ? now : asOf,
    typeof offset === 'number' && offset > 0 ? Math.floor(offset) : 0,
  ];
}

type Returned = RowOf & { later: boolean; cameBackAt: string };

/** What came back, latest first; what was put off to a day that is still to come stands behind. */
const listReturned: ListPage = async ({ tx, now, input }, where) => {
  const today = await workspaceDay(tx, now);
  const [later, at, id] = input.cursor === undefined ? [] : decodeCursor(input.cursor, 3);
  const after =
    input.cursor === undefined
      ? sql`true`
      : sql`(later::int, -extract(epoch from h.closed_at), h.id) > (${later}::int, -extract(epoch from ${at}::timestamptz), ${id}::uuid)`;
  const rows = await tx.rows<Returned>(sql`
    select ${rowColumns(now)}, h.later, h.closed_at::text as "cameBackAt"
    from (select *, coalesce(recycle_on > ${today}::date, false) as later from handoff) as h ${rowJoins}
    where ${where} and ${after} order by later, h.closed_at desc, h.id limit ${input.limit + 1}`);
  return toPage({
    rows,
    limit: input.limit,
    item: presentRow,
    cursor: (row) => [row.later ? 1 : 0, row.cameBackAt, row.id],
  });
};

const listAll: ListPage = async ({ tx, now, input }, where) => {
  const [at, id] = input.cursor === undefined ? [] : decodeCursor(input.cursor, 2);
  const after =
    input.cursor === undefined ? sql`true` : sql`(h.offered_at, h.id) < (${at}::timestamptz, ${id}::uuid)`;
  const rows = await tx.rows<RowOf & { offeredText: string }>(sql`
    select ${rowColumns(now)}, h.offered_at::text as "offeredText"
    from (select * from handoff h where ${where} and ${after}
      order by h.offered_at desc, h.id desc limit ${input.limit + 1}) as h ${rowJoins}
    order by h.offered_at desc, h.id desc`);
  return toPage({ rows, limit: input.limit, item: presentRow, cursor: (row) => [row.offeredText, row.id] });
};

const pages: Record<Input['view'], ListPage> = { queue: listQueue, returned: listReturned, all: listAll };

type Counted = { open: number; late: number; nextDueAt: Date | null };

/** Of what was asked for, how many; and what the caller holds and may still take. */
async function countHandoffs(options: {
  tx: Tx;
  now: Date;
  me: string | null;
  where: SQL;
}): Promise<List['counts']> {
  const { tx, now, me, where } = options;
  const counted = await tx.first<Counted>(sql`select count(*)::int as open,
      count(*) filter (where ${lateAt(now)})::int as late,
      min(least(case when h.first_response_at is null then h.response_due_at end,
        case when h.state = 'offered' then h.disposition_due_at end))
        filter (where h.closed_at is null and h.paused_at is null
          and least(case when h.first_response_at is null then h.response_due_at end,
            case when h.state = 'offered' then h.disposition_due_at end) > ${now}) as "nextDueAt"
    from handoff h where ${where}`);
  const pool = await tx.first<{ count: number }>(
    sql`select count(*)::int as count from handoff where owner_id is null and closed_at is null`,
  );
  const room = me === null ? null : await openRoomOf(tx, { teammateId: me, now });
  return {
    open: counted?.open ?? 0,
    late: counted?.late ?? 0,
    mine: room?.open ?? 0,
    room: room === null || room.capacity === null ? null : Math.max(0, room.capacity - room.open),
    nextDueAt: counted?.nextDueAt?.toISOString() ?? null,
    pool: pool?.count ?? 0,
  };
}
