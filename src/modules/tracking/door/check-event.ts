import { newId } from '../../../platform/ids.ts';
import { correctTime, readTime } from './correct-time.ts';
import { type Call, calls, isCall, type RawText, type ReceivedEvent, type TrackedEvent } from './event.ts';
import { hasKey, isObject, type JsonObject } from './json.ts';
import { maxDepth, maxEventBytes, maxIdLength, maxMessageIdLength, maxNameLength } from './limits.ts';
import type { ReasonCode, Refusal } from './reasons.ts';
import type { Span } from './scan-json.ts';

/** What holds for all events of a request. */
export type Envelope = {
  /** The call its address names; null for a batch, whose events name their own. */
  call: Call | null;
  receivedAt: Date;
  sentAt: Date | null;
  context: JsonObject | null;
};

/** What is wrong with an event; thrown and caught within this file. */
class Refused extends Error {
  readonly refusal: Refusal;
  constructor(code: ReasonCode, reason: string) {
    super(reason);
    this.refusal = { code, reason };
  }
}

/** Never throws: any value at all is either an event or refused with the reason. */
export function checkEvent(options: {
  value: unknown;
  span: Span;
  raw: RawText;
  isUtf8: boolean;
  envelope: Envelope;
}): ReceivedEvent {
  const { value, raw, envelope } = options;
  const of = isObject(value) ? value : {};
  const sentAt = readTime(of.sentAt) ?? envelope.sentAt;
  try {
    checkMaking(options);
    if (!isObject(value)) throw new Refused('not_an_object', 'An event is an object.');
    return { raw, event: readEvent(value, envelope, sentAt), refusal: null };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const eventType = envelope.call ?? (typeof of.type === 'string' ? cleanLabel(of.type) : null);
    const messageId = typeof of.messageId === 'string' ? cleanLabel(of.messageId) : null;
    return { raw, event: null, refusal: error.refusal, eventType, messageId, sentAt };
  }
}

/** Short enough and plain enough to stand in a column of a dead letter. */
function cleanLabel(text: string): string | null {
  const label = text.slice(0, maxMessageIdLength).replaceAll('\0', '').toWellFormed();
  return label === '' ? null : label;
}

/** How the text is made, whatever it says. */
function checkMaking({ value, span, isUtf8 }: { value: unknown; span: Span; isUtf8: boolean }): void {
  if (span.depth > maxDepth)
    throw new Refused('too_deep', `The event is nested ${span.depth} levels deep; ${maxDepth} are the most.`);
  const bytes = span.end - span.start;
  if (bytes > maxEventBytes)
    throw new Refused(
      'event_too_large',
      `The event has ${bytes} bytes; ${maxEventBytes} (32 KB) are the most.`,
    );
  if (!isUtf8) throw new Refused('invalid_utf8', 'The event holds bytes that are not UTF-8.');
  if (span.flaw === 'nul_character')
    throw new Refused('nul_character', 'A text holds the NUL character (\\u0000).');
  if (span.flaw === 'lone_surrogate')
    throw new Refused('lone_surrogate', 'A text holds half of a surrogate pair (\\ud800 to \\udfff alone).');
  if (span.flaw === 'forbidden_key' || (span.hasEscapes && hasKey(value, '__proto__')))
    throw new Refused('forbidden_key', 'A field is called __proto__.');
}

function readEvent(value: JsonObject, envelope: Envelope, sentAt: Date | null): TrackedEvent {
  const call = envelope.call ?? value.type;
  if (!isCall(call)) {
    throw new Refused(
      call === undefined ? 'missing_field' : 'unknown_type',
      `The field type says which call it is: ${calls.join(', ')}.`,
    );
  }
  const own = objectField(value, 'context');
  const event: TrackedEvent = {
    call,
    messageId: idField(value, 'messageId', maxMessageIdLength) ?? newId(),
    userId: idField(value, 'userId', maxIdLength),
    anonymousId: idField(value, 'anonymousId', maxIdLength),
    previousId: call === 'alias' ? idField(value, 'previousId', maxIdLength) : null,
    groupId: call === 'group' ? idField(value, 'groupId', maxIdLength) : null,
    name: nameOf(value, call),
    occurredAt: timeOf(value, envelope.receivedAt, sentAt),
    properties: objectField(value, 'properties') ?? {},
    traits: objectField(value, 'traits') ?? {},
    context: envelope.context === null ? (own ?? {}) : { ...envelope.context, ...own },
  };
  checkNeeds(event);
  return event;
}

function checkNeeds({ call, userId, anonymousId, previousId, groupId, name }: TrackedEvent): void {
  if (userId === null && anonymousId === null)
    throw new Refused('no_identity', 'The event names nobody: send a userId or an anonymousId.');
  if (call === 'track' && name === null)
    throw new Refused('missing_field', 'A track call names its event in the field event.');
  if (call === 'group' && groupId === null)
    throw new Refused('missing_field', 'A group call needs its groupId.');
  if (call === 'alias' && (userId === null || previousId === null))
    throw new Refused('missing_field', 'An alias call needs previousId and userId.');
}

function nameOf(value: JsonObject, call: Call): string | null {
  if (call === 'track') return textField(value, 'event');
  if (call === 'page' || call === 'screen') return textField(value, 'name');
  return null;
}

function timeOf(value: JsonObject, receivedAt: Date, sentAt: Date | null): Date {
  const field = isSaid(value.originalTimestamp) ? 'originalTimestamp' : 'timestamp';
  const said = value[field];
  const saidAt = isSaid(said) ? readTime(said) : null;
  if (isSaid(said) && saidAt === null)
    throw new Refused('invalid_timestamp', `The field ${field} is no time in ISO 8601.`);
  const at = correctTime({ receivedAt, saidAt, sentAt });
  if (at !== null) return at;
  throw new Refused('timestamp_out_of_range', `By its field ${field} it happened before the year 2000.`);
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** Clients send ids as numbers too; they are the same as text. */
function idField(value: JsonObject, key: string, maxLength: number): string | null {
  const id = value[key];
  if (!isSaid(id)) return null;
  if (typeof id !== 'string' && typeof id !== 'number')
    throw new Refused('wrong_type', `The field ${key} is text or a number.`);
  const text = typeof id === 'string' ? id.trim() : String(id);
  if (text.length > maxLength)
    throw new Refused('text_too_long', `The field ${key} has up to ${maxLength} characters.`);
  return text === '' ? null : text;
}

function textField(value: JsonObject, key: string): string | null {
  const text = value[key];
  if (!isSaid(text)) return null;
  if (typeof text !== 'string') throw new Refused('wrong_type', `The field ${key} is text.`);
  if (text.length > maxNameLength)
    throw new Refused('text_too_long', `The field ${key} has up to ${maxNameLength} characters.`);
  return text.trim() === '' ? null : text.trim();
}

function objectField(value: JsonObject, key: string): JsonObject | null {
  const object = value[key];
  if (object === undefined || object === null) return null;
  if (!isObject(object)) throw new Refused('wrong_type', `The field ${key} is an object.`);
  return object;
}
