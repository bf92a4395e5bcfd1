import { resultsRouter } from './modules/attribution/index.ts';
import { contentRouter } from './modules/content/index.ts';
import { calendarRouter, conversationsRouter, mailRouter } from './modules/conversations/index.ts';
import { createFunnelRouter } from './modules/funnel/index.ts';
import { handoffRouter } from './modules/handoff/index.ts';
import { importRouter } from './modules/import/index.ts';
import type { Projector } from './modules/interactions/index.ts';
import { createInteractionsRouter } from './modules/interactions/index.ts';
import { languageRouter } from './modules/language/index.ts';
import { noticesRouter, webhooksRouter } from './modules/notices/index.ts';
import { peopleRouter } from './modules/people/index.ts';
import { qualityRouter } from './modules/quality/index.ts';
import { createSampleRouter } from './modules/sample/index.ts';
import { createStatusRouter } from './modules/status/index.ts';
import { timelineRouter } from './modules/timeline/index.ts';
import { trackingRouter } from './modules/tracking/index.ts';
import { workspaceRouter } from './modules/workspace/index.ts';

/** The handlers of `contract`, in the same shape. */
export function createRouter(options: { projector: Projector | null }) {
  return {
    calendars: calendarRouter,
    content: contentRouter,
    conversations: conversationsRouter,
    funnel: createFunnelRouter(),
    handoff: handoffRouter,
    import: importRouter,
    interactions: createInteractionsRouter(options.projector),
    language: languageRouter,
    mail: mailRouter,
    notices: noticesRouter,
    people: peopleRouter,
    quality: qualityRouter,
    results: resultsRouter,
    sample: createSampleRouter(),
    status: createStatusRouter(),
    timeline: timelineRouter,
    tracking: trackingRouter,
    webhooks: webhooksRouter,
    workspace: workspaceRouter,
  };
}
