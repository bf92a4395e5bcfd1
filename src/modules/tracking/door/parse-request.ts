import { isUtf8 } from 'node:buffer';
import { AppError } from '../../../platform/errors.ts';
import { checkEvent } from './check-event.ts';
import { readTime } from './correct-time.ts';
import type { Call, ReceivedEvent } from './event.ts';
import { isObject, type JsonObject, textIn } from './json.ts';
import { maxBatchEvents, maxDepth, maxSharedContextBytes } from './limits.ts';
import type { Refusal } from './reasons.ts';
import { type Span, scanJson } from './scan-json.ts';

/** A request as JSON, not yet looked at further; or why it is none. */
export type ParsedRequest = { bytes: Buffer; body: JsonObject | null; batch: Span[] | null; whole: Span } & (
  | { body: JsonObject; refusal: null }
  | { body: null; refusal: Refusal }
);

export function parseRequest(bytes: Buffer): ParsedRequest {
  const { whole, batch } = scanJson(bytes);
  const none = (refusal: Refusal): ParsedRequest => ({ bytes, body: null, batch, whole, refusal });
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    if (isObject(body)) return { bytes, body, batch, whole, refusal: null };
    return none({ code: 'malformed_batch', reason: 'The body is no object.' });
  } catch (error) {
    const detail = error instanceof SyntaxError ? error.message : 'it cannot be read';
    return none({
      code: 'malformed_json',
      // The parser quotes what it stumbled over, whatever that is.
      reason: `The body is not JSON: ${detail.toWellFormed().replaceAll('\0', '')}`,
    });
  }
}

/** The key in the body: of the request, or of its first event. */
export function writeKeyIn(body: JsonObject): string | null {
  const first: unknown = Array.isArray(body.batch) ? body.batch[0] : null;
  return textIn(body, 'writeKey') ?? (isObject(first) ? textIn(first, 'writeKey') : null);
}

/**
 * The events of a request, each checked. `call` is what its address names, null for a batch.
 * @throws too_large where a batch holds more events than one may
 */
export function readEvents(options: {
  request: ParsedRequest & { body: JsonObject };
  call: Call | null;
  receivedAt: Date;
}): ReceivedEvent[] | Refusal {
  const { request, call, receivedAt } = options;
  const { bytes, body, whole } = request;
  const allUtf8 = isUtf8(bytes);
  const sentAt = readTime(body.sentAt);
  if (call !== null) {
    const envelope = { call, receivedAt, sentAt, context: null };
    const raw = { bytes, start: 0, end: bytes.length };
    return [checkEvent({ value: body, span: whole, raw, isUtf8: allUtf8, envelope })];
  }
  const values = body.batch;
  if (!Array.isArray(values))
    return { code: 'malformed_batch', reason: 'The body has no array called batch.' };
  if (values.length > maxBatchEvents) {
    throw new AppError(
      'too_large',
      `The batch holds ${values.length} events; ${maxBatchEvents} are the most. Send it in parts.`,
    );
  }
  const spans = request.batch;
  if (spans?.length !== values.length)
    return { code: 'malformed_batch', reason: 'The field batch is written with escapes; write it plainly.' };
  const envelope = { call: null, receivedAt, sentAt, context: contextOf(body) };
  return spans.map((span, index) =>
    checkEvent({
      value: values[index],
      span,
      raw: { bytes, start: span.start, end: span.end },
      isUtf8: allUtf8 || isUtf8(bytes.subarray(span.start, span.end)),
      envelope,
    }),
  );
}

/** A batch may say once what holds for all its events; where that is made badly or large, it is left out. */
function contextOf(body: JsonObject): JsonObject | null {
  const { context } = body;
  if (!isObject(context)) return null;
  try {
    const text = Buffer.from(JSON.stringify(context));
    const { flaw, depth, hasEscapes } = scanJson(text).whole;
    const isPlain = flaw === null && !hasEscapes && depth < maxDepth && text.length <= maxSharedContextBytes;
    return isPlain ? context : null;
  } catch {
    // Too deep to be written out.
    return null;
  }
}
