import type { JsonObject } from './json.ts';
import type { Refusal } from './reasons.ts';

export const calls = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const;
export type Call = (typeof calls)[number];

export function isCall(value: unknown): value is Call {
  return calls.some((call) => call === value);
}

/** An event that holds what its call needs, with its time corrected. */
export type TrackedEvent = {
  call: Call;
  messageId: string;
  userId: string | null;
  anonymousId: string | null;
  previousId: string | null;
  groupId: string | null;
  /** The event of a track call, the name of a page or screen. */
  name: string | null;
  occurredAt: Date;
  properties: JsonObject;
  traits: JsonObject;
  context: JsonObject;
};

/** An event as it came: its own text, and what it turned out to be. */
export type ReceivedEvent = { raw: RawText } & (
  | { event: TrackedEvent; refusal: null }
  | { event: null; refusal: Refusal; eventType: string | null; messageId: string | null; sentAt: Date | null }
);

/** A stretch of a request's bytes; made text only where somebody asks. */
export type RawText = { bytes: Buffer; start: number; end: number };

/** As the dead letters keep it: a NUL, which no text of PostgreSQL holds, is written as JSON writes it. */
export function textOf({ bytes, start, end }: RawText): string {
  return bytes.toString('utf8', start, end).trim().replaceAll('\0', '\\u0000');
}
