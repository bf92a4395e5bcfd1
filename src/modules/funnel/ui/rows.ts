import type { client } from '../../../web/api.ts';

/** What the API answers, as JSON brings it: times are ISO strings. */
export type Funnel = Awaited<ReturnType<typeof client.funnel.getFunnel>>;
export type FunnelStage = Funnel['stages'][number];
export type FunnelSplit = Awaited<ReturnType<typeof client.funnel.splitFunnel>>;
export type SplitRow = FunnelSplit['rows'][number];
export type PersonRow = Awaited<ReturnType<typeof client.funnel.listFunnelPeople>>['items'][number];
export type DealRow = Awaited<ReturnType<typeof client.funnel.listFunnelDeals>>['items'][number];
