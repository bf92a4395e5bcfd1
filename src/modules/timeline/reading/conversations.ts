import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { latestAnswer, mayReadPrivate } from '../../conversations/index.ts';
import type { TimelineConversation } from '../contract.ts';
import type { LogRow } from './read-rows.ts';
import { ids } from './scope.ts';

/** What was said, and by whom of us; `subject` is null where the reader may not know it. */
export type Said = { conversation: TimelineConversation; teammateIds: string[]; subject: string | null };

type Row = {
  id: string;
  interaction_id: string;
  private: boolean;
  readable: boolean;
  subject: string | null;
  outcome: string | null;
  next_step: string | null;
  next_step_on: string | null;
  next_step_done_at: Date | null;
  duration_minutes: number | null;
  has_body: boolean;
  thread_id: string | null;
  teammate_ids: string[];
  topics: string[];
  questions: { text: string; direction: 'from_us' | 'from_them'; answered: boolean; answer: string | null }[];
};

/**
 * What was said in these rows of the log, by row. Of a private conversation its existence is for all, its words for
 * those who had part in it: they are withheld by the database, not after it.
 */
export async function readConversations(
  tx: Tx,
  rows: readonly LogRow[],
  userId: string | null,
): Promise<Map<string, Said>> {
  const persons = rows.filter((row) => row.kind === 'person').map((row) => row.id);
  if (persons.length === 0) return new Map();
  const found = await tx.preparedRows<Row>(sql`
    select c.id, c.interaction_id, c.private, r.readable, c.duration_minutes, c.thread_id, (c.body is not null) as has_body,
      case when r.readable then c.subject end as subject, case when r.readable then c.outcome end as outcome,
      case when r.readable then c.next_step end as next_step, case when r.readable then c.next_step_on end as next_step_on,
      c.next_step_done_at,
      array(select p.teammate_id from conversation_participant p
        where p.conversation_id = c.id and p.teammate_id is not null order by p.position) as teammate_ids,
      case when r.readable then array(select e.text from exchanged_item e
        where e.conversation_id = c.id and e.what = 'topic' and e.text is not null order by e.position, e.id) else '{}' end as topics,
      case when r.readable then (select coalesce(jsonb_agg(jsonb_build_object('text', e.text, 'direction', e.direction,
          'answered', a.id is not null, 'answer', a.text) order by e.position, e.id), '[]')
        from exchanged_item e
        left join lateral (${latestAnswer(userId, sql`e`)}) a on true
        where e.conversation_id = c.id and e.what = 'question') else '[]' end as questions
    from conversation c cross join lateral (select ${mayReadPrivate(userId)} as readable) r
    where c.workspace_id = current_setting('liaison.workspace_id')::uuid and c.interaction_id = any (${ids(persons)})`);
  return new Map(found.map((row) => [row.interaction_id, said(row)]));
}

function said(row: Row): Said {
  const { readable } = row;
  return {
    subject: row.subject,
    teammateIds: row.teammate_ids,
    conversation: {
      id: row.id,
      private: row.private,
      readable,
      outcome: row.outcome,
      topics: row.topics,
      questions: row.questions.map(({ text, direction, answered, answer }) => ({
        text,
        by: direction === 'from_us' ? ('us' as const) : ('them' as const),
        answered,
        answer,
      })),
      nextStep:
        row.next_step === null
          ? null
          : { text: row.next_step, dueOn: row.next_step_on, doneAt: row.next_step_done_at },
      durationMinutes: readable ? row.duration_minutes : null,
      hasBody: row.has_body,
      threadId: readable ? row.thread_id : null,
    },
  };
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : null;
const daysPattern = /^\d{4}-\d{2}-\d{2}$/;

/** What a source without conversations of its own (imports, the API, the sample company) put into the properties. */
export function saidInProperties(row: Pick<LogRow, 'kind' | 'properties'>): TimelineConversation | null {
  if (row.kind !== 'person') return null;
  const { topic, question, answer, outcome, nextStep, nextStepOn, durationMinutes } = row.properties;
  const asked = textOf(question);
  const answered = textOf(answer);
  const about = textOf(topic);
  const step = textOf(nextStep);
  const dueOn = textOf(nextStepOn);
  const conversation: TimelineConversation = {
    id: null,
    private: row.properties.private === true,
    readable: true,
    outcome: textOf(outcome),
    topics: about === null ? [] : [about],
    questions:
      asked === null ? [] : [{ text: asked, by: 'them', answered: answered !== null, answer: answered }],
    nextStep:
      step === null
        ? null
        : { text: step, dueOn: dueOn !== null && daysPattern.test(dueOn) ? dueOn : null, doneAt: null },
    durationMinutes: typeof durationMinutes === 'number' ? Math.round(durationMinutes) : null,
    hasBody: false,
    threadId: null,
  };
  return conversation;
}
