/** Kinds of pieces a library begins with; a workspace may write others. */
export const assetTypes = [
  'case study',
  'white paper',
  'product sheet',
  'slides',
  'video',
  'webinar recording',
  'blog post',
  'web page',
  'pricing page',
  'calculator',
  'infographic',
  'battle card',
  'talk track',
] as const;

/** What a version is made of: a document or picture or film that we hold, or the address of what lies elsewhere. */
export const versionFormats = ['pdf', 'slides', 'image', 'video', 'page', 'link'] as const;
export type VersionFormat = (typeof versionFormats)[number];

export const versionStates = ['waiting', 'processing', 'ready', 'refused'] as const;

export const audiences = ['buyer', 'seller'] as const;

/** A page counts as seen from this on. Source: facts of the field, "Trackable links". */
export const seenFromMs = 1_000;

/** Without a move of hand or eye for so long nobody is held to be reading. */
export const idleAfterMs = 30_000;

/** Who got so far has finished: the last page of a paper is often its imprint. */
export const finishedFrom = 0.9;

/** Lines to read one's own figures against, with who said so. */
export const referenceLines = {
  mostReadUnderMs: { value: 180_000, source: 'Cespedes, 34 million interactions on DocSend' },
  caseStudiesFinished: { value: 0.83, source: 'Cespedes, 34 million interactions on DocSend' },
} as const;
