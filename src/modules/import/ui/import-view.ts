import type { client } from '../../../web/api.ts';

/** An import as the pages get it: times are ISO strings. */
export type ImportView = Awaited<ReturnType<typeof client.import.get>>;
export type PreviewView = Awaited<ReturnType<typeof client.import.preview>>;
export type ColumnView = PreviewView['columns'][number];
export type RefusalView = Awaited<ReturnType<typeof client.import.refusals>>['items'][number];
export type RefusedFiles = Awaited<ReturnType<typeof client.import.refusals>>['files'];
