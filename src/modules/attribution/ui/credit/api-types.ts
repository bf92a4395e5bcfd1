import type { client } from '../../../../web/api.ts';

/** What the operations answer, as the browser gets it: times are ISO text. */
type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

export type Credit = Answer<typeof client.results.credit.read>;
export type CreditRow = Credit['rows'][number];
export type Model = Credit['plan']['models'][number];
export type Openings = Answer<typeof client.results.credit.openings>;
export type Opening = Openings['items'][number];
export type OpenedTouch = Opening['touches'][number];
export type Choices = Answer<typeof client.results.credit.dimensions>;
export type Dimension = Choices['items'][number];
