import { newId } from '../../../platform/ids.ts';
import type { Classifier, JudgedRequest, Verdict } from '../classify/types.ts';
import { type Circumstances, circumstancesOf, traitsOf } from './circumstances.ts';
import { copyJson, copyLine, copyNull, copyText } from './copy-text.ts';
import { asDeadLetter, type Entry, type Fact } from './entry.ts';
import type { ReceivedEvent, TrackedEvent } from './event.ts';
import { eventTypeOf } from './event-type.ts';
import { cut, type JsonObject } from './json.ts';
import { maxNameLength, maxSubjectLength, maxUrlLength } from './limits.ts';

/** What is known of a request beyond its body. */
export type RequestFacts = {
  workspaceId: string;
  receivedAt: Date;
  /** When it goes into the log: later than it was received where it is replayed. As text: all its lines say it. */
  loggedAt: string;
  classifier: Classifier;
  request: JudgedRequest;
  /** Of the visitor's own browser; null where a server sends for others. */
  userAgent: string | null;
  ip: string | null;
};

/** What the database is to be told of one event. */
export function makeEntry(received: ReceivedEvent, of: RequestFacts): Entry {
  if (received.event === null) return deadEntry(received, of);
  const { event, raw } = received;
  const type = typeOf(event);
  const around = circumstancesOf(event, type);
  const userAgent = around.userAgent ?? of.userAgent;
  const verdict = of.classifier.classify({
    call: event.call,
    url: around.url,
    referrer: around.referrer,
    campaign: around.campaign,
    userAgent,
    ip: around.ip ?? of.ip,
    automated: event.context.automated === true,
    profileKey: profileKeyOf(event),
    email: around.email,
    request: of.request,
  });
  const id = newId();
  const context = contextOf(event, around, userAgent);
  return {
    id,
    workspaceId: of.workspaceId,
    receiptKey: event.messageId,
    messageId: event.messageId,
    eventType: event.call,
    receivedAt: of.receivedAt,
    occurredAt: event.occurredAt,
    sentAt: null,
    raw,
    verified: verdict.verified,
    profileKey: profileKeyOf(event),
    facts: factsOf(event, around),
    line: type === null ? null : lineOf({ id, event, type, around, verdict, context, of }),
    campaignName: around.campaign.name === null ? null : cut(around.campaign.name, maxNameLength),
    dead: null,
  };
}

/** What could not be taken. It is recognised when it comes again, unless nothing tells it from another. */
function deadEntry(received: ReceivedEvent & { event: null }, of: RequestFacts): Entry {
  const { raw, refusal, eventType, messageId, sentAt } = received;
  const entry = {
    id: newId(),
    workspaceId: of.workspaceId,
    receiptKey: null,
    messageId,
    eventType,
    receivedAt: of.receivedAt,
    occurredAt: of.receivedAt,
    sentAt,
    raw,
    verified: true,
    profileKey: null,
    facts: [],
    line: null,
    campaignName: null,
    dead: null,
  };
  return asDeadLetter(entry, refusal);
}

/** The type of its row in the log; null for calls that say who somebody is and are no interaction. */
function typeOf(event: TrackedEvent): string | null {
  if (event.call === 'page') return 'page_view';
  if (event.call === 'screen') return 'screen_view';
  return event.call === 'track' && event.name !== null ? eventTypeOf(event.name) : null;
}

/** A server knows its users by userId alone: each of them has a profile of that name. */
function profileKeyOf(event: TrackedEvent): string | null {
  if (event.anonymousId !== null) return event.anonymousId;
  // An alias says that two ids are one person, wherever that person is.
  return event.call === 'alias' || event.userId === null ? null : `user:${event.userId}`;
}

function factsOf(event: TrackedEvent, around: Circumstances): Fact[] {
  const { call, userId, previousId, groupId } = event;
  const none = { previousUserId: null, email: null, groupId: null, traits: {} };
  if (call === 'identify')
    return [{ ...none, kind: call, userId, email: around.email, traits: traitsOf(event) }];
  if (call === 'alias') return [{ ...none, kind: call, userId, previousUserId: previousId }];
  if (call === 'group') return [{ ...none, kind: call, userId, groupId, traits: event.traits }];
  const facts: Fact[] = [];
  if (userId !== null) facts.push({ ...none, kind: 'use', userId });
  if (around.isForm && around.email !== null)
    facts.push({ ...none, kind: 'form', userId, email: around.email, traits: traitsOf(event) });
  return facts;
}

/** The context as it came, with the user, and the campaign and the browser where only the address and the request say them. */
function contextOf(event: TrackedEvent, around: Circumstances, userAgent: string | null): JsonObject {
  // The address of a person's line is used for judging and kept nowhere.
  const { ip: _, ...kept } = event.context;
  // By it a device that several people share is told apart.
  if (event.userId !== null) kept.userId = event.userId;
  if (kept.campaign === undefined && around.campaign.source !== null) kept.campaign = around.campaign;
  if (kept.userAgent === undefined && userAgent !== null) kept.userAgent = userAgent;
  return kept;
}

/** The columns of the log that are known before the transaction, in the order of `logColumns`. */
function lineOf(options: {
  id: string;
  event: TrackedEvent;
  type: string;
  around: Circumstances;
  verdict: Verdict;
  context: JsonObject;
  of: RequestFacts;
}): string {
  const { id, event, type, around, verdict, context, of } = options;
  const { channel, verified, flagReason } = verdict;
  const subject = event.call === 'page' ? (around.title ?? event.name) : event.name;
  return copyLine([
    id,
    of.workspaceId,
    of.loggedAt,
    event.occurredAt.toISOString(),
    'content',
    copyText(type),
    copyText(channel),
    copyText(subject === null ? null : cut(subject, maxSubjectLength)),
    copyText(around.url === null ? null : cut(around.url, maxUrlLength)),
    engagedSecondsOf(event) ?? copyNull,
    verified ? 't' : 'f',
    copyText(flagReason),
    copyJson(event.properties),
    copyJson(context),
    'tracking',
    copyText(event.messageId),
  ]);
}

const longestDaySeconds = 86_400;

/** How long somebody read, where the event says so: our own tracker's does when a page is left. */
function engagedSecondsOf({ properties }: TrackedEvent): string | null {
  const seconds = properties.engaged_seconds;
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= longestDaySeconds)) return null;
  return String(Math.round(seconds));
}
