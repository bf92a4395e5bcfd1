import { z } from 'zod';

const person = z.object({ address: z.string(), name: z.string().nullable() });

/** What `inbound_mail.message` holds: all that is needed to show a mail, and to log it later. */
export const storedMessage = z.object({
  theirs: z.array(person),
  ours: z.array(person),
  text: z.string(),
  shownText: z.string(),
  messageId: z.string().nullable(),
  /** Who put the mail before us, where that was one of us. */
  senderUserId: z.string().nullable(),
  senderName: z.string().nullable(),
});
export type StoredMessage = z.infer<typeof storedMessage>;

export type MailRow = {
  id: string;
  received_at: Date;
  occurred_at: Date;
  state: 'logged' | 'known' | 'waiting' | 'dismissed';
  way: 'sent' | 'forwarded' | 'received';
  why: 'stranger' | 'unknown_people' | 'nobody_outside' | 'nothing_forwarded' | null;
  direction: 'inbound' | 'outbound';
  sender_address: string;
  sender_name: string | null;
  subject: string;
  automatic: boolean;
  message: unknown;
  thread_id: string;
  external_id: string;
  conversation_id: string | null;
  settled_at: Date | null;
  settled_by: string | null;
  dismiss_reason: string | null;
};
