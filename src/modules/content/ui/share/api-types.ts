import type { client } from '../../../../web/api.ts';

/** What the operations answer, as the browser gets it: times are ISO text. */
type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

export type CreatedLink = Answer<typeof client.content.links.create>;
export type ShareLink = Answer<typeof client.content.links.get>;
export type WayToSend = ShareLink['sentBy'];
export type EmailGate = ShareLink['gates']['email'];
