import { isUtf8 } from 'node:buffer';
import { checkEvent } from '../door/check-event.ts';
import { isCall, type ReceivedEvent } from '../door/event.ts';
import { parseRequest, readEvents } from '../door/parse-request.ts';
import type { Refusal } from '../door/reasons.ts';

/** A dead letter that waits, as far as reading its events again needs it. */
export type WaitingLetter = {
  id: string;
  received_at: Date;
  sent_at: Date | null;
  event_type: string | null;
  raw: string;
};

/**
 * The events of a dead letter, or of the text that takes its place, checked as at first and with the time it was first
 * received. A request that was refused whole may hold many.
 * @throws too_large where a batch holds more than one may
 */
export function readLetter(letter: WaitingLetter, text = letter.raw): ReceivedEvent[] | Refusal {
  const bytes = Buffer.from(text.toWellFormed());
  const parsed = parseRequest(bytes);
  if (parsed.body === null) return parsed.refusal;
  const receivedAt = letter.received_at;
  if (Array.isArray(parsed.body.batch)) return readEvents({ request: parsed, call: null, receivedAt });
  // Of a single call the address said the type, which the letter has kept; what the event itself says goes before.
  const { type } = parsed.body;
  const call = !isCall(type) && isCall(letter.event_type) ? letter.event_type : null;
  return [
    checkEvent({
      value: parsed.body,
      span: parsed.whole,
      raw: { bytes, start: 0, end: bytes.length },
      isUtf8: isUtf8(bytes),
      envelope: { call, receivedAt, sentAt: letter.sent_at, context: null },
    }),
  ];
}
