import type { client } from '../../../../web/api.ts';

/** What the operations answer, as the browser gets it: times are ISO text. */
type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

export type Suggested = Answer<typeof client.results.reasons.suggested>;
export type Choice = Suggested['choices'][number];
export type Suggestion = Suggested['suggestions'][number];
export type DealReason = Answer<typeof client.results.reasons.list>['items'][number];
export type AskedDeal = Answer<typeof client.results.reasons.asked>['items'][number];
export type Summary = Answer<typeof client.results.reasons.summary>;
export type ReasonRow = Summary['rows'][number];
export type AgainstData = Answer<typeof client.results.reasons.againstData>;
export type Checked = AgainstData['checked'][number];
export type Check = AgainstData['checks'][number];
export type Overall = AgainstData['overall'][number];
export type Named = AgainstData['named'][number];
export type Said = Answer<typeof client.results.reasons.history>['items'][number];
