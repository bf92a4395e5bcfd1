import type { client } from '../../../../web/api.ts';

/** What the operations answer, as the browser gets it: times are ISO text. */
type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

export type Quadrants = Answer<typeof client.results.evidence.twoByTwo>;
export type Point = Quadrants['points'][number];
export type OpenedEvidence = Answer<typeof client.results.evidence.get>;
export type Traces = Answer<typeof client.results.evidence.traces>;
