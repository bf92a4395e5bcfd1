import { type SQL, sql, type Tx } from '../../platform/postgres/database.ts';
import { joinSurvivor } from '../people/index.ts';
import type { LedgerEntry, LedgerQuestion } from './contract.ts';
import { latestAnswer, questionOf } from './load-conversation.ts';
import { mayReadPrivate } from './may-read-private.ts';

export type ItemRow = {
  id: string;
  what: 'topic' | 'question' | 'answer' | 'asset' | 'learned';
  direction: 'from_us' | 'from_them';
  text: string | null;
  at: Date;
  how: 'shown' | 'sent' | null;
  conversation_id: string;
  contact_id: string | null;
  contact_name: string | null;
  teammate_id: string | null;
  teammate_name: string | null;
  asset_id: string | null;
  asset_title: string | null;
  asset_url: string | null;
  question_text: string | null;
  answer_id: string | null;
  answer_at: Date | null;
  answer_text: string | null;
  answer_direction: 'from_us' | 'from_them' | null;
  answer_conversation_id: string | null;
  answer_teammate_id: string | null;
  answer_teammate_name: string | null;
};

/** Items of conversations that stand and that the reader may see, latest first, with what belongs to each. */
export function loadItems(
  tx: Tx,
  options: { userId: string | null; where: SQL; limit: number },
): Promise<ItemRow[]> {
  const { userId, where, limit } = options;
  return tx.rows<ItemRow>(sql`
    select i.id, i.what, i.direction, i.text, i.at, i.how, i.conversation_id, them.id as contact_id,
      coalesce(nullif(them.name, ''), them.email) as contact_name, t.id as teammate_id, t.name as teammate_name,
      i.asset_id, s.title as asset_title, s.url as asset_url, q.text as question_text, a.id as answer_id,
      a.at as answer_at, a.text as answer_text, a.direction as answer_direction,
      a.conversation_id as answer_conversation_id, g.id as answer_teammate_id, g.name as answer_teammate_name
    from exchanged_item i
    join conversation c on c.id = i.conversation_id
    left join lateral (
      select p.contact_id from conversation_participant p
      where p.conversation_id = c.id and p.contact_id is not null order by p.position limit 1
    ) first on true
    ${joinSurvivor('contact', sql`first.contact_id`, sql`them`)}
    left join teammate t on t.id = c.teammate_id
    left join asset s on s.id = i.asset_id
    left join lateral (${questionOf(userId)}) q on i.what = 'answer'
    left join lateral (${latestAnswer(userId)}) a on i.what = 'question'
    left join conversation ac on ac.id = a.conversation_id
    left join teammate g on g.id = coalesce(a.given_by_teammate_id, ac.teammate_id)
    where c.withdrawn_at is null and ${mayReadPrivate(userId)} and ${where}
    order by i.at desc, i.id desc limit ${limit}`);
}

export const named = (id: string | null, name: string | null) =>
  id === null ? null : { id, name: name ?? '' };

export function entryOf(row: ItemRow): LedgerEntry {
  return {
    id: row.id,
    text: row.text,
    from: row.direction === 'from_us' ? 'us' : 'them',
    at: row.at.toISOString(),
    contact: named(row.contact_id, row.contact_name),
    teammate: named(row.teammate_id, row.teammate_name),
    conversationId: row.conversation_id,
  };
}

export function questionEntryOf(row: ItemRow): LedgerQuestion {
  return { ...entryOf(row), answer: answerTo(row) };
}

function answerTo(row: ItemRow): LedgerEntry | null {
  if (row.answer_id === null || row.answer_at === null) return null;
  return {
    id: row.answer_id,
    text: row.answer_text,
    from: row.answer_direction === 'from_us' ? 'us' : 'them',
    at: row.answer_at.toISOString(),
    contact: named(row.contact_id, row.contact_name),
    teammate: named(row.answer_teammate_id, row.answer_teammate_name),
    conversationId: row.answer_conversation_id,
  };
}
