import { z } from 'zod';
import { id, named, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { periodQuery, range } from '../coverage/contract.ts';

const tag = 'Use of content';

const count = z.number().int().nonnegative();

/** For how long after a share a step forward is held to follow it. */
export const nextStepDays = 14;

const use = {
  shares: count.meta({ description: 'A piece given to somebody: one for each piece' }),
  reached: count.meta({ description: 'People it was given to' }),
  read: count.meta({ description: 'Of these, who opened one of the pieces given' }),
  finished: count.meta({ description: 'Of these, who finished one' }),
  nextSteps: count.meta({
    description: `Of these, who took a step within ${nextStepDays} days: answered, met, called, or came to a later stage`,
  }),
  pieces: count.meta({ description: 'Different pieces' }),
};

const seller = z.object({
  teammate: named,
  isMe: z.boolean(),
  ...use,
  neverUsed: z.array(named.extend({ leads: count })).meta({
    description: 'Pieces never given by them that fit their open leads; most leads first, at most 5',
  }),
  neverUsedCount: count,
});
export type SellerUse = z.infer<typeof seller>;

const piece = z.object({
  asset: z.object({
    id,
    title: z.string(),
    type: z.string().nullable(),
    audience: z.enum(['buyer', 'seller']),
  }),
  shares: count,
  sellers: count,
  readers: count,
  pageViewers: count.meta({
    description: 'People who saw it as a page of our site, where nothing says how far they read',
  }),
  measured: count.meta({ description: 'Readers of whom it is known how far they got' }),
  finished: count,
  finishRate: z.number().nullable().meta({ description: '0 to 1; null with fewer than 5 readers' }),
  medianMs: z.number().nullable().meta({ description: 'Of the middle reader, over all their visits' }),
  nextSteps: count.meta({ description: 'People who were given it and took a step' }),
  lastSharedAt: time.nullable(),
  neverShared: z.boolean().meta({ description: 'By sales in none of the past twelve months' }),
  neverFinished: z
    .boolean()
    .meta({ description: 'Read by at least 5 in the past twelve months, finished by none' }),
});
export type PieceUse = z.infer<typeof piece>;

const twin = z.object({
  one: named,
  other: named,
  by: z.enum(['text', 'title']),
  alike: z
    .number()
    .meta({ description: '0 to 1: share of word sequences (text) or words (title) in common' }),
  readersOfBoth: count,
});
export type Twin = z.infer<typeof twin>;

const stale = z.object({
  asset: named,
  owner: named.nullable(),
  reviewOn: z.string().nullable().meta({ description: 'Its review day, where that has passed' }),
  daysLate: count.nullable(),
  latestYear: z
    .number()
    .int()
    .nullable()
    .meta({ description: 'The latest year its text names, where that is two years ago or more' }),
});
export type StalePiece = z.infer<typeof stale>;

const usage = z.object({
  range,
  totals: z.object({ ...use, sellers: count.meta({ description: 'Who shared anything' }) }),
  mayName: z
    .boolean()
    .meta({ description: 'Whether the figures of single people are shown: to liaisons and admins' }),
  sellers: z.array(seller).meta({ description: 'By name; one’s own alone, where others’ are not shown' }),
  pieces: z.array(piece).meta({ description: 'In use, by title' }),
  twins: z.array(twin),
  notCompared: count.meta({ description: 'Versions whose text is still to be compared' }),
  stale: z.array(stale),
});
export type Usage = z.infer<typeof usage>;

/** Who shares what with which effect. */
export const usageContract = {
  read: operation({
    method: 'GET',
    path: '/content/usage',
    access: 'content:read',
    tag,
    summary:
      'Who shares what with which effect; what nobody uses, nobody finishes, what is there twice and what is stale',
    description:
      'Figures of single people are shown to themselves, liaisons and admins alone, in the order of names: this is no ranking.',
  })
    .input(periodQuery)
    .output(usage),
  export: operation({
    method: 'GET',
    path: '/content/usage/export',
    access: 'content:read',
    tag,
    summary: 'Use of each piece as CSV',
  })
    .input(periodQuery)
    .output(z.file()),
};
