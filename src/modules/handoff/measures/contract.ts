import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { day, id, named, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { handoffStates } from '../handoffs/contract.ts';

const tag = 'Hand-offs';

/** What each side is measured by. */
export const commitmentKeys = [
  'volume',
  'completeness',
  'acceptance',
  'response',
  'attempts',
  'disposition',
  'expired',
] as const;
export type CommitmentKey = (typeof commitmentKeys)[number];

/** Every list that a figure of the page opens: the commitments', the money's, and what is owed today. */
export const caseLists = [
  ...commitmentKeys,
  'accepted_revenue',
  'rejected_revenue',
  'owed_answers',
  'thin_packets',
  'open',
] as const;
export type CaseList = (typeof caseLists)[number];

export const caseStates = ['all', 'kept', 'broken', 'waiting'] as const;
export type CaseState = (typeof caseStates)[number];

export const slaPeriods = ['auto', 'last30', 'last90', 'last365', 'all', 'custom'] as const;

const filterValue = z.string().max(500);

/** Whose hand-offs: the same for figures, splits and lists, so that a number and its list never part. */
const slaFilter = z.object({
  period: z
    .enum(slaPeriods)
    .default('auto')
    .describe('by the day of the offer. auto: the last 90 days, or all time where nothing was offered then'),
  from: day.optional().describe('first day, in the time zone of the workspace; makes the period custom'),
  to: day.optional().describe('last day, inclusive'),
  filter: z
    .record(z.string().max(80), z.union([filterValue, z.array(filterValue).max(100)]))
    .default({})
    .describe('by dimension: filter[owner]=…; several values are alternatives; blank is "none"'),
});
export type SlaFilter = z.infer<typeof slaFilter>;

const money = z.object({ amountMinor: z.number().int(), currency: z.string() });

const unit = z.enum(['percent', 'count', 'hours', 'days']);
export type SlaUnit = z.infer<typeof unit>;

const part = z.object({
  key: z.string(),
  label: z.string(),
  figure: z.number().nullable(),
  unit,
  promised: z.number().nullable(),
  n: z.number().int(),
});

const commitment = z.object({
  key: z.enum(commitmentKeys),
  side: z.enum(['marketing', 'sales', 'both']),
  promise: z.string().nullable().describe('what was promised, in words; null: nothing'),
  promised: z.number().nullable(),
  unit,
  figure: z.number().nullable().describe('what the promise is compared with; null: nothing to count yet'),
  figureBefore: z.number().nullable().describe('of the period before'),
  kept: z.boolean().nullable(),
  n: z.number().int().describe('hand-offs that the figure is made of'),
  keptCount: z.number().int(),
  brokenCount: z.number().int(),
  waitingCount: z.number().int().describe('on which it cannot be said yet'),
  details: z
    .array(z.object({ label: z.string(), value: z.number().nullable(), unit }))
    .describe('further figures, such as median and 90th percentile in business time'),
  parts: z.array(part).describe('by grade, by item of the packet, by month'),
  trend: z.array(z.object({ from: day, to: day, figure: z.number().nullable(), n: z.number().int() })),
});
export type Commitment = z.infer<typeof commitment>;

const slaVersionWords = z.object({
  versionId: id,
  definitionId: id,
  key: z.string(),
  word: z.string(),
  number: z.number().int(),
  unsigned: z.boolean(),
});

const dimension = z.object({ key: z.string(), label: z.string() });
export type SlaDimension = z.infer<typeof dimension>;

const comparison = z.object({
  figure: z.number().describe('percent'),
  n: z.number().int(),
  rest: z.number().nullable().describe('the same of all others, percent'),
  low: z.number().nullable().describe('99 % interval of the difference from all others, in points'),
  high: z.number().nullable(),
  standsOut: z.enum(['worse', 'better']).nullable(),
});
export type SlaComparison = z.infer<typeof comparison>;

const standOut = comparison.extend({
  commitment: z.enum(commitmentKeys),
  dimension: z.string(),
  dimensionLabel: z.string(),
  key: z.string(),
  label: z.string(),
});
export type SlaStandOut = z.infer<typeof standOut>;

const range = z.object({
  period: z.enum(slaPeriods).exclude(['auto']),
  from: z.string().nullable(),
  to: z.string().nullable().describe('last day, inclusive'),
  step: z.enum(['week', 'month']),
});

const owes = z.object({
  sales: z.object({
    answers: z.number().int().describe('open hand-offs that wait for a first response or an answer'),
    late: z.number().int().describe('of them, past what was promised'),
    where: z
      .object({
        dimension: z.string(),
        dimensionLabel: z.string(),
        key: z.string(),
        label: z.string(),
        late: z.number().int(),
      })
      .nullable()
      .describe('where most of the late ones are, if they are mostly in one place'),
  }),
  marketing: z.object({
    month: z.string().describe('YYYY-MM'),
    promisedThisMonth: z.number().int().nullable(),
    offeredThisMonth: z.number().int(),
    missingThisMonth: z.number().int().nullable(),
    thinPackets: z.number().int().describe('open hand-offs whose packet lacks something promised'),
    completeness: z.number().nullable().describe('of what is offered in the period, percent'),
    promisedCompleteness: z.number().nullable(),
    returned: z.number().int().describe('came back and wait for marketing'),
  }),
});

const revenue = z.object({
  leads: z.number().int(),
  won: z.number().int().describe('leads of whom a deal was won since the offer'),
  rate: z.number().nullable().describe('percent'),
  deals: z.number().int(),
  value: z.array(money),
});
export type SlaRevenue = z.infer<typeof revenue>;

const load = z.object({
  owner: named.nullable().describe('null: in pools, nobody’s yet'),
  open: z.number().int(),
  late: z.number().int(),
  capacity: z.number().int().nullable(),
});

const sla = z.object({
  asOf: time,
  range,
  source: z
    .enum(['handoffs', 'lifecycle'])
    .describe('lifecycle: no hand-offs are recorded; what the stages alone can tell'),
  agreement: slaVersionWords.nullable().describe('in force now'),
  versions: z
    .array(slaVersionWords.extend({ handoffs: z.number().int() }))
    .describe('under which the hand-offs of the period were made'),
  currency: z.string(),
  owes,
  commitments: z.array(commitment),
  revenue: z.object({ accepted: revenue, rejected: revenue }),
  load: z.array(load).describe('open hand-offs against what each may hold, the fullest first'),
  standsOut: z.array(standOut).describe('worst first'),
  standsOutRule: z.string(),
});
export type Sla = z.infer<typeof sla>;

const slaCase = z.object({
  id,
  state: z.enum(handoffStates),
  round: z.number().int(),
  contact: named.extend({ title: z.string().nullable() }),
  account: named.nullable(),
  owner: named.nullable(),
  campaign: named.nullable(),
  grade: z.string().nullable(),
  offeredAt: time,
  dueAt: time.nullable().describe('of what this list is about'),
  answeredAt: time.nullable(),
  reason: z.string().nullable(),
  value: z.number().nullable().describe('business hours, business days, percent or tries, by the list'),
  unit: unit.nullable(),
  outcome: z.enum(['kept', 'broken', 'waiting', 'none']).describe('none: the promise does not apply'),
  lacks: z.array(z.string()).describe('promised items that the packet lacks'),
  won: money.nullable(),
  slaVersion: z.number().int().nullable(),
});
export type SlaCase = z.infer<typeof slaCase>;

const splitRow = z.object({
  key: z.string().describe('"" where none'),
  label: z.string(),
  n: z.number().int(),
  figures: z.partialRecord(z.enum(commitmentKeys), comparison),
  medianResponseHours: z.number().nullable(),
});
export type SlaSplitRow = z.infer<typeof splitRow>;

/** Both sides' promises and what became of them. */
export const measuresContract = {
  readSla: operation({
    method: 'GET',
    path: '/sla',
    access: 'handoffs:read',
    tag,
    summary: 'What both sides promised, and what they did',
    description:
      'Hand-offs count by the day of the offer and under the version of the agreement of that day; those that marketing took back do not count. Times are business time, without pauses.',
  })
    .input(slaFilter)
    .output(sla),
  listSlaDimensions: operation({
    method: 'GET',
    path: '/sla/dimensions',
    access: 'handoffs:read',
    tag,
    summary: 'What the measures of hand-offs can be split and filtered by',
  }).output(z.object({ items: z.array(dimension) })),
  readSlaSplit: operation({
    method: 'GET',
    path: '/sla/by',
    access: 'handoffs:read',
    tag,
    summary: 'The measures by owner, region, campaign and the like, the worst first',
  })
    .input(
      slaFilter.extend({
        dimension: z.string().max(80),
        limit: z.coerce.number().int().min(1).max(1_000).default(100),
      }),
    )
    .output(z.object({ dimension, rows: z.array(splitRow), rule: z.string() })),
  listSlaCases: operation({
    method: 'GET',
    path: '/sla/cases',
    access: 'handoffs:read',
    tag,
    summary: 'The hand-offs behind a figure',
    description:
      'Those of `owed_answers`, `thin_packets` and `open` are what is open now, whatever the period; all others belong to the period.',
  })
    .input(
      slaFilter.extend({
        ...pageQuery.shape,
        of: z.enum(caseLists),
        state: z.enum(caseStates).default('all'),
        lacks: z.string().max(40).optional().describe('only packets that lack this item'),
      }),
    )
    .output(pageOf(slaCase)),
};
