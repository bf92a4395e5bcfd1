import type { client } from '../../../../web/api.ts';

export type Picture = Awaited<ReturnType<typeof client.handoff.routing.readCapacity>>;
export type PictureWeek = Picture['weeks'][number];
export type SellerCapacity = Picture['sellers'][number];
export type Sellers = Awaited<ReturnType<typeof client.handoff.routing.listSellers>>;
export type Seller = Sellers['items'][number];
export type Pool = Awaited<ReturnType<typeof client.handoff.routing.listPools>>['items'][number];
export type Rules = Awaited<ReturnType<typeof client.handoff.routing.listRules>>;
export type Rule = Rules['items'][number];
export type Target = Rule['target'];
