const mb = 1024 * 1024;

/** What one file may cost, so that none can take the machine from the others. */
export const limits = {
  /** Most pages of a document. */
  pages: 2_000,
  /** Memory of the engine that draws, beyond which it gets no more; and of the whole child, beyond which it is ended. */
  engineBytes: 1_024 * mb,
  childBytes: 1_536 * mb,
  /** To start the child, open a file, draw a page, stamp a document. */
  startMs: 60_000,
  openMs: 30_000,
  pageMs: 30_000,
  stampMs: 90_000,
  /** Drawing a whole document: this and so much a page on average; what is left then is not drawn. */
  documentMs: 120_000,
  documentPageMs: 5_000,
  /** Pages of a document that may fail before the rest is given up. */
  failedPages: 20,
  /** Longest picture of a page, in pixels in all: a receipt of three metres is drawn smaller. */
  picturePixels: 12_000_000,
  /** Pixels of an uploaded picture. */
  sourcePixels: 120_000_000,
  /** Text of a page: what a page of a telephone book holds, ten times over. */
  textCharacters: 100_000,
  /** Documents that are stamped in memory. */
  stampBytes: 120 * mb,
} as const;
