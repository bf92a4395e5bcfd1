import { z } from 'zod';
import { pageOf, pageQuery } from '../../../../platform/http/paging.ts';
import { day, id, named, time } from '../../../people/contract.ts';
import { operation } from '../../../workspace/access.ts';
import { versionFormats } from '../../words.ts';

const tag = 'Assets';

export const piecePeriods = ['last30', 'last90', 'last365', 'all'] as const;
export type PiecePeriod = (typeof piecePeriods)[number];

/** What may follow on reading. */
export const nextSteps = ['conversation', 'meeting', 'stage', 'deal_opened', 'deal_won'] as const;
export type NextStep = (typeof nextSteps)[number];

/** Lists of people that figures open. */
export const peopleLists = [
  'readers',
  'finished',
  'unfinished',
  'reached',
  'stopped',
  'buying',
  'lifecycle',
  'followed',
  'page_viewers',
] as const;
export type PeopleList = (typeof peopleLists)[number];

export const visitLists = ['visits', 'downloads', 'forwards', 'left_out'] as const;
export type VisitList = (typeof visitLists)[number];

/** Fewer than these say nothing yet. */
export const tooFewBelow = 8;

export const followedWithinDays = 14;

const count = z.number().int().nonnegative();

const scope = {
  assetId: id,
  period: z.enum(piecePeriods).default('last365').meta({ description: 'By the time of the reading' }),
  versionId: id.optional().meta({ description: 'Only what was read of this version' }),
};
export type PieceScope = z.infer<z.ZodObject<typeof scope>>;

const versionWords = z.object({
  id,
  number: z.number().int(),
  format: z.enum(versionFormats),
  pageCount: count.nullable(),
  note: z.string().nullable(),
  createdAt: time,
  isCurrent: z.boolean(),
});

const reading = z.object({
  readers: count.meta({ description: 'Verified people' }),
  visits: count,
  measured: count.meta({ description: 'Readers of whom it is known how far they got' }),
  finished: count.meta({ description: 'Of these, who saw nine tenths of the pages and more' }),
  medianMs: z.number().nullable().meta({ description: 'Of the middle reader, over all their visits' }),
  meanMs: z.number().nullable(),
});
export type PieceReading = z.infer<typeof reading>;

const totals = reading.extend({
  downloads: count.meta({ description: 'Visits with a download' }),
  forwards: count.meta({ description: 'Visits by somebody else than the link was for, as it seems' }),
  pageViewers: count.meta({
    description: 'People who saw it as a page of the site, where nothing says how far they read',
  }),
  shares: count,
  salesShares: count,
  sellers: count,
  firstReadAt: time.nullable(),
  lastReadAt: time.nullable(),
});

const pageFigures = z.object({
  page: z.number().int(),
  label: z.string().nullable().meta({ description: 'The first words of the page' }),
  fromMs: count.nullable().meta({ description: 'Of a film: where this part begins' }),
  medianMs: z.number().nullable().meta({ description: 'It held the middle one of those who got there' }),
  meanMs: z.number().nullable(),
  reached: count.meta({ description: 'Who read it for a second and more' }),
  stopped: count.meta({ description: 'Who did not finish and read no later page' }),
});
export type PieceFiguresPage = z.infer<typeof pageFigures>;

const share = z.object({ n: count, followed: count });
const nextStep = z.object({
  step: z.enum(nextSteps),
  own: share.meta({ description: 'Readers since whose reading the days have passed, and whom it followed' }),
  others: share.meta({ description: 'The same of all others of its type over the same time' }),
});
export type PieceNextStep = z.infer<typeof nextStep>;

const place = z.object({
  figure: z.enum(['finishRate', 'medianMs', 'shares']),
  value: z.number().nullable(),
  median: z.number().nullable().meta({ description: 'Of the others' }),
  better: count.meta({ description: 'Others that it is ahead of' }),
  of: count.meta({ description: 'Others of its type that can be compared' }),
});
export type PiecePlace = z.infer<typeof place>;

const figures = z.object({
  asset: z.object({ id, title: z.string(), type: z.string().nullable() }),
  asOf: time,
  period: z.enum(piecePeriods),
  from: time.nullable(),
  to: time,
  totals,
  leftOut: z.array(
    z.object({
      kind: z.enum(['scanner', 'staff', 'unproved']),
      reason: z.string().nullable(),
      text: z.string(),
      visits: count,
    }),
  ),
  versions: z.array(versionWords.extend({ reading })).meta({ description: 'Latest first' }),
  elsewhere: reading.meta({ description: 'Read where no version is known: on the site, in other systems' }),
  shown: versionWords.nullable().meta({ description: 'The version that the pages are of' }),
  pagesOf: count.meta({ description: 'People that the pages are counted over' }),
  pages: z.array(pageFigures),
  stop: z
    .object({ page: z.number().int(), stopped: count, label: z.string().nullable() })
    .nullable()
    .meta({ description: 'Where most of those stop who do not finish; null: nowhere more than elsewhere' }),
  buyingStages: z.array(z.object({ key: z.string().nullable(), name: z.string(), readers: count })),
  lifecycleStages: z.array(z.object({ key: z.string().nullable(), name: z.string(), readers: count })),
  nextSteps: z.array(nextStep),
  place: z.array(place),
  sharedBy: z
    .array(
      z.object({
        teammate: named.nullable(),
        side: z.string().nullable(),
        shares: count,
        people: count.meta({ description: 'To how many' }),
        opened: count.meta({ description: 'Of these, who read it afterwards' }),
      }),
    )
    .meta({ description: 'Most first' }),
  referenceLines: z.object({
    mostReadUnderMs: z.object({ value: z.number(), source: z.string() }),
    caseStudiesFinished: z.object({ value: z.number(), source: z.string() }),
  }),
});
export type PieceFigures = z.infer<typeof figures>;

const reader = z.object({
  key: z.string(),
  contact: named.extend({ title: z.string().nullable(), email: z.string().nullable() }).nullable(),
  email: z.string().nullable().meta({ description: 'As given at a gate, of somebody not known' }),
  account: named.nullable(),
  firstAt: time,
  lastAt: time,
  visits: count,
  activeMs: z.number(),
  completion: z.number().nullable(),
  furthestPage: z.number().int().nullable(),
  version: z.number().int().nullable().meta({ description: 'That they read last' }),
  buyingStage: z.string().nullable().meta({ description: 'When they first read it' }),
  lifecycleStage: z.string().nullable().meta({ description: 'When they first read it' }),
  followed: z
    .object({
      step: z.enum(nextSteps),
      at: time,
      text: z.string(),
      opportunity: named
        .extend({ amountMinor: z.number().nullable(), currency: z.string().nullable() })
        .nullable(),
    })
    .nullable(),
});
export type PieceReader = z.infer<typeof reader>;

const visit = z.object({
  id,
  visitId: id.nullable().meta({ description: 'null: told by another door than our viewer' }),
  at: time,
  contact: named.nullable(),
  account: named.nullable(),
  email: z.string().nullable(),
  version: z.number().int().nullable(),
  link: z.object({ id, title: z.string() }).nullable(),
  activeMs: z.number(),
  pagesSeen: count.nullable(),
  pageCount: count.nullable(),
  completion: z.number().nullable(),
  lastPage: z.number().int().nullable(),
  downloadedAt: time.nullable(),
  device: z.string().nullable(),
  forwardedReason: z.string().nullable(),
  flagText: z.string().nullable().meta({ description: 'Why it is not counted' }),
});
export type PieceVisit = z.infer<typeof visit>;

const given = z.object({
  id,
  at: time,
  teammate: named.nullable(),
  by: z.string().nullable(),
  contact: named.nullable(),
  account: named.nullable(),
  link: z.object({ id, title: z.string() }).nullable(),
  sentBy: z.string().nullable().meta({ description: 'copied, mailto, linkedin, liaison; null: not known' }),
  readAt: time.nullable().meta({ description: 'When they first read it afterwards' }),
  completion: z.number().nullable(),
});
export type PieceShare = z.infer<typeof given>;

const visitColumns =
  'Viewed at, Name, Email, Link Name, Total Visit Duration, Visit Completion (%), Document version, Downloaded at, Verified';

/** What becomes of one piece, each figure with the list behind it. */
export const pieceContract = {
  read: operation({
    method: 'GET',
    path: '/assets/{assetId}/figures',
    access: 'content:read',
    tag,
    summary: 'Who reads a piece, how far, and what follows',
    description:
      'Verified people only; scanners and our own people are left out and counted. People are compared with those who read other pieces of its type over the same time.',
  })
    .input(z.object(scope))
    .output(figures),
  people: operation({
    method: 'GET',
    path: '/assets/{assetId}/readers',
    access: 'content:read',
    tag,
    summary: 'The people behind a figure of a piece, latest first',
  })
    .input(
      z.object({
        ...scope,
        ...pageQuery.shape,
        of: z.enum(peopleLists).default('readers'),
        page: z.coerce.number().int().min(1).optional().meta({ description: 'For reached and stopped' }),
        stage: z
          .string()
          .max(100)
          .optional()
          .meta({ description: 'For buying and lifecycle; left out: not known' }),
        step: z.enum(nextSteps).optional().meta({ description: 'For followed' }),
      }),
    )
    .output(pageOf(reader)),
  visits: operation({
    method: 'GET',
    path: '/assets/{assetId}/visits',
    access: 'content:read',
    tag,
    summary: 'The visits behind a figure of a piece, latest first',
  })
    .input(
      z.object({
        ...scope,
        ...pageQuery.shape,
        of: z.enum(visitLists).default('visits'),
        reason: z.string().max(100).optional().meta({ description: 'For left_out: only for this reason' }),
      }),
    )
    .output(pageOf(visit)),
  shares: operation({
    method: 'GET',
    path: '/assets/{assetId}/shares',
    access: 'content:read',
    tag,
    summary: 'Who gave a piece to whom, how, and whether it was read',
  })
    .input(
      z.object({
        ...scope,
        ...pageQuery.shape,
        teammateId: id.optional(),
        side: z.enum(['sales', 'marketing', 'liaison']).optional(),
      }),
    )
    .output(pageOf(given)),
  exportVisits: operation({
    method: 'GET',
    path: '/assets/{assetId}/visits.csv',
    access: 'content:read',
    tag,
    summary: 'The visits to a piece as CSV, latest first',
    description: `Columns: ${visitColumns}. Also of those who are not counted; they are not verified.`,
  })
    .input(
      z.object({
        assetId: id,
        timeZone: z
          .string()
          .max(100)
          .optional()
          .meta({ description: 'Of the times; left out, the workspace’s' }),
        from: day.optional(),
        to: day.optional().meta({ description: 'Last day, inclusive' }),
      }),
    )
    .output(z.file()),
  exportLinkVisits: operation({
    method: 'GET',
    path: '/links/{linkId}/visits.csv',
    access: 'content:read',
    tag,
    summary: 'The visits through a link as CSV, latest first',
    description: `Columns: ${visitColumns}. Also of those who are not counted; they are not verified.`,
  })
    .input(
      z.object({
        linkId: id,
        timeZone: z
          .string()
          .max(100)
          .optional()
          .meta({ description: 'Of the times; left out, the workspace’s' }),
        from: day.optional(),
        to: day.optional().meta({ description: 'Last day, inclusive' }),
      }),
    )
    .output(z.file()),
};
