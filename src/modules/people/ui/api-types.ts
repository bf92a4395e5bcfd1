import type { client } from '../../../web/api.ts';

/** What the operations answer, as the browser gets it: times are ISO text. */
type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

export type ContactRow = Answer<typeof client.people.contacts.list>['items'][number];
export type AccountRow = Answer<typeof client.people.accounts.list>['items'][number];
export type DealRow = Answer<typeof client.people.opportunities.list>['items'][number];
export type ContactDetail = Answer<typeof client.people.contacts.get>;
export type AccountDetail = Answer<typeof client.people.accounts.get>;
export type DealDetail = Answer<typeof client.people.opportunities.get>;
export type Stage = Answer<typeof client.people.lifecycle.listStages>['items'][number];
export type SavedView = Answer<typeof client.people.savedViews.list>['items'][number];
export type RecordChange = Answer<typeof client.people.history.changes>['items'][number];
export type MergePreview = Answer<typeof client.people.merging.previewContacts>;
type Devices = Answer<typeof client.people.identity.devices>;
export type Device = Devices['items'][number];
export type WithdrawnDevice = Devices['withdrawn'][number];
export type Named = { id: string; name: string };
export type CustomValue = string | number | boolean | null;
