import { createHash } from 'node:crypto';
import type { RawText } from './event.ts';
import type { JsonObject } from './json.ts';
import type { ReasonCode, Refusal } from './reasons.ts';

/** Who a profile is said to be, as it goes into identity_fact. */
export type Fact = {
  /** `use`: somebody who signed in goes on, as any event with a userId says. */
  kind: 'identify' | 'use' | 'alias' | 'group' | 'form';
  userId: string | null;
  previousUserId: string | null;
  email: string | null;
  groupId: string | null;
  traits: JsonObject;
};

/** One event on its way into the database; `id` is its row's. */
export type Entry = {
  id: string;
  workspaceId: string;
  /** What it is recognised by when it comes again; null: it cannot be. */
  receiptKey: string | null;
  messageId: string | null;
  eventType: string | null;
  receivedAt: Date;
  occurredAt: Date;
  sentAt: Date | null;
  raw: RawText;
  verified: boolean;
  /** Whose it is, by the name the profile is kept under. */
  profileKey: string | null;
  facts: readonly Fact[];
  /** Its line for COPY, but for the profile and the campaign; null where the log gets no row of it. */
  line: string | null;
  campaignName: string | null;
  dead: Refusal | null;
};

/** What became of an event. */
export type Outcome =
  | { outcome: 'accepted' | 'duplicate' }
  | { outcome: 'dead-lettered'; code: ReasonCode; reason: string };

/** Digests of dead letters stand among messageIds; no client makes one that begins so. */
const deadMark = 'dead-letter:';

/**
 * The entry as one that could not be taken. Its own messageId stays free for it to come again mended; the very same
 * text again is a repeat of the request, unless it has no messageId to tell it from another of its kind.
 */
export function asDeadLetter(entry: Entry, refusal: Refusal): Entry {
  const receiptKey = entry.messageId === null ? null : deadMark + digestOf(entry.raw);
  return { ...entry, receiptKey, profileKey: null, facts: [], line: null, dead: refusal };
}

function digestOf({ bytes, start, end }: RawText): string {
  return createHash('sha256').update(bytes.subarray(start, end)).digest('base64url');
}
