import { type SQL, sql, type Tx } from '../../platform/postgres/database.ts';
import { joinSurvivor } from '../people/index.ts';
import type { Conversation, ConversationChange, ExchangedItem, Participant } from './contract.ts';
import { type ConversationRow, findConversation } from './find-conversation.ts';
import { mayReadPrivate } from './may-read-private.ts';

const maxChanges = 100;
/** What a change of these says, only those may read who may read the conversation as it was then. */
const withheldChanges = new Set(['subject', 'body', 'outcome', 'exchanged', 'nextStep']);

/** A conversation as its reader may see it: of a private one the others learn when, of which type and with whom. */
export async function loadConversation(options: {
  tx: Tx;
  userId: string | null;
  conversationId: string;
}): Promise<Conversation> {
  const row = await findConversation(options);
  const { tx, userId } = options;
  const { readable } = row;
  const names = await namesOf(tx, row);
  return {
    id: row.id,
    interactionId: row.interactionId,
    type: row.type,
    occurredAt: row.occurredAt.toISOString(),
    direction: row.direction,
    durationMinutes: readable ? row.durationMinutes : null,
    account: named(row.accountId, names.account),
    opportunity: named(row.opportunityId, names.opportunity),
    participants: await participantsOf(tx, row.id),
    private: row.private,
    readable,
    subject: readable ? row.subject : null,
    body: readable ? row.body : null,
    outcome: readable ? row.outcome : null,
    exchanged: readable ? await exchangedIn(tx, { userId, conversationId: row.id }) : [],
    nextStep: readable ? nextStepOf(row) : null,
    loggedBy: row.loggedBy,
    source: row.source,
    externalId: row.externalId,
    threadId: readable ? row.threadId : null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    withdrawn: withdrawalOf(row),
    changes: readable ? await changesOf(tx, row) : [],
  };
}

const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });

async function namesOf(tx: Tx, row: ConversationRow) {
  const names = await tx.first<{ account: string | null; opportunity: string | null }>(sql`
    select (select name from account where id = ${row.accountId}) as account,
      (select name from opportunity where id = ${row.opportunityId}) as opportunity`);
  return names ?? { account: null, opportunity: null };
}

function nextStepOf(row: ConversationRow): Conversation['nextStep'] {
  if (row.nextStep === null) return null;
  return {
    text: row.nextStep,
    on: row.nextStepOn,
    doneAt: row.nextStepDoneAt?.toISOString() ?? null,
    doneBy: row.nextStepDoneBy,
  };
}

function withdrawalOf(row: ConversationRow): Conversation['withdrawn'] {
  if (row.withdrawnAt === null) return null;
  return {
    at: row.withdrawnAt.toISOString(),
    by: row.withdrawnBy ?? '',
    reason: row.readable ? row.withdrawnReason : null,
  };
}

type ParticipantRow = {
  side: Participant['side'];
  contact_id: string | null;
  contact_name: string | null;
  teammate_id: string | null;
  teammate_name: string | null;
  name: string | null;
  email: string | null;
  role: string | null;
};

/** Somebody merged since is shown as the person they were merged into. */
async function participantsOf(tx: Tx, conversationId: string): Promise<Participant[]> {
  const rows = await tx.rows<ParticipantRow>(sql`
    select p.side, c.id as contact_id, coalesce(nullif(c.name, ''), c.email) as contact_name, t.id as teammate_id,
      t.name as teammate_name, p.name, p.email, p.role
    from conversation_participant p
    ${joinSurvivor('contact', sql`p.contact_id`, sql`c`)}
    left join teammate t on t.id = p.teammate_id
    where p.conversation_id = ${conversationId} order by p.position`);
  return rows.map((row) => ({
    side: row.side,
    contact: named(row.contact_id, row.contact_name),
    teammate: named(row.teammate_id, row.teammate_name),
    name: row.name,
    email: row.email,
    role: row.role,
  }));
}

type ItemRow = {
  id: string;
  what: ExchangedItem['what'];
  direction: 'from_us' | 'from_them';
  text: string | null;
  asset_id: string | null;
  asset_title: string | null;
  asset_url: string | null;
  how: ExchangedItem['how'];
  answers_id: string | null;
  question_text: string | null;
  answer_at: Date | null;
  answer_text: string | null;
  answer_conversation_id: string | null;
};

async function exchangedIn(
  tx: Tx,
  { userId, conversationId }: { userId: string | null; conversationId: string },
): Promise<ExchangedItem[]> {
  const rows = await tx.rows<ItemRow>(sql`
    select i.id, i.what, i.direction, i.text, i.asset_id, s.title as asset_title, s.url as asset_url, i.how, i.answers_id,
      q.text as question_text, a.at as answer_at, a.text as answer_text, a.conversation_id as answer_conversation_id
    from exchanged_item i
    left join asset s on s.id = i.asset_id
    left join lateral (${questionOf(userId)}) q on true
    left join lateral (${latestAnswer(userId)}) a on i.what = 'question'
    where i.conversation_id = ${conversationId} order by i.position`);
  return rows.map((row) => ({
    id: row.id,
    what: row.what,
    from: row.direction === 'from_us' ? 'us' : 'them',
    text: row.text,
    asset:
      row.asset_id === null ? null : { id: row.asset_id, title: row.asset_title ?? '', url: row.asset_url },
    how: row.how,
    answers: row.answers_id === null ? null : { id: row.answers_id, text: row.question_text },
    answered:
      row.answer_at === null
        ? null
        : {
            at: row.answer_at.toISOString(),
            text: row.answer_text,
            conversationId: row.answer_conversation_id,
          },
  }));
}

/** The question that item `i` answers, in words only where the reader may see them. */
export function questionOf(userId: string | null) {
  return sql`select case when ${mayReadPrivate(userId)} then asked.text end as text
    from exchanged_item asked join conversation c on c.id = asked.conversation_id
    where asked.id = i.answers_id`;
}

/**
 * The latest answer that stands to a question (`i`, or the alias given): given in place, or in a conversation that was
 * not withdrawn. Its words are withheld where that conversation is private and the reader had no part in it.
 */
export function latestAnswer(userId: string | null, question: SQL = sql`i`): SQL {
  return sql`select given.id, given.at, given.conversation_id, given.given_by_teammate_id, given.direction,
      case when c.id is null or ${mayReadPrivate(userId)} then given.text end as text
    from exchanged_item given left join conversation c on c.id = given.conversation_id
    where given.answers_id = ${question}.id and c.withdrawn_at is null
    order by given.at desc, given.id desc limit 1`;
}

type ChangeRow = Omit<ConversationChange, 'at'> & { at: Date; private: boolean };

async function changesOf(tx: Tx, row: ConversationRow): Promise<ConversationChange[]> {
  const rows = await tx.rows<ChangeRow>(sql`
    select id, kind, at, actor_name as by, reason, changes, private from conversation_change
    where conversation_id = ${row.id} order by at desc, id desc limit ${maxChanges}`);
  return rows.map(({ private: wasPrivate, at, changes, ...change }) => ({
    ...change,
    at: at.toISOString(),
    changes: wasPrivate && !row.isPart ? withoutWords(changes) : changes,
  }));
}

/** That something changed, but not what it said. */
export function withoutWords(changes: ConversationChange['changes']): ConversationChange['changes'] {
  return Object.fromEntries(
    Object.entries(changes).map(([field, change]) => [
      field,
      withheldChanges.has(field) ? { from: null, to: null } : change,
    ]),
  );
}
