import type { Tx } from '../../platform/postgres/database.ts';
import type { Actor } from '../workspace/index.ts';
import type { ConversationType } from './contract.ts';

/** What every use case of a conversation is called with. */
export type Context = {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  /** The signed-in person; null for scripts, tokens and doors. */
  userId: string | null;
  now: Date;
};

export type Direction = 'inbound' | 'outbound';
export type Side = 'theirs' | 'ours';

/** Someone in a conversation: a contact or a teammate, or nobody known, by name or address. */
export type ParticipantState = {
  side: Side;
  contactId: string | null;
  teammateId: string | null;
  userId: string | null;
  name: string | null;
  email: string | null;
  role: string | null;
};

export type ItemState = {
  id: string;
  what: 'topic' | 'question' | 'answer' | 'asset' | 'learned';
  direction: 'from_us' | 'from_them';
  text: string | null;
  assetId: string | null;
  how: 'shown' | 'sent' | null;
  answersId: string | null;
};

/** A conversation as it is stored, apart from who logged it and when. */
export type ConversationState = {
  type: ConversationType;
  occurredAt: Date;
  endedAt: Date | null;
  durationMinutes: number | null;
  direction: Direction | null;
  accountId: string | null;
  opportunityId: string | null;
  teammateId: string | null;
  subject: string | null;
  body: string | null;
  private: boolean;
  outcome: string | null;
  nextStep: string | null;
  nextStepOn: string | null;
  source: string;
  externalId: string | null;
  threadId: string | null;
  messageId: string | null;
  /** Why no person on their side had part in it, such as an automatic reply. */
  flagReason: string | null;
  participants: readonly ParticipantState[];
  items: readonly ItemState[];
};

/** Text that PostgreSQL can hold: no NUL, no half of a surrogate pair. Blank is none. */
export function cleanText(text: string | null | undefined): string | null {
  const clean = (text ?? '').replaceAll('\0', '').toWellFormed().trim();
  return clean === '' ? null : clean;
}
