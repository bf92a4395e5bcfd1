import { AppError } from '../../../platform/errors.ts';
import type { Services } from '../../../platform/services.ts';
import { classifierOf } from '../classify/classifier-of.ts';
import { Committer, withDeadline } from './committer.ts';
import { DoorConnection } from './door-connection.ts';
import type { Entry, Outcome } from './entry.ts';
import type { Call, ReceivedEvent } from './event.ts';
import { HeldBodies } from './held-bodies.ts';
import { KnownRecords } from './known-records.ts';
import { lookUpWithinMs, maxHeldBytes, answerWithinMs as usualAnswerMs } from './limits.ts';
import { makeEntry, type RequestFacts } from './make-entry.ts';
import { type ParsedRequest, parseRequest, readEvents, writeKeyIn } from './parse-request.ts';
import { readBody } from './read-body.ts';
import type { Refusal } from './reasons.ts';
import { Senders } from './write-keys.ts';

/** What a client is told of a request that was taken. */
export type Taken = {
  received: number;
  accepted: number;
  duplicate: number;
  deadLettered: number;
  problems: { index: number; messageId: string | null; code: string; reason: string }[];
};

/** Where nothing says how large a body is, it is taken for so much while it is read. */
const unknownBytes = 64 * 1_024;
const maxProblems = 20;

/** Takes tracked events in: everything between a request and its answer, HTTP itself left out. */
export class TrackingDoor {
  readonly #services: Services;
  readonly #senders: Senders;
  readonly committer: Committer;
  readonly #held = new HeldBodies(maxHeldBytes);

  constructor(services: Services, options: { answerWithinMs?: number } = {}) {
    const { answerWithinMs = usualAnswerMs } = options;
    this.#services = services;
    this.#senders = new Senders(services);
    const url = services.engines.databaseUrl;
    const connect = () => new DoorConnection({ url, timeoutMs: answerWithinMs });
    this.committer = new Committer({
      connections: [connect(), connect()],
      known: new KnownRecords(() => services.now().getTime()),
      log: services.log,
      now: services.now,
      answerWithinMs,
    });
  }

  /** @throws AppError that says what to answer; only what is answered with success is taken */
  async take(of: { request: Request; call: Call | null; peer: string | null }): Promise<Taken> {
    const said = Number(of.request.headers.get('content-length') ?? unknownBytes);
    const bytes = Number.isFinite(said) ? said : unknownBytes;
    const receivedAt = this.#services.now();
    return this.#held.hold({
      bytes,
      read: () => readBody(of.request),
      work: (body) => this.#take({ ...of, body, receivedAt }),
    });
  }

  async #take(of: {
    request: Request;
    body: Buffer;
    call: Call | null;
    peer: string | null;
    receivedAt: Date;
  }): Promise<Taken> {
    const { request, body, call, receivedAt } = of;
    const since = performance.now();
    const workspaceId = await this.#workspaceOf(request, body);
    const facts = await this.#factsOf({ request, workspaceId, receivedAt, peer: of.peer });
    const { refusal, entries } = readEntries({ body, call, facts });
    const outcomes = await this.committer.commit({ entries, bytes: body.length, since });
    if (refusal !== null)
      throw new AppError('invalid_input', `${refusal.reason} It was kept as a dead letter.`);
    return summarise(entries, outcomes);
  }

  /** @throws AppError where neither a header nor the body names a key that holds */
  async #workspaceOf(request: Request, body: Buffer): Promise<string> {
    const headerKey = keyInHeader(request.headers);
    const byHeader = headerKey === null ? null : await this.#senders.workspaceOf(headerKey);
    if (byHeader !== null) return byHeader;
    const parsed = parseRequest(body);
    const bodyKey = parsed.body === null ? null : writeKeyIn(parsed.body);
    const byBody =
      bodyKey === null || bodyKey === headerKey ? null : await this.#senders.workspaceOf(bodyKey);
    if (byBody !== null) return byBody;
    throw unknownKey({ headerKey, bodyKey, parsed });
  }

  async #factsOf(of: {
    request: Request;
    workspaceId: string;
    receivedAt: Date;
    peer: string | null;
  }): Promise<RequestFacts> {
    const { request, workspaceId, receivedAt } = of;
    const { headers } = request;
    const [classifier, isMember] = await Promise.all([
      withDeadline(classifierOf(this.#services, workspaceId), lookUpWithinMs),
      this.#senders.isMember(workspaceId, headers),
    ]);
    const origin = headers.get('origin');
    // A browser names its page's origin with every POST, and where it goes. Node's own fetch sends sec-fetch-mode too.
    const isBrowser = origin !== null || headers.has('sec-fetch-site');
    return {
      workspaceId,
      receivedAt,
      loggedAt: receivedAt.toISOString(),
      classifier,
      request: {
        origin,
        purpose: headers.get('sec-purpose') ?? headers.get('purpose') ?? headers.get('x-moz'),
        isMember,
      },
      // A server's own agent and address say nothing of the people it sends events of.
      userAgent: isBrowser ? headers.get('user-agent') : null,
      ip: isBrowser ? clientAddress(headers, of.peer) : null,
    };
  }
}

/**
 * What the database is to be told of a request. Done in one go, so that what was parsed is gone by the time the
 * request waits: thousands wait at once. A request that is no batch of events is refused, and kept: what it held may
 * be wanted when it is mended.
 */
function readEntries(of: { body: Buffer; call: Call | null; facts: RequestFacts }): {
  refusal: Refusal | null;
  entries: Entry[];
} {
  const { body, call, facts } = of;
  const parsed = parseRequest(body);
  const { receivedAt } = facts;
  const events = parsed.body === null ? parsed.refusal : readEvents({ request: parsed, call, receivedAt });
  if (Array.isArray(events))
    return { refusal: null, entries: events.map((event) => makeEntry(event, facts)) };
  const received: ReceivedEvent = {
    raw: { bytes: body, start: 0, end: body.length },
    event: null,
    refusal: events,
    eventType: call ?? 'batch',
    messageId: null,
    sentAt: null,
  };
  return { refusal: events, entries: [makeEntry(received, facts)] };
}

function summarise(entries: readonly Entry[], outcomes: readonly Outcome[]): Taken {
  const taken: Taken = { received: entries.length, accepted: 0, duplicate: 0, deadLettered: 0, problems: [] };
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.outcome === 'dead-lettered') {
      taken.deadLettered += 1;
      const { code, reason } = outcome;
      const messageId = entries[index]?.messageId ?? null;
      if (taken.problems.length < maxProblems) taken.problems.push({ index, messageId, code, reason });
    } else taken[outcome.outcome] += 1;
  }
  return taken;
}

/** HTTP Basic with the key as user, as Segment's clients send it, or Bearer. */
function keyInHeader(headers: Headers): string | null {
  const header = headers.get('authorization');
  if (header === null) return null;
  const [, scheme, credentials] = /^(Basic|Bearer) +(\S+)$/i.exec(header.trim()) ?? [];
  if (scheme === undefined || credentials === undefined) return null;
  if (scheme.toLowerCase() === 'bearer') return credentials;
  return Buffer.from(credentials, 'base64').toString('utf8').split(':', 1)[0] || null;
}

function unknownKey(of: {
  headerKey: string | null;
  bodyKey: string | null;
  parsed: ParsedRequest;
}): AppError {
  const { headerKey, bodyKey, parsed } = of;
  if (headerKey === null && bodyKey === null && parsed.body === null)
    return new AppError(
      'invalid_input',
      `${parsed.refusal.reason} No write key was sent in a header either.`,
    );
  const missing = 'Send a write key: as user of HTTP Basic, as Bearer token, or as writeKey in the body.';
  const wrong = 'This write key is unknown or revoked. Settings, Tracking shows those that hold.';
  return new AppError('unauthenticated', headerKey === null && bodyKey === null ? missing : wrong);
}

const privateAddress =
  /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd]|::ffff:(?:127\.|10\.|192\.168\.))/i;

/** Behind a proxy of one's own, which has a private address, the client is the one it names last. */
function clientAddress(headers: Headers, peer: string | null): string | null {
  const forwarded = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  return forwarded && (peer === null || privateAddress.test(peer)) ? forwarded : peer;
}

const doors = new WeakMap<Services, TrackingDoor>();

/** The door of this process. */
export function trackingDoorOf(services: Services): TrackingDoor {
  const known = doors.get(services) ?? new TrackingDoor(services);
  doors.set(services, known);
  return known;
}

/** Commits what is under way, for a moment; what is left is refused with 503, so that its senders keep it. */
export async function closeTrackingDoor(services: Services, withinMs: number): Promise<void> {
  await doors.get(services)?.committer.close(withinMs);
}
