import type { client } from '../../../../web/api.ts';

/** What the operations answer, as the browser gets it: times are ISO text. */
type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

export type Coverage = Answer<typeof client.content.coverage.read>;
export type Cell = Coverage['cells'][number];
export type CellDetail = Answer<typeof client.content.coverage.cell>;
export type Suggestions = Answer<typeof client.content.decisions.list>;
export type Suggestion = Suggestions['items'][number];
export type Decision = Answer<typeof client.content.decisions.history>['items'][number];
export type Usage = Answer<typeof client.content.usage.read>;
