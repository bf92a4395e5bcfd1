import type { client } from '../../../../web/api.ts';

type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

export type Analysis = Answer<typeof client.handoff.tray.analyseReturned>;
export type Returned = Answer<typeof client.handoff.tray.listReturned>['items'][number];
export type Comparison = Answer<typeof client.handoff.tray.compareReturnedRules>;
export type ComparedRule = Comparison['rules'][number];
