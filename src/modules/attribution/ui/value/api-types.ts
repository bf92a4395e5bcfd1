import type { client } from '../../../../web/api.ts';

/** What the operations answer, as the browser gets it: times are ISO text. */
type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

export type Value = Answer<typeof client.results.value.read>;
export type ValueRow = Value['rows'][number];
export type Comparison = NonNullable<ValueRow['comparison']>;
export type ValueLead = Answer<typeof client.results.value.leads>['items'][number];
export type BaselineSetting = Answer<typeof client.results.value.baseline>;
export type Cost = Answer<typeof client.results.value.costs.list>['items'][number];
