import type { client } from '../../../web/api.ts';

/** What the operations answer, as the browser gets it: times are ISO text. */
type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

export type Page = Answer<typeof client.timeline.list>;
export type Item = Page['items'][number];
export type Interaction = Extract<Item, { what: 'interaction' }>;
export type Mark = Extract<Item, { what: 'mark' }>;
export type Conversation = NonNullable<Interaction['conversation']>;
export type Query = Parameters<typeof client.timeline.list>[0];
export type Scope = Pick<Query, 'contactId' | 'accountId' | 'opportunityId'>;
export type SummaryPart = Answer<typeof client.timeline.summary>['parts'][number];
export type Mix = Answer<typeof client.timeline.mix>;
export type BuyingStage = Answer<typeof client.timeline.buyingStages.list>['items'][number];
