import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { id, named, optionalText, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { ruleModels } from '../models/models.ts';

/** Models by which the credit of a single deal can be told. */
export const modelsOfOneDeal = ruleModels;

const tag = 'Results';

const count = z.number().int().nonnegative();
const amountMinor = z.number().int();
/** 0 to 1. */
const share = z.number().min(0).max(1);

export const outcomes = ['won', 'lost'] as const;
export type Outcome = (typeof outcomes)[number];
const outcome = z.enum(outcomes);

const matterKinds = ['asset', 'interaction', 'contact', 'teammate', 'competitor'] as const;
export type MatterKind = (typeof matterKinds)[number];

export const mostReasons = 5;
export const mostMatters = 12;
const mostChoices = 20;

const reasonKey = z.string().regex(/^[a-z0-9_]{1,60}$/);

/** A reason to choose from. What has been said keeps its key, whatever the label says later. */
const choice = z.object({
  key: reasonKey,
  label: z.string(),
  retired: z.boolean().meta({ description: 'No longer to choose from; it was said before' }),
});
export type ReasonChoice = z.infer<typeof choice>;

const choices = z.object({ won: z.array(choice), lost: z.array(choice) });
export type ReasonChoices = z.infer<typeof choices>;

const newChoice = z.object({
  key: reasonKey.optional().meta({ description: 'Of a reason there is; left out: a new one' }),
  label: z.string().trim().min(1).max(60),
});

const newChoices = z.array(newChoice).min(1).max(mostChoices);

const record = z.object({ kind: z.enum(['asset', 'interaction', 'contact', 'teammate']), id });
const newMatter = z.union([
  record,
  z.object({ kind: z.literal('competitor'), text: z.string().trim().min(1).max(120) }),
]);
export type NewMatter = z.infer<typeof newMatter>;

const matter = z.object({
  kind: z.enum(matterKinds),
  id: id.nullable().meta({ description: 'The record; null for a competitor' }),
  label: z.string(),
});
export type Matter = z.infer<typeof matter>;

const deal = z.object({
  id,
  name: z.string(),
  account: named.nullable(),
  owner: named.nullable(),
  outcome,
  stage: z.string().nullable().meta({ description: 'Where it stood before it closed' }),
  amountMinor: amountMinor.nullable(),
  currency: z.string().nullable(),
  closedAt: time,
});
export type ReasonDeal = z.infer<typeof deal>;

const said = z.object({
  id,
  outcome: outcome.meta({ description: 'Of the deal when this was said' }),
  reasons: z
    .array(z.object({ key: reasonKey, label: z.string() }))
    .meta({ description: 'The first weighs most' }),
  mattered: z.array(matter),
  note: z.string().nullable(),
  saidAt: time,
  saidBy: z.string(),
  bySeller: z.boolean().meta({ description: 'By whoever the deal belongs to' }),
  tookMs: z.number().int().nullable().meta({ description: 'From opening the question to saving the answer' }),
  version: z.number().int().meta({ description: 'How often it has been said of this deal' }),
});
export type Said = z.infer<typeof said>;

const dealReason = said.extend({ deal });
export type DealReason = z.infer<typeof dealReason>;

const suggestion = matter.extend({
  detail: z.string().meta({ description: 'Why it is proposed: “12 touchpoints, the last on 3 May”' }),
});
export type Suggestion = z.infer<typeof suggestion>;

const dayWords = z.iso.date();
const periodFields = {
  from: dayWords.optional().meta({ description: 'Deals closed from this day on, in the workspace’s zone' }),
  to: dayWords.optional().meta({ description: 'Up to and with this day' }),
};
const withOrder = <T extends { from?: string | undefined; to?: string | undefined }>({ from, to }: T) =>
  from === undefined || to === undefined || from <= to;
const orderProblem = { message: 'from must not be after to', path: ['to'] };

const range = z.object({ from: dayWords, to: dayWords });

export const summaryDimensions = [
  'quarter',
  'segment',
  'stage',
  'competitor',
  'origin',
  'alternative',
  'product',
  'seller',
] as const;
export type SummaryDimension = (typeof summaryDimensions)[number];

const tally = {
  deals: count.meta({ description: 'Deals of which it was said' }),
  amountMinor: amountMinor.meta({ description: 'Their worth, in the currency of the answer' }),
};

const reasonRow = z.object({
  key: reasonKey,
  label: z.string(),
  outcome,
  ...tally,
  first: count.meta({ description: 'Of these, where it was said first' }),
  share: share.meta({ description: 'Of the deals with that outcome of which anything was said' }),
  low: share,
  high: share,
  groups: z.array(count).meta({ description: 'Deals in each group, in the order of groups' }),
});
export type ReasonRow = z.infer<typeof reasonRow>;

const group = z.object({
  key: z.string(),
  label: z.string(),
  won: count.meta({ description: 'Deals of it that something was said of, by outcome' }),
  lost: count,
});

const competitor = z.object({
  name: z.string(),
  won: count,
  lost: count,
  amountMinor: amountMinor.meta({ description: 'Worth of those lost where it was named' }),
  wonShare: share.nullable(),
  low: share.nullable(),
  high: share.nullable(),
});

const outcomeCount = z.object({
  deals: count.meta({ description: 'Closed in the period' }),
  said: count.meta({ description: 'Of which it was said why' }),
  amountMinor,
  saidAmountMinor: amountMinor,
});

const summary = z.object({
  range,
  currency: z.string(),
  won: outcomeCount,
  lost: outcomeCount,
  medianTookMs: z.number().int().nullable().meta({ description: 'How long the middle answer took' }),
  withinTenSeconds: share.nullable(),
  timed: count.meta({ description: 'Answers whose time is known' }),
  rows: z.array(reasonRow).meta({ description: 'Most deals first; won, then lost' }),
  dimension: z.enum(summaryDimensions),
  groups: z.array(group),
  competitors: z.array(competitor),
  mattered: z
    .array(matter.extend({ won: count, lost: count }))
    .meta({ description: 'What was named most, at most 20' }),
  noRate: z.array(z.object({ currency: z.string(), deals: count })).meta({
    description: 'Deals counted, but not in the sums: no rate is known for their currency',
  }),
  intervals: z.string().meta({ description: 'How intervals were made' }),
});
export type ReasonSummary = z.infer<typeof summary>;

const verdict = z.enum(['agrees', 'disagrees', 'unknown']);
export type Verdict = z.infer<typeof verdict>;

const check = z.object({
  dealReasonId: id,
  deal,
  reason: z.object({ key: reasonKey, label: z.string() }),
  verdict,
  words: z.string().meta({ description: 'What the data says of it, in a sentence' }),
  evidence: z.array(z.object({ words: z.string(), at: time.nullable(), href: z.string().nullable() })),
});
export type ReasonCheck = z.infer<typeof check>;

const checkedReason = z.object({
  key: reasonKey,
  label: z.string(),
  outcome,
  rule: z.string().meta({ description: 'When the data agrees, in words' }),
  deals: count.meta({ description: 'Of which it was said and which the data can say something of' }),
  disagrees: count,
  share: share.nullable(),
  low: share.nullable(),
  high: share.nullable(),
  words: z.string(),
});
export type CheckedReason = z.infer<typeof checkedReason>;

const namedCredit = z.object({
  dealReasonId: id,
  deal,
  matter,
  touchpoints: count,
  share: share.meta({ description: 'Its part of the credit of this deal' }),
  rank: z
    .number()
    .int()
    .nullable()
    .meta({ description: 'Among those of its kind in the journey; null: not in it' }),
  of: count,
  words: z.string(),
});
export type NamedCredit = z.infer<typeof namedCredit>;

const overall = z.object({
  matter,
  named: count.meta({ description: 'Deals where it was named' }),
  present: count.meta({ description: 'Deals in whose journey it stands' }),
  deals: count.meta({ description: 'Deals of which anything was said' }),
  creditShare: share.meta({
    description: 'Its part of the credit of all these deals, each deal counting the same',
  }),
  expected: share.meta({ description: 'The middle part among those of its kind' }),
  verdict: z.enum(['named_little_credit', 'credit_never_named', 'agrees']),
  words: z.string(),
});
export type OverallCredit = z.infer<typeof overall>;

const againstData = z.object({
  range,
  model: z.enum(modelsOfOneDeal),
  deals: count.meta({ description: 'Deals of which it was said why' }),
  withJourney: count.meta({ description: 'Of these, with a touchpoint known' }),
  leftOut: count.meta({ description: 'Older deals beyond the most that are looked at' }),
  checked: z.array(checkedReason),
  checks: z.array(check).meta({ description: 'Where both disagree, deal by deal; latest first' }),
  named: z.array(namedCredit).meta({ description: 'What was named, and its credit; latest first' }),
  overall: z.array(overall).meta({ description: 'Where the two disagree most first' }),
  madeAt: time,
  isBehind: z.boolean(),
  intervals: z.string(),
});
export type AgainstData = z.infer<typeof againstData>;

const readable = 'results:read';

/** Why deals were won or lost, as those who sold them say it, and what the data says of it. */
export const reasonsContract = {
  say: operation({
    method: 'POST',
    path: '/results/reasons',
    access: 'results:say',
    tag,
    summary: 'Say why a deal was won or lost, and what mattered',
    description:
      'What was said before of the deal stays on record; this stands for it from now on. The outcome may be left out: it is the deal’s.',
    creates: true,
  })
    .input(
      z.object({
        opportunityId: id,
        outcome: outcome.optional(),
        reasons: z.array(reasonKey).min(1).max(mostReasons),
        mattered: z.array(newMatter).max(mostMatters).default([]),
        note: optionalText(2_000),
        tookMs: z.number().int().min(0).max(86_400_000).optional(),
      }),
    )
    .output(dealReason),
  list: operation({
    method: 'GET',
    path: '/results/reasons',
    access: readable,
    tag,
    summary: 'What was said of closed deals; those closed last first',
  })
    .input(
      pageQuery
        .extend({
          outcome: outcome.optional(),
          reason: reasonKey.optional(),
          sellerId: id.optional(),
          opportunityId: id.optional(),
          ...periodFields,
        })
        .refine(withOrder, orderProblem),
    )
    .output(pageOf(dealReason)),
  export: operation({
    method: 'GET',
    path: '/results/reasons/export',
    access: readable,
    tag,
    summary: 'What was said of closed deals, as CSV',
  })
    .input(z.object(periodFields).refine(withOrder, orderProblem))
    .output(z.file()),
  asked: operation({
    method: 'GET',
    path: '/results/reasons/asked',
    access: readable,
    tag,
    summary: 'Closed deals of yours of which nobody has said why; latest first',
    description: 'Of the past year. `whose=all` shows everybody’s.',
  })
    .input(pageQuery.extend({ whose: z.enum(['mine', 'all']).default('mine') }))
    .output(pageOf(deal).extend({ waiting: count })),
  suggested: operation({
    method: 'GET',
    path: '/results/reasons/suggested',
    access: readable,
    tag,
    summary:
      'What may have mattered in a deal: what stood in its journey last and most; and what was said of it',
  })
    .input(z.object({ opportunityId: id }))
    .output(
      z.object({
        deal: deal.extend({ outcome: outcome.nullable(), closedAt: time.nullable() }),
        choices: z.array(choice),
        suggestions: z.array(suggestion),
        competitors: z.array(z.string()).meta({ description: 'Named before, most often first' }),
        said: said.nullable(),
      }),
    ),
  history: operation({
    method: 'GET',
    path: '/results/reasons/history',
    access: readable,
    tag,
    summary: 'Everything that was said of one deal, latest first',
  })
    .input(z.object({ opportunityId: id }))
    .output(z.object({ items: z.array(said) })),
  summary: operation({
    method: 'GET',
    path: '/results/reasons/summary',
    access: readable,
    tag,
    summary: 'Why deals are won and lost: by count and value, by groups, over time, by competitor',
    description:
      'Without days: the last four whole quarters and the running one. Sellers need results:persons.',
  })
    .input(
      z
        .object({ ...periodFields, by: z.enum(summaryDimensions).default('quarter') })
        .refine(withOrder, orderProblem),
    )
    .output(summary),
  againstData: operation({
    method: 'GET',
    path: '/results/reasons/against-data',
    access: readable,
    tag,
    summary: 'What was said beside what the data says, and where the two disagree',
  })
    .input(
      z
        .object({
          ...periodFields,
          model: z.enum(modelsOfOneDeal).default('full-path'),
          outcome: outcome.optional(),
        })
        .refine(withOrder, orderProblem),
    )
    .output(againstData),
  choices: operation({
    method: 'GET',
    path: '/results/reasons/choices',
    access: readable,
    tag,
    summary: 'Reasons to choose from',
  }).output(choices),
  saveChoices: operation({
    method: 'PUT',
    path: '/results/reasons/choices',
    access: 'results:write',
    tag,
    summary: 'Change the reasons to choose from; those left out are retired, and what was said stays',
  })
    .input(z.object({ won: newChoices, lost: newChoices }))
    .output(choices),
};
