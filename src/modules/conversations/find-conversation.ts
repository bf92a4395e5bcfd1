import { AppError, notFound } from '../../platform/errors.ts';
import { type SQL, sql, type Tx } from '../../platform/postgres/database.ts';
import type { Context, ConversationState, ItemState, ParticipantState } from './conversation.ts';
import { hadPartIn, mayReadPrivate } from './may-read-private.ts';

export type ConversationRow = Omit<ConversationState, 'participants' | 'items'> & {
  id: string;
  interactionId: string;
  nextStepDoneAt: Date | null;
  nextStepDoneBy: string | null;
  loggedBy: string;
  createdAt: Date;
  updatedAt: Date;
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
  withdrawnReason: string | null;
  /** Whether the reader had part in it. */
  isPart: boolean;
  readable: boolean;
};

const columns = sql`c.id, c.interaction_id as "interactionId", c.type, c.occurred_at as "occurredAt",
  c.ended_at as "endedAt", c.duration_minutes as "durationMinutes", c.direction, c.account_id as "accountId",
  c.opportunity_id as "opportunityId", c.teammate_id as "teammateId", c.subject, c.body, c.private, c.outcome,
  c.next_step as "nextStep", c.next_step_on as "nextStepOn", c.next_step_done_at as "nextStepDoneAt",
  c.next_step_done_by as "nextStepDoneBy", c.logged_by as "loggedBy", c.source, c.external_id as "externalId",
  c.thread_id as "threadId", c.message_id as "messageId", c.flag_reason as "flagReason", c.created_at as "createdAt", c.updated_at as "updatedAt",
  c.withdrawn_at as "withdrawnAt", c.withdrawn_by as "withdrawnBy", c.withdrawn_reason as "withdrawnReason"`;

type Find = { tx: Tx; userId: string | null; conversationId: string };

/** A conversation by its own id, or by that of any row of the log that stood for it. */
export function findConversation(find: Find): Promise<ConversationRow> {
  return select(find, sql``);
}

/** The same, held until the transaction ends. Who may not read it may not change it either. */
export async function holdConversation(find: Find): Promise<ConversationRow> {
  const row = await select(find, sql`for update of c`);
  if (row.readable) return row;
  throw new AppError(
    'forbidden',
    'This conversation is private. Only those on our side who had part in it, or who logged it, can change it.',
  );
}

/** Refuses what was withdrawn: it must be restored before it is changed. */
export function refuseWithdrawn(row: ConversationRow): void {
  if (row.withdrawnAt === null) return;
  throw new AppError('conflict', 'This conversation was withdrawn. Restore it first.');
}

async function select({ tx, userId, conversationId }: Find, lock: SQL): Promise<ConversationRow> {
  const by = (condition: SQL) =>
    tx.first<ConversationRow>(sql`select ${columns}, ${hadPartIn(userId)} as "isPart",
      ${mayReadPrivate(userId)} as readable from conversation c where ${condition} ${lock}`);
  const row =
    (await by(sql`c.id = ${conversationId}`)) ??
    (await by(sql`c.interaction_id = ${await latestRow(tx, conversationId)}`));
  if (!row) throw notFound('conversation');
  return row;
}

/** The row of the log that now stands for one that was corrected. */
async function latestRow(tx: Tx, interactionId: string): Promise<string> {
  const row = await tx.first<{ id: string }>(sql`
    with recursive way as (
      select ${interactionId}::uuid as id, 0 as step
      union all
      select r.replaced_by, way.step + 1 from interaction_replacement r join way on r.interaction_id = way.id
    ) select id from way order by step desc limit 1`);
  return row?.id ?? interactionId;
}

/** The whole state of a conversation, to compare it with what it is to become. */
export async function loadState(tx: Tx, row: ConversationRow): Promise<ConversationState> {
  const participants = await tx.rows<ParticipantState>(sql`select side, contact_id as "contactId",
      teammate_id as "teammateId", user_id as "userId", name, email, role
    from conversation_participant where conversation_id = ${row.id} order by position`);
  const items = await tx.rows<ItemState>(sql`select id, what, direction, text, asset_id as "assetId", how,
      answers_id as "answersId"
    from exchanged_item where conversation_id = ${row.id} order by position`);
  const {
    id: _id,
    interactionId: _interactionId,
    nextStepDoneAt: _nextStepDoneAt,
    nextStepDoneBy: _nextStepDoneBy,
    loggedBy: _loggedBy,
    createdAt: _createdAt,
    updatedAt: _updatedAt,
    withdrawnAt: _withdrawnAt,
    withdrawnBy: _withdrawnBy,
    withdrawnReason: _withdrawnReason,
    isPart: _isPart,
    readable: _readable,
    ...state
  } = row;
  return { ...state, participants, items };
}

/** The reader as the loading functions take it. */
export function finding(context: Context, conversationId: string): Find {
  return { tx: context.tx, userId: context.userId, conversationId };
}
