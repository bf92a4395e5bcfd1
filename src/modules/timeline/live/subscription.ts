import { Subscription as LiveSubscription } from '../../../platform/live/subscription.ts';
import type { TimelineFilters, TimelineLiveEvent } from '../contract.ts';
import type { ScopeQuery } from '../reading/scope.ts';

export type LiveQuery = ScopeQuery & Partial<TimelineFilters>;

/** A reader that does not take its events gets no more than this many; then all become one "ask again". */
const mostWaiting = 16;

/** One open page that watches a timeline: what waits to be sent to it, and how far it has been told. */
export class Subscription extends LiveSubscription<TimelineLiveEvent> {
  readonly userId: string | null;
  readonly query: LiveQuery;
  /** How far in the log; null until it is known. */
  position: number | null = null;
  /** Somebody turned out to be somebody else since this page was last told of it. */
  identityDue = false;
  /** No sooner is it told of it again. */
  identityRestUntilMs = 0;
  /** Whose devices it shows, to tell whether that changed; null: it shows everybody's. */
  devices: string | null = null;

  constructor(options: {
    workspaceId: string;
    userId: string | null;
    query: LiveQuery;
    onEnd: (subscription: Subscription) => void;
  }) {
    super({
      ...options,
      gather: (waiting, event) =>
        waiting.length < mostWaiting ? [...waiting, event] : [{ what: 'changed', position: event.position }],
      onEnd: () => options.onEnd(this),
    });
    this.userId = options.userId;
    this.query = options.query;
  }
}
