import { decodeCursor, toPage } from '../../platform/http/paging.ts';
import { type SQL, sql, type Tx } from '../../platform/postgres/database.ts';
import { joinSurvivor } from '../people/index.ts';
import type { OpenStep } from './contract.ts';
import { named } from './ledger-items.ts';
import { mayReadPrivate } from './may-read-private.ts';

type StepRow = {
  conversation_id: string;
  type: OpenStep['type'];
  occurred_at: Date;
  text: string;
  on: string | null;
  order_on: string;
  late: boolean;
  contact_id: string | null;
  contact_name: string | null;
  account_id: string | null;
  account_name: string | null;
  opportunity_id: string | null;
  opportunity_name: string | null;
  teammate_id: string | null;
  teammate_name: string | null;
};

const isOpen = sql`c.next_step is not null and c.next_step_done_at is null and c.withdrawn_at is null`;
const orderOn = sql`coalesce(c.next_step_on, 'infinity'::date)`;

/** Next steps that nobody has done yet, the soonest first, those without a day last. */
export async function listNextSteps(options: {
  tx: Tx;
  userId: string | null;
  now: Date;
  cursor?: string | undefined;
  limit: number;
  mine: boolean;
  late: boolean;
}): Promise<{ items: OpenStep[]; nextCursor: string | null }> {
  const { userId, cursor, limit } = options;
  const conditions: SQL[] = [];
  if (options.mine) conditions.push(isMine(userId));
  if (options.late) conditions.push(sql`c.next_step_on < ${await todayOf(options)}::date`);
  if (cursor !== undefined) {
    const [on, id] = decodeCursor(cursor, 2);
    conditions.push(sql`(${orderOn}, c.id) > (${on}::date, ${id}::uuid)`);
  }
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
  const rows = await loadSteps(options, { where, limit: limit + 1 });
  return toPage({ rows, limit, item: stepOf, cursor: (row) => [row.order_on, row.conversation_id] });
}

/** Whose it is: the first of our side in the conversation, else who logged it. */
function isMine(userId: string | null): SQL {
  if (userId === null) return sql`false`;
  return sql`(c.teammate_id in (select id from teammate where user_id = ${userId}::uuid)
    or (c.teammate_id is null and c.logged_by_user_id = ${userId}::uuid))`;
}

/** Open steps of conversations that meet a condition on `c`. */
export async function openSteps(
  options: { tx: Tx; userId: string | null; now: Date },
  where: SQL,
  limit: number,
): Promise<OpenStep[]> {
  return (await loadSteps(options, { where, limit })).map(stepOf);
}

async function loadSteps(
  options: { tx: Tx; userId: string | null; now: Date },
  { where, limit }: { where: SQL; limit: number },
): Promise<StepRow[]> {
  const { tx, userId } = options;
  return tx.rows<StepRow>(sql`
    with step as (
      select c.* from conversation c where ${isOpen} and ${mayReadPrivate(userId)} and ${where}
      order by ${orderOn}, c.id limit ${limit}
    )
    select c.id as conversation_id, c.type, c.occurred_at, c.next_step as text, c.next_step_on as "on",
      ${orderOn}::text as order_on, coalesce(c.next_step_on < ${await todayOf(options)}::date, false) as late,
      them.id as contact_id, coalesce(nullif(them.name, ''), them.email) as contact_name, a.id as account_id,
      a.name as account_name, o.id as opportunity_id, o.name as opportunity_name, t.id as teammate_id,
      t.name as teammate_name
    from step c
    left join lateral (
      select p.contact_id from conversation_participant p
      where p.conversation_id = c.id and p.contact_id is not null order by p.position limit 1
    ) first on true
    ${joinSurvivor('contact', sql`first.contact_id`, sql`them`)}
    left join account a on a.id = c.account_id
    left join opportunity o on o.id = c.opportunity_id
    left join teammate t on t.id = c.teammate_id
    order by ${orderOn}, c.id`);
}

/** The day it is now where the workspace is. */
async function todayOf({ tx, now }: { tx: Tx; now: Date }): Promise<string> {
  const row = await tx.first<{ today: string }>(sql`
    select (${now}::timestamptz at time zone time_zone)::date::text as today from workspace
    where id = current_setting('liaison.workspace_id')::uuid`);
  return row?.today ?? now.toISOString().slice(0, 10);
}

function stepOf(row: StepRow): OpenStep {
  return {
    conversationId: row.conversation_id,
    type: row.type,
    occurredAt: row.occurred_at.toISOString(),
    text: row.text,
    on: row.on,
    late: row.late,
    contact: named(row.contact_id, row.contact_name),
    account: named(row.account_id, row.account_name),
    opportunity: named(row.opportunity_id, row.opportunity_name),
    teammate: named(row.teammate_id, row.teammate_name),
  };
}
