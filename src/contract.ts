import { resultsContract } from './modules/attribution/contract.ts';
import { contentContract } from './modules/content/contract.ts';
import { calendarContract } from './modules/conversations/calendar/contract.ts';
import { conversationsContract } from './modules/conversations/contract.ts';
import { mailContract } from './modules/conversations/mail/contract.ts';
import { funnelContract } from './modules/funnel/contract.ts';
import { handoffContract } from './modules/handoff/contract.ts';
import { importContract } from './modules/import/contract.ts';
import { interactionsContract } from './modules/interactions/contract.ts';
import { languageContract } from './modules/language/contract.ts';
import { noticesContract } from './modules/notices/contract.ts';
import { webhooksContract } from './modules/notices/webhooks/contract.ts';
import { peopleContract } from './modules/people/contract.ts';
import { qualityContract } from './modules/quality/contract.ts';
import { sampleContract } from './modules/sample/contract.ts';
import { statusContract } from './modules/status/contract.ts';
import { timelineContract } from './modules/timeline/contract.ts';
import { trackingContract } from './modules/tracking/contract.ts';
import { workspaceContract } from './modules/workspace/contract.ts';

/** Every operation of Liaison. REST, its OpenAPI document, the web client and the command line come from this. */
export const contract = {
  calendars: calendarContract,
  content: contentContract,
  conversations: conversationsContract,
  funnel: funnelContract,
  handoff: handoffContract,
  import: importContract,
  interactions: interactionsContract,
  language: languageContract,
  mail: mailContract,
  notices: noticesContract,
  people: peopleContract,
  quality: qualityContract,
  results: resultsContract,
  sample: sampleContract,
  status: statusContract,
  timeline: timelineContract,
  tracking: trackingContract,
  webhooks: webhooksContract,
  workspace: workspaceContract,
};
