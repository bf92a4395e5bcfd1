import { z } from 'zod';
import { id, named, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';

const tag = 'Coverage';

/** Over which stretch of time use and reading are counted; quarters begin where the workspace is. */
export const coveragePeriods = ['quarter', 'last_quarter', 'year'] as const;
export type CoveragePeriod = (typeof coveragePeriods)[number];

export const periodQuery = z.object({
  period: z
    .enum(coveragePeriods)
    .default('quarter')
    .meta({ description: 'quarter: this quarter; last_quarter; year: the past twelve months' }),
});

/** Of fewer readers no share is said. */
export const fewestReaders = 5;

/** Pieces that are for nobody in particular, or for no stage, stand in a row and a column of their own. */
export const anyPlace = '*';

const count = z.number().int().nonnegative();
const money = z.object({ amountMinor: z.number().int(), currency: z.string() });

export const range = z.object({ period: z.enum(coveragePeriods), from: time, to: time });
export type Range = z.infer<typeof range>;

const persona = z.object({
  key: z
    .string()
    .meta({ description: 'Its name in small letters; * for pieces made for nobody in particular' }),
  name: z.string(),
  definition: z.string().nullable().meta({ description: 'The key of its definition, where there is one' }),
  people: count.meta({ description: 'Contacts of this persona' }),
});
export type MapPersona = z.infer<typeof persona>;

const phase = z.object({
  key: z.string().meta({ description: 'Of a buying stage; * for pieces made for no stage' }),
  name: z.string(),
  steps: z.array(z.string()).meta({ description: 'What the buyer does in it, in order' }),
});
export type MapPhase = z.infer<typeof phase>;

const share = {
  readers: count.meta({ description: 'Readers of each piece, added up: who read two counts twice' }),
  pageViewers: count.meta({
    description: 'Those who saw a piece as a page of our site alone, where nothing says how far they read',
  }),
  measured: count.meta({ description: 'Readers of whom it is known how far they got' }),
  finished: count.meta({ description: 'Of these again, who got through nine tenths' }),
  finishRate: z
    .number()
    .nullable()
    .meta({ description: `0 to 1; null with fewer than ${fewestReaders} readers` }),
};

const cellStates = ['gap', 'crowded', 'covered', 'empty'] as const;

const cell = z.object({
  persona: z.string(),
  phase: z.string(),
  steps: z.array(z.number().int()).meta({
    description:
      'Which of the stage’s steps it spans, from 0. Pieces made for a whole stage stand in all its steps; where nothing tells the steps apart they are one cell',
  }),
  pieces: count.meta({ description: 'In use, for buyers' }),
  ...share,
  shares: count.meta({ description: 'By sales, of these pieces, to people of this persona' }),
  sellers: count,
  deals: count.meta({
    description: 'Open deals with such a person in the group, the buyer being in this stage',
  }),
  money: money.meta({ description: 'Of these deals, in the currency of the workspace' }),
  requests: count.meta({ description: 'Open, for such a piece' }),
  state: z.enum(cellStates).meta({
    description: 'gap: nothing to read, and money waits; crowded: many pieces, few finish; empty: neither',
  }),
});
export type MapCell = z.infer<typeof cell>;

const leftOut = z.object({
  scanners: count.meta({ description: 'Visits by programs and by nobody proved' }),
  colleagues: count,
  dealsWithoutStage: count.meta({ description: 'Open deals of whose buyer nobody said the stage' }),
  dealsWithoutPersona: count.meta({ description: 'Open deals with nobody of a known persona in the group' }),
  dealsWithoutMoney: count.meta({
    description: 'Counted, but their amount is unknown or in another currency',
  }),
  rows: count.meta({ description: 'Personas that few carry, beyond the rows shown' }),
});

const coverage = z.object({
  range,
  currency: z.string(),
  pieces: z.object({
    inUse: count.meta({ description: 'Not retired; for buyers and for sellers' }),
    forBuyers: count,
    used: count.meta({ description: 'Shared or shown by sales in the period' }),
    finished: count.meta({
      description: `Of those used, what at least half of ${fewestReaders} or more readers finished`,
    }),
  }),
  personas: z.array(persona),
  phases: z.array(phase),
  cells: z.array(cell),
  emptiest: z
    .object({ persona: z.string(), phase: z.string(), steps: z.array(z.number().int()) })
    .nullable()
    .meta({ description: 'The gap with most money waiting' }),
  leftOut,
  reference: z.object({
    mostReadUnderMs: z.number(),
    caseStudiesFinished: z.number(),
    source: z.string(),
    ownMedianMs: z.number().nullable().meta({ description: 'Half of the readings here took less' }),
    ownCaseStudies: z.object({ readers: count, finished: count }),
  }),
});
export type Coverage = z.infer<typeof coverage>;

const place = z.object({
  persona: z.string().max(200),
  phase: z.string().max(63),
  step: z.coerce.number().int().min(0).max(20).optional().meta({ description: 'Absent: the whole stage' }),
});

const cellPiece = z.object({
  asset: z.object({ id, title: z.string(), type: z.string().nullable() }),
  ...share,
  shares: count,
  sellers: count,
  lastSharedAt: time.nullable(),
});
export type CellPiece = z.infer<typeof cellPiece>;

const cellReader = z.object({
  contact: named,
  account: named.nullable(),
  pieces: count,
  finished: count,
  lastReadAt: time,
});

const cellDeal = z.object({
  id,
  name: z.string(),
  account: named.nullable(),
  owner: named.nullable(),
  money: money.nullable().meta({ description: 'null: unknown' }),
  people: z.array(named).meta({ description: 'Of this persona, in its group' }),
  since: time.meta({ description: 'Since when the buyer is in this stage' }),
});

const cellRequest = z.object({
  id,
  text: z.string(),
  askedBy: z.string(),
  askedAt: time,
  contact: named.nullable(),
  opportunity: named.nullable(),
});

const cellDetail = z.object({
  range,
  cell,
  pieces: z.array(cellPiece),
  forAnyone: z
    .array(named)
    .meta({ description: 'Pieces for anybody, or any stage, that would do here as well' }),
  people: count.meta({ description: 'Distinct readers of this persona' }),
  readers: z.array(cellReader).meta({ description: 'Latest first, at most 100' }),
  deals: z.array(cellDeal).meta({ description: 'By amount, at most 200' }),
  requests: z.array(cellRequest),
});
export type CellDetail = z.infer<typeof cellDetail>;

/** Who needs what, when, and what happens to it. */
export const coverageContract = {
  read: operation({
    method: 'GET',
    path: '/content/coverage',
    access: 'content:read',
    tag,
    summary: 'The coverage map: persona × buying stage, with pieces, use, reading and money waiting',
    description:
      'A piece stands in the cell of each persona and stage it is made for. Money waits where an open deal has such a person in its group and its buyer is in that stage.',
  })
    .input(periodQuery)
    .output(coverage),
  cell: operation({
    method: 'GET',
    path: '/content/coverage/cell',
    access: 'content:read',
    tag,
    summary: 'What a cell of the coverage map is made of',
  })
    .input(periodQuery.extend(place.shape))
    .output(cellDetail),
  export: operation({
    method: 'GET',
    path: '/content/coverage/export',
    access: 'content:read',
    tag,
    summary: 'The coverage map as CSV',
  })
    .input(periodQuery)
    .output(z.file()),
};
