import type { client } from '../../../../web/api.ts';

/** What the operations answer, as the browser gets it: times are ISO text. */
type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

export type HandoffPage = Answer<typeof client.handoff.handoffs.list>;
export type HandoffRow = HandoffPage['items'][number];
export type Handoff = Answer<typeof client.handoff.handoffs.get>;
export type HandoffQuery = Parameters<typeof client.handoff.handoffs.list>[0];
export type Packet = Handoff['packet'];
export type HandoffRequest = Answer<typeof client.handoff.requests.list>['items'][number];
export type Team = Answer<typeof client.handoff.requests.readTeam>;
export type OnIt = Team['marketing'][number];
