import type { client } from '../../../../web/api.ts';

/** What the operations answer, as the browser gets it: times are ISO text. */
type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

export type Piece = Answer<typeof client.content.library.list>['items'][number];
export type PieceDetail = Answer<typeof client.content.library.get>;
export type PieceQuery = NonNullable<Parameters<typeof client.content.library.list>[0]>;
export type Overview = Answer<typeof client.content.library.overview>;
export type Hit = Answer<typeof client.content.library.search>['items'][number];
export type Upload = Answer<typeof client.content.library.beginUpload>;
export type Checked = NonNullable<Upload['checked']>;
