import { newId } from '../../platform/ids.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { ItemState } from './conversation.ts';

/** What was said in an interaction that a source brought; all else of it stands in the log. */
export type InteractionWords = {
  interactionId: string;
  private: boolean;
  subject: string | null;
  body: string | null;
  outcome: string | null;
  durationMinutes: number | null;
  nextStep: { text: string; on: string; doneAt: Date | null } | null;
  items: readonly (Pick<ItemState, 'id' | 'what' | 'direction' | 'text' | 'answersId'> &
    Partial<Pick<ItemState, 'how'>>)[];
};

/**
 * Makes conversations of interactions that were just appended, however many, in three statements. An item of kind
 * `asset` is the asset that the log names. Who was on our side may read what is private once they are known by the
 * address of their teammate.
 */
export async function describeInteractions(options: {
  tx: Tx;
  workspaceId: string;
  /** When the rows of the log were received: it says in which part of it they are. */
  receivedAt: Date;
  loggedBy: string;
  words: readonly InteractionWords[];
}): Promise<void> {
  const { tx, workspaceId, receivedAt, words } = options;
  if (words.length === 0) return;
  const said = words.map((one) => ({ ...one, id: newId() }));
  await tx.run(sql`insert into conversation (id, workspace_id, interaction_id, type, occurred_at, duration_minutes,
      direction, account_id, opportunity_id, teammate_id, subject, body, private, outcome, next_step, next_step_on,
      next_step_done_at, next_step_done_by, logged_by_kind, logged_by, source, external_id, flag_reason, created_at, updated_at)
    select s.id, ${workspaceId}::uuid, i.id, i.type, i.occurred_at, s.minutes, i.direction, i.account_id, i.opportunity_id,
      i.teammate_id, s.subject, s.body, s.private, s.outcome, s.step, s.step_on, s.step_done_at,
      case when s.step_done_at is not null then t.name end, 'automation', coalesce(t.name, ${options.loggedBy}), i.source,
      i.external_id, i.flag_reason, i.received_at, i.received_at
    from jsonb_to_recordset(${JSON.stringify(said.map(wordsRow))}::jsonb) as s(id uuid, interaction_id uuid, private boolean,
      subject text, body text, outcome text, minutes integer, step text, step_on date, step_done_at timestamptz)
    join interaction i on i.id = s.interaction_id and i.received_at = ${receivedAt}::timestamptz
    left join teammate t on t.id = i.teammate_id`);
  await tx.run(sql`insert into conversation_participant
      (workspace_id, conversation_id, position, side, contact_id, teammate_id, user_id, email)
    select ${workspaceId}::uuid, s.id, row_number() over (partition by s.id order by p.side desc, p.n) - 1, p.side,
      p.contact_id, p.teammate_id, t.user_id, lower(t.email)
    from jsonb_to_recordset(${JSON.stringify(said.map(({ id, interactionId }) => ({ id, interaction_id: interactionId })))}::jsonb)
      as s(id uuid, interaction_id uuid)
    join interaction i on i.id = s.interaction_id and i.received_at = ${receivedAt}::timestamptz
    cross join lateral (
      select 'theirs' as side, o.contact_id, null::uuid as teammate_id, o.n
      from unnest(i.contact_id || i.other_contact_ids) with ordinality as o(contact_id, n) where o.contact_id is not null
      union all
      select 'ours', null, i.teammate_id, 0 where i.teammate_id is not null
    ) p
    left join teammate t on t.id = p.teammate_id`);
  const items = said.flatMap((one) =>
    one.items.map((item, position) => ({
      id: item.id,
      interaction_id: one.interactionId,
      conversation_id: one.id,
      position,
      what: item.what,
      direction: item.direction,
      text: item.text,
      how: item.how,
      answers_id: item.answersId,
    })),
  );
  if (items.length === 0) return;
  await tx.run(sql`insert into exchanged_item
      (id, workspace_id, conversation_id, position, what, direction, text, asset_id, how, answers_id, at, created_at)
    select e.id, ${workspaceId}::uuid, e.conversation_id, e.position, e.what, e.direction, e.text,
      case when e.what = 'asset' then i.asset_id end, e.how, e.answers_id, i.occurred_at, i.received_at
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as e(id uuid, interaction_id uuid, conversation_id uuid,
      position integer, what text, direction text, text text, how text, answers_id uuid)
    join interaction i on i.id = e.interaction_id and i.received_at = ${receivedAt}::timestamptz
    where e.what <> 'asset' or i.asset_id is not null`);
}

function wordsRow(one: InteractionWords & { id: string }) {
  return {
    id: one.id,
    interaction_id: one.interactionId,
    private: one.private,
    subject: one.subject,
    body: one.body,
    outcome: one.outcome,
    minutes: one.durationMinutes,
    step: one.nextStep?.text,
    step_on: one.nextStep?.on,
    step_done_at: one.nextStep?.doneAt?.toISOString(),
  };
}
