import { z } from 'zod';
import { day, id, named, time } from '../../people/contract.ts';
import { audiences, versionFormats, versionStates } from '../words.ts';

/** In which state a piece is, by the one thing about it that matters most. */
export const assetStates = ['in_use', 'stale', 'preparing', 'refused', 'named', 'retired'] as const;
export type AssetState = (typeof assetStates)[number];

export const assetSorts = ['title', 'newest', 'readers', 'finish', 'shares'] as const;
export type AssetSort = (typeof assetSorts)[number];

/** A part of an upload goes up in one request, as parts of imports do: that keeps memory flat on both sides. */
export const uploadPartBytes = 8 * 1_024 * 1_024;

/** More than a document or a picture may have, and enough for a film; what it is, is known once its bytes are. */
export const uploadMostBytes = 2 * 1_024 ** 3;

const count = z.number().int().nonnegative();

const versionSummary = z.object({
  id,
  number: z.number().int(),
  format: z.enum(versionFormats),
  state: z.enum(versionStates),
  pageCount: count.nullable().meta({ description: 'Pages of a document, parts of a film' }),
  durationMs: count.nullable(),
  thumbnailUrl: z.string().nullable().meta({ description: 'For members who are signed in; not counted' }),
  refusedReason: z.string().nullable(),
});
export type VersionSummary = z.infer<typeof versionSummary>;

const assetVersion = versionSummary.extend({
  url: z.string().nullable(),
  fileName: z.string().nullable(),
  fileBytes: count.nullable(),
  mediaType: z.string().nullable(),
  donePages: count.meta({ description: 'Page pictures made so far' }),
  note: z.string().nullable().meta({ description: 'What is new in it' }),
  isCurrent: z.boolean(),
  createdBy: z.string(),
  createdAt: time,
  readyAt: time.nullable(),
});
export type AssetVersion = z.infer<typeof assetVersion>;

export const assetSummary = z.object({
  id,
  title: z.string(),
  url: z.string().nullable().meta({ description: 'Where it lies elsewhere; null for a file' }),
  description: z.string().nullable(),
  type: z.string().nullable(),
  audience: z.enum(audiences),
  personas: z.array(z.string()),
  buyingStages: z.array(z.string()).meta({ description: 'Keys of buying stages' }),
  owner: named.nullable(),
  campaign: named.nullable(),
  state: z.enum(assetStates).meta({
    description:
      'stale: its review day has come; preparing, refused: no version can be read yet; named: known by its name alone',
  }),
  reviewOn: day.nullable().meta({ description: 'From this day on it is stale until somebody says it holds' }),
  retired: z.boolean(),
  retiredAt: time.nullable(),
  useInstead: z.object({ id, title: z.string() }).nullable(),
  currentVersion: versionSummary.nullable().meta({ description: 'What its links show' }),
  comingVersion: versionSummary
    .nullable()
    .meta({ description: 'A newer version that is being prepared or was refused' }),
  shares: count.meta({ description: 'Given to somebody in the past twelve months' }),
  readers: count.meta({ description: 'Verified people who read it in the past twelve months' }),
  measured: count.meta({ description: 'Of these, of whom it is known how far they got' }),
  finished: count.meta({ description: 'Of these, who got to its end' }),
  createdAt: time,
});
export type AssetSummary = z.infer<typeof assetSummary>;

export const assetDetail = assetSummary.extend({
  versions: z.array(assetVersion).meta({ description: 'Latest first' }),
  mayDelete: z.boolean().meta({ description: 'Never shared, shown or read: nothing would be lost' }),
});
export type AssetDetail = z.infer<typeof assetDetail>;

/** A piece of a text, and whether it is one of the words that were looked for. */
const excerptPart = z.object({ text: z.string(), hit: z.boolean() });

export const searchHit = z.object({
  asset: z.object({ id, title: z.string(), type: z.string().nullable(), retired: z.boolean() }),
  versionId: id,
  page: z.number().int(),
  pageCount: count,
  fromMs: count.nullable().meta({ description: 'Of a film: where this part begins' }),
  excerpt: z.array(excerptPart),
  thumbnailUrl: z.string().nullable(),
});
export type SearchHit = z.infer<typeof searchHit>;

/** What is known of an upload once its bytes have been looked at. */
const checkedUpload = z.object({
  format: z.enum(versionFormats),
  mediaType: z.string(),
  title: z.string().meta({ description: 'By the file itself, else by its name' }),
  sameAs: z
    .object({ asset: z.object({ id, title: z.string() }), versionNumber: z.number().int() })
    .nullable()
    .meta({ description: 'The very same bytes are in the library already' }),
});

export const upload = z.object({
  id,
  fileName: z.string(),
  fileBytes: count,
  received: count.meta({ description: 'Bytes that have arrived; go on from here' }),
  parts: count.meta({ description: 'Parts that have arrived; the next has this number' }),
  checked: checkedUpload.nullable().meta({ description: 'null until every byte is there and was looked at' }),
});
export type Upload = z.infer<typeof upload>;

export const overview = z.object({
  pieces: count.meta({ description: 'Not retired' }),
  usedBySales: count.meta({ description: 'Of them, shared by somebody this quarter' }),
  pastReview: count,
  preparing: count,
  refused: count,
  retired: count,
  types: z.array(z.string()),
  knownTypes: z.array(z.string()).meta({ description: 'These, and those a library begins with' }),
  personas: z.array(z.string()).meta({ description: 'Of pieces and of people' }),
  buyingStages: z.array(z.object({ key: z.string(), name: z.string() })),
  owners: z.array(named),
  campaigns: z.array(named),
});
export type LibraryOverview = z.infer<typeof overview>;
