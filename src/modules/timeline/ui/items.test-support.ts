import type { Conversation, Interaction, Mark } from './api-types.ts';

let made = 0;

/** An entry as the server answers it; what a test cares about is given. */
export function entryOf(change: Partial<Interaction> = {}): Interaction {
  made += 1;
  return {
    what: 'interaction',
    id: String(made).padStart(12, '0'),
    kind: 'content',
    type: 'page_view',
    direction: null,
    occurredAt: '2026-06-10T10:00:00.000Z',
    receivedAt: '2026-06-10T10:00:01.000Z',
    contact: null,
    account: null,
    opportunity: null,
    teammate: null,
    campaign: null,
    asset: null,
    channel: null,
    subject: 'Pricing',
    url: null,
    engagedSeconds: null,
    completion: null,
    verified: true,
    flagReason: null,
    source: 'test',
    externalId: null,
    properties: {},
    position: made,
    person: null,
    participants: [],
    teammates: [],
    profileId: null,
    replacesId: null,
    visitor: 'ada',
    conversation: null,
    ...change,
  };
}

export function conversationOf(change: Partial<Conversation> = {}): Conversation {
  return {
    id: null,
    private: false,
    readable: true,
    outcome: null,
    topics: [],
    questions: [],
    nextStep: null,
    durationMinutes: null,
    hasBody: false,
    threadId: null,
    ...change,
  };
}

export function talkOf(who: string, change: Partial<Interaction> = {}): Interaction {
  return entryOf({
    kind: 'person',
    type: 'call',
    visitor: null,
    participants: [{ id: who, name: who, title: null }],
    conversation: conversationOf(),
    ...change,
  });
}

export function markOf(who: string | null, at: string): Mark {
  made += 1;
  return {
    what: 'mark',
    id: String(made).padStart(12, '0'),
    at,
    mark: 'lifecycle',
    words: 'Reached MQL',
    reason: null,
    by: null,
    source: null,
    contact: who === null ? null : { id: who, name: who },
    account: null,
    opportunity: null,
    undoId: null,
  };
}

const firstMs = Date.parse('2026-06-30T22:00:00.000Z');

/** A list latest first: each `[minutes before the one above, who, what]`. */
export function listOf(steps: readonly (readonly [minutes: number, who: string, what: Step])[]) {
  let atMs = firstMs;
  return steps.map(([minutes, who, what]) => {
    atMs -= minutes * 60_000;
    const at = new Date(atMs).toISOString();
    if (what === 'mark') return markOf(who, at);
    if (what === 'call') return talkOf(who, { occurredAt: at });
    if (what === 'mail')
      return talkOf(who, {
        occurredAt: at,
        type: 'email_exchange',
        conversation: conversationOf({ threadId: `thread ${who}` }),
      });
    if (what === 'sent')
      return entryOf({ occurredAt: at, visitor: who, direction: 'outbound', type: 'email_sent' });
    return entryOf({ occurredAt: at, visitor: who, verified: what !== 'bot' });
  });
}
export type Step = 'page' | 'call' | 'mark' | 'mail' | 'sent' | 'bot';
export const steps = ['page', 'call', 'mark', 'mail', 'sent', 'bot'] as const satisfies readonly Step[];
