import type { client } from '../../../../web/api.ts';

/** What the operations answer, as the browser gets it: times are ISO text. */
type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

export type ResultsSettings = Answer<typeof client.results.settings.read>;
export type Rates = Answer<typeof client.results.settings.listRates>;
export type Rate = Rates['items'][number];
