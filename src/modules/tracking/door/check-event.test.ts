import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyEvent, anyValue } from './any-event.test-support.ts';
import type { ReceivedEvent } from './event.ts';
import { maxDepth } from './limits.ts';
import { parseRequest, readEvents } from './parse-request.ts';
import { isReasonCode } from './reasons.ts';
import { scanJson } from './scan-json.ts';

const receivedAt = new Date('2026-03-01T12:00:00Z');

/** What is made of events as they stand in a batch that is written like this. */
function read(batch: string, around = ''): ReceivedEvent[] {
  const request = parseRequest(Buffer.from(`{${around}"batch":${batch}}`));
  if (request.body === null) throw new Error(request.refusal.reason);
  const events = readEvents({ request, call: null, receivedAt });
  if (!Array.isArray(events)) throw new Error(events.reason);
  return events;
}

describe('a batch of any values', () => {
  test('each is an event or refused with a reason, in its place', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 8 }), (values) => {
        const events = read(JSON.stringify(values));
        expect(events).toHaveLength(values.length);
        for (const { event, refusal } of events) {
          expect((event === null) !== (refusal === null)).toBe(true);
          if (refusal)
            expect([isReasonCode(refusal.code), refusal.reason]).toEqual([true, expect.stringMatching(/./)]);
          if (event) expect(event.userId ?? event.anonymousId).toEqual(expect.stringMatching(/./s));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('each keeps its own text, however the batch is written', () => {
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 8 }), fc.integer({ min: 0, max: 3 }), (values, indent) => {
        const text = JSON.stringify({ before: [values], batch: values, after: '"batch":[]' }, null, indent);
        const bytes = Buffer.from(text);
        const { batch } = scanJson(bytes);
        const texts = batch?.map(({ start, end }) => JSON.parse(bytes.toString('utf8', start, end)));
        expect(texts).toEqual(JSON.parse(JSON.stringify(values)));
        expect(batch?.map(({ depth }) => depth)).toEqual(values.map(depthOf));
      }),
      { numRuns: 1_000 },
    );
  });
});

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test('ids that are numbers are the same as text', () => {
  const [first] = read('[{"type":"page","anonymousId":7,"userId":" u ","messageId":12}]');
  expect(first?.event).toMatchObject({ anonymousId: '7', userId: 'u', messageId: '12' });
});

test('an event without a messageId gets one of its own', () => {
  const events = read('[{"type":"page","userId":"u"},{"type":"page","userId":"u","messageId":""}]');
  const ids = events.map(({ event }) => event?.messageId);
  expect(new Set(ids).size).toBe(2);
  expect(ids).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), expect.stringMatching(/^[0-9a-f-]{36}$/)]);
});

test('the deepest that is taken is as deep as said', () => {
  const nested = (levels: number) =>
    `[{"type":"page","userId":"u","properties":${'{"a":'.repeat(levels - 1)}1${'}'.repeat(levels - 1)}}]`;
  expect(read(nested(maxDepth))[0]?.refusal).toBeNull();
  expect(read(nested(maxDepth + 1))[0]?.refusal?.code).toBe('too_deep');
});

test('a context of the batch holds for its events, unless it is made badly', () => {
  const event = '{"type":"page","userId":"u","context":{"locale":"de"}}';
  const contextAfter = (context: string) => read(`[${event}]`, `"context":${context},`)[0]?.event?.context;
  expect(contextAfter('{"library":{"name":"x"},"locale":"en"}')).toEqual({
    library: { name: 'x' },
    locale: 'de',
  });
  for (const bad of [
    '{"a":"\\u0000"}',
    '{"__proto__":{}}',
    `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`,
    '"x"',
  ])
    expect(contextAfter(bad)).toEqual({ locale: 'de' });
});

describe('when it happened', () => {
  const at = (fields: object, around = '') =>
    read(
      JSON.stringify([{ type: 'page', userId: 'u', ...fields }]),
      around,
    )[0]?.event?.occurredAt.toISOString();

  test('is corrected by the client’s own clock, whatever that says', () => {
    // Its clock is 3 days and an hour behind; it sent what had happened ten minutes before.
    const said = { timestamp: '2026-02-26T10:50:00Z', sentAt: '2026-02-26T11:00:00Z' };
    expect(at(said)).toBe('2026-03-01T11:50:00.000Z');
    expect(at({ timestamp: said.timestamp }, `"sentAt":"${said.sentAt}",`)).toBe('2026-03-01T11:50:00.000Z');
    expect(at({ originalTimestamp: said.timestamp, timestamp: '2026-01-01', sentAt: said.sentAt })).toBe(
      '2026-03-01T11:50:00.000Z',
    );
    expect(at({ timestamp: '1970-01-01T00:00:00Z', sentAt: '1970-01-01T01:00:00Z' })).toBe(
      '2026-03-01T11:00:00.000Z',
    );
  });

  test('is believed where nothing says when it was sent, and is never later than its arrival', () => {
    expect(at({ timestamp: '2024-05-01T00:00:00Z' })).toBe('2024-05-01T00:00:00.000Z');
    expect(at({ timestamp: '2031-05-01T00:00:00Z' })).toBe(receivedAt.toISOString());
    expect(at({})).toBe(receivedAt.toISOString());
    expect(at({ timestamp: '2026-03-01T13:00:00Z', sentAt: '2026-03-01T12:30:00Z' })).toBe(
      receivedAt.toISOString(),
    );
  });

  test('lies neither before the year 2000 nor after it was received, whatever two clocks say', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), fc.date({ noInvalidDate: true }), (timestamp, sentAt) => {
        const [read1] = read(JSON.stringify([{ type: 'page', userId: 'u', timestamp, sentAt }]));
        const occurredAt = read1?.event?.occurredAt;
        if (occurredAt === undefined)
          expect(read1?.refusal?.code).toMatch(/^(invalid_timestamp|timestamp_out_of_range)$/);
        else {
          expect(occurredAt.getTime()).toBeLessThanOrEqual(receivedAt.getTime());
          expect(occurredAt.getUTCFullYear()).toBeGreaterThanOrEqual(2000);
        }
      }),
    );
  });
});
