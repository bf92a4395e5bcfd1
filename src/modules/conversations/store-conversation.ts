import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Context, ConversationState, ItemState, ParticipantState } from './conversation.ts';

type Stored = { tx: Tx; workspaceId: string; now: Date; id: string; state: ConversationState };

/** Writes a new conversation with its people and what was exchanged. */
export async function insertConversation(
  options: Stored & { interactionId: string } & Pick<Context, 'actor' | 'userId'>,
): Promise<void> {
  const { tx, workspaceId, now, id, interactionId, state, actor, userId } = options;
  await tx.run(sql`insert into conversation (id, workspace_id, interaction_id, type, occurred_at, ended_at,
      duration_minutes, direction, account_id, opportunity_id, teammate_id, subject, body, private, outcome, next_step,
      next_step_on, logged_by_kind, logged_by_user_id, logged_by, source, external_id, thread_id, message_id, flag_reason, created_at,
      updated_at)
    values (${id}, ${workspaceId}, ${interactionId}, ${state.type}, ${state.occurredAt}, ${state.endedAt},
      ${state.durationMinutes}, ${state.direction}, ${state.accountId}, ${state.opportunityId}, ${state.teammateId},
      ${state.subject}, ${state.body}, ${state.private}, ${state.outcome}, ${state.nextStep}, ${state.nextStepOn},
      ${actor.kind}, ${userId}, ${actor.name}, ${state.source}, ${state.externalId}, ${state.threadId},
      ${state.messageId}, ${state.flagReason}, ${now}, ${now})`);
  await insertParticipants(options);
  await writeItems(options);
}

/** Brings a stored conversation to another state; who logged it and when stays. */
export async function updateConversation(
  options: Stored & { interactionId: string; peopleChanged: boolean; itemsChanged: boolean },
): Promise<void> {
  const { tx, id, state, interactionId, now } = options;
  await tx.run(sql`update conversation set interaction_id = ${interactionId}, type = ${state.type},
      occurred_at = ${state.occurredAt}, ended_at = ${state.endedAt}, duration_minutes = ${state.durationMinutes},
      direction = ${state.direction}, account_id = ${state.accountId}, opportunity_id = ${state.opportunityId},
      teammate_id = ${state.teammateId}, subject = ${state.subject}, body = ${state.body}, private = ${state.private},
      outcome = ${state.outcome}, next_step = ${state.nextStep}, next_step_on = ${state.nextStepOn},
      next_step_done_at = case when ${state.nextStep}::text is not null then next_step_done_at end,
      next_step_done_by = case when ${state.nextStep}::text is not null then next_step_done_by end,
      updated_at = ${laterThan(now)}
    where id = ${id}`);
  if (options.peopleChanged) {
    await tx.run(sql`delete from conversation_participant where conversation_id = ${id}`);
    await insertParticipants(options);
  }
  if (options.itemsChanged) await writeItems(options);
  else await tx.run(sql`update exchanged_item set at = ${state.occurredAt} where conversation_id = ${id}`);
}

/** Each write is at least a millisecond after the one before, so that `updatedAt` tells two versions apart. */
export function laterThan(now: Date) {
  return sql`greatest(${now}::timestamptz, date_trunc('milliseconds', updated_at) + interval '1 millisecond')`;
}

async function insertParticipants({ tx, workspaceId, id, state }: Stored): Promise<void> {
  await tx.run(sql`insert into conversation_participant
      (workspace_id, conversation_id, position, side, contact_id, teammate_id, user_id, name, email, role)
    select ${workspaceId}::uuid, ${id}::uuid, p.position, p.side, p.contact_id, p.teammate_id, p.user_id, p.name, p.email,
      p.role
    from jsonb_to_recordset(${JSON.stringify(state.participants.map(participantRow))}::jsonb) as p(position integer,
      side text, contact_id uuid, teammate_id uuid, user_id uuid, name text, email text, role text)`);
}

function participantRow(one: ParticipantState, position: number) {
  return {
    position,
    side: one.side,
    contact_id: one.contactId,
    teammate_id: one.teammateId,
    user_id: one.userId,
    name: one.name,
    email: one.email,
    role: one.role,
  };
}

/** Items keep their ids, for answers elsewhere refer to them; what is no longer said goes. */
async function writeItems({ tx, workspaceId, now, id, state }: Stored): Promise<void> {
  const ids = state.items.map((item) => item.id);
  await tx.run(
    sql`delete from exchanged_item where conversation_id = ${id} and not (id = any(${sql.param(ids)}::uuid[]))`,
  );
  if (state.items.length === 0) return;
  await tx.run(sql`insert into exchanged_item
      (id, workspace_id, conversation_id, position, what, direction, text, asset_id, how, answers_id, at, created_at)
    select i.id, ${workspaceId}::uuid, ${id}::uuid, i.position, i.what, i.direction, i.text, i.asset_id, i.how,
      i.answers_id, ${state.occurredAt}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(state.items.map(itemRow))}::jsonb) as i(id uuid, position integer, what text,
      direction text, text text, asset_id uuid, how text, answers_id uuid)
    on conflict (id) do update set position = excluded.position, direction = excluded.direction, text = excluded.text,
      asset_id = excluded.asset_id, how = excluded.how, answers_id = excluded.answers_id, at = excluded.at`);
}

function itemRow(item: ItemState, position: number) {
  return {
    id: item.id,
    position,
    what: item.what,
    direction: item.direction,
    text: item.text,
    asset_id: item.assetId,
    how: item.how,
    answers_id: item.answersId,
  };
}
