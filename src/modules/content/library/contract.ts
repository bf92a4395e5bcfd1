import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { day, id, optionalText } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { audiences, versionFormats } from '../words.ts';
import {
  assetDetail,
  assetSorts,
  assetStates,
  assetSummary,
  overview,
  searchHit,
  upload,
  uploadMostBytes,
  uploadPartBytes,
} from './schemas.ts';

export * from './schemas.ts';

const tag = 'Assets';

const words = z.array(z.string().trim().min(1).max(200)).max(50);

const about = {
  title: z.string().trim().min(1, 'Give it a title.').max(300),
  description: optionalText(2_000),
  type: optionalText(100),
  audience: z.enum(audiences),
  personas: words,
  buyingStages: words,
  ownerId: id.nullable(),
  campaignId: id.nullable(),
  reviewOn: day.nullable(),
};
export type AssetAbout = z.infer<z.ZodObject<typeof about>>;

const webAddress = z
  .url({ protocol: /^https?$/, error: 'An address begins with https:// or http://.' })
  .max(2_000);

/** A file that went up, or the address of what lies elsewhere. */
const source = {
  uploadId: id.optional().meta({ description: 'A file that went up and was looked at' }),
  url: webAddress.optional().meta({ description: 'The address of what lies elsewhere' }),
  format: z.enum(['page', 'link', 'slides']).optional().meta({
    description: 'Of an address: page (the default) or link; of a PDF: slides, where it is a deck',
  }),
  note: optionalText(500),
};

const filters = {
  search: z.string().max(200).optional().meta({ description: 'In title and description' }),
  type: z.string().max(100).optional(),
  format: z.enum(versionFormats).optional(),
  audience: z.enum(audiences).optional(),
  persona: z.string().max(200).optional(),
  buyingStage: z.string().max(200).optional(),
  ownerId: id.optional(),
  campaignId: id.optional(),
  state: z
    .enum([...assetStates, 'all'])
    .optional()
    .meta({ description: 'Absent: all but the retired' }),
  sort: z.enum(assetSorts).default('title'),
};

export const libraryContract = {
  list: operation({
    method: 'GET',
    path: '/assets',
    access: 'content:read',
    tag,
    summary: 'The pieces there are, to choose from',
  })
    .input(pageQuery.extend(filters))
    .output(pageOf(assetSummary)),
  overview: operation({
    method: 'GET',
    path: '/assets/overview',
    access: 'content:read',
    tag,
    summary: 'How many pieces there are and how they stand, and what to filter them by',
  }).output(overview),
  search: operation({
    method: 'GET',
    path: '/assets/search',
    access: 'content:read',
    tag,
    summary: 'Pages that contain all of the words, best first',
    description: 'The last word may be the beginning of one. Looks inside the versions that links show now.',
  })
    .input(
      z.object({
        q: z.string().trim().min(1).max(200),
        limit: z.coerce.number().int().min(1).max(50).default(20),
        assetId: id.optional(),
        retired: z.stringbool().default(false).meta({ description: 'Also in retired pieces' }),
      }),
    )
    .output(z.object({ items: z.array(searchHit) })),
  export: operation({
    method: 'GET',
    path: '/assets/export',
    access: 'content:read',
    tag,
    summary: 'The pieces as CSV',
  })
    .input(z.object(filters))
    .output(z.file()),
  get: operation({
    method: 'GET',
    path: '/assets/{assetId}',
    access: 'content:read',
    tag,
    summary: 'A piece with its versions',
  })
    .input(z.object({ assetId: id }))
    .output(assetDetail),
  create: operation({
    method: 'POST',
    path: '/assets',
    access: 'content:write',
    tag,
    summary: 'Add a piece: a file that went up, or an address',
    creates: true,
  })
    .input(
      z.object({
        ...about,
        audience: about.audience.default('buyer'),
        personas: about.personas.default([]),
        buyingStages: about.buyingStages.default([]),
        ownerId: about.ownerId.optional(),
        campaignId: about.campaignId.optional(),
        reviewOn: about.reviewOn.optional(),
        ...source,
      }),
    )
    .output(assetDetail),
  update: operation({
    method: 'PATCH',
    path: '/assets/{assetId}',
    access: 'content:write',
    tag,
    summary: 'Change what is said of a piece',
  })
    .input(z.object(about).partial().extend({ assetId: id }))
    .output(assetDetail),
  addVersion: operation({
    method: 'POST',
    path: '/assets/{assetId}/versions',
    access: 'content:write',
    tag,
    summary: 'Add a version; links show it as soon as it is ready',
    creates: true,
  })
    .input(z.object({ assetId: id, ...source }))
    .output(assetDetail),
  makeCurrent: operation({
    method: 'PUT',
    path: '/assets/{assetId}/current-version',
    access: 'content:write',
    tag,
    summary: 'Let links show this version',
  })
    .input(z.object({ assetId: id, versionId: id }))
    .output(assetDetail),
  retire: operation({
    method: 'POST',
    path: '/assets/{assetId}/retirement',
    access: 'content:write',
    tag,
    summary: 'Retire a piece, with what to use instead; who shared or used it is told',
  })
    .input(z.object({ assetId: id, useInsteadId: id.nullish(), reason: optionalText(500) }))
    .output(assetDetail),
  bringBack: operation({
    method: 'DELETE',
    path: '/assets/{assetId}/retirement',
    access: 'content:write',
    tag,
    summary: 'Bring a retired piece back into use',
  })
    .input(z.object({ assetId: id }))
    .output(assetDetail),
  confirm: operation({
    method: 'POST',
    path: '/assets/{assetId}/reviews',
    access: 'content:write',
    tag,
    summary: 'Say that a piece still holds, and when to look again',
  })
    .input(
      z.object({
        assetId: id,
        reviewOn: day.nullish().meta({ description: 'Absent: half a year from now; null: never' }),
      }),
    )
    .output(assetDetail),
  remove: operation({
    method: 'DELETE',
    path: '/assets/{assetId}',
    access: 'content:write',
    tag,
    summary: 'Delete a piece that was never shared, shown or read',
  }).input(z.object({ assetId: id })),
  beginUpload: operation({
    method: 'POST',
    path: '/asset-uploads',
    access: 'content:write',
    tag,
    summary: 'Begin to send a file',
    description: 'Then send its parts in order and complete it. Uploads that nobody uses go after two days.',
    creates: true,
  })
    .input(
      z.object({
        fileName: z.string().trim().min(1).max(500),
        fileBytes: z
          .number()
          .int()
          .min(1, 'The file is empty.')
          .max(uploadMostBytes, 'A film has at most 2 GB, a document 200 MB, a picture 20 MB.'),
      }),
    )
    .output(upload),
  readUpload: operation({
    method: 'GET',
    path: '/asset-uploads/{uploadId}',
    access: 'content:write',
    tag,
    summary: 'How much of a file has arrived',
  })
    .input(z.object({ uploadId: id }))
    .output(upload),
  putPart: operation({
    method: 'PUT',
    path: '/asset-uploads/{uploadId}/parts/{part}',
    access: 'content:write',
    tag,
    summary: 'Send a part of a file',
    description: 'Parts of 8 MB, in order; the last may be shorter. The same part again changes nothing.',
  })
    .input(
      z.object({
        uploadId: id,
        part: z.coerce.number().int().min(0).max(10_000),
        data: z.file().max(uploadPartBytes, 'A part has at most 8 MB.'),
      }),
    )
    .output(upload),
  completeUpload: operation({
    method: 'POST',
    path: '/asset-uploads/{uploadId}/completion',
    access: 'content:write',
    tag,
    summary: 'Look at the bytes of a file that is all there: what it is, and whether it is new',
  })
    .input(z.object({ uploadId: id }))
    .output(upload),
  cancelUpload: operation({
    method: 'DELETE',
    path: '/asset-uploads/{uploadId}',
    access: 'content:write',
    tag,
    summary: 'Drop an upload and what arrived of it',
  }).input(z.object({ uploadId: id })),
};
