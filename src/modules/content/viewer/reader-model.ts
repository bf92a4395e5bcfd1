import type { VersionFormat } from '../words.ts';

/** What the reading page is told; the server writes it into the page, the app reads it. */
export type ReaderModel = {
  /** Where the ticketed paths begin. */
  base: string;
  title: string;
  /** Over each page, where the link says so: who reads it. */
  watermark: string | null;
  pieces: ReaderPiece[];
};

export type ReaderPiece = {
  assetId: string;
  title: string;
  format: VersionFormat;
  /** Sizes of a document's or picture's pages, in points. */
  pages: [width: number, height: number][];
  /** How many pages or parts of a film there are to get through. */
  pageCount: number;
  durationMs: number | null;
  /** Of what lies elsewhere: the name of the place. */
  host: string | null;
  mayDownload: boolean;
};
