export { followResponses } from './follow-responses.ts';
export { settleResponses } from './settle-responses.ts';
