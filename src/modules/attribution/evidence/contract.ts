import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { day, id, named, optionalText, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';

const tag = 'Results';
export type Named = z.infer<typeof named>;
const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const score = z.number().min(0).max(100);

/** What can be claimed for a campaign and be looked for in the record. */
export const outcomeMetrics = ['leads', 'meetings', 'opportunities', 'wins', 'revenue'] as const;
/** What is often shown instead: it is written down and counts for nothing. */
export const vanityMetrics = ['impressions', 'clicks', 'opens', 'visits', 'followers', 'likes'] as const;
export const claimMetrics = [...outcomeMetrics, ...vanityMetrics] as const;
export type OutcomeMetric = (typeof outcomeMetrics)[number];
export type ClaimMetric = (typeof claimMetrics)[number];
export const metricNames: Readonly<Record<ClaimMetric, string>> = {
  leads: 'leads',
  meetings: 'meetings',
  opportunities: 'opportunities',
  wins: 'won deals',
  revenue: 'won revenue',
  impressions: 'impressions',
  clicks: 'clicks',
  opens: 'opened mails',
  visits: 'visits',
  followers: 'followers',
  likes: 'likes',
};

export const isOutcome = (metric: ClaimMetric): metric is OutcomeMetric =>
  outcomeMetrics.some((one) => one === metric);

export const vanityWords =
  'counts for nothing: it says that something was shown, not that anybody came to want, meet or buy';

/** The parts of the score and what each can bring; together 100. */
export const evidenceParts = {
  brief: {
    points: 25,
    name: 'Brief, visible to sales before the start',
    rule: 'How many of the brief’s seven fields are filled. Half of it where sales could see it only after the start, nothing where sales cannot see it.',
  },
  traced: {
    points: 25,
    name: 'Claims that trace to named interactions',
    rule: 'Of the leads, meetings, opportunities and wins claimed, how many are found with a touchpoint of the campaign before the result. Vanity figures count for nothing.',
  },
  agreement: {
    points: 20,
    name: 'Claims that agree with the closed loop',
    rule: 'A claim inside the range that the attribution models give is right. Outside of it: how near it comes, as the smaller divided by the larger.',
  },
  costs: {
    points: 15,
    name: 'Costs recorded',
    rule: 'All of it where what was spent is recorded, a quarter where there is only a budget.',
  },
  reported: {
    points: 15,
    name: 'Results reported back in time',
    rule: 'Half for results told within 30 days of the end (while it runs: within the past 92 days), half for the share of its hand-offs that were answered.',
  },
} as const;
export type EvidencePart = keyof typeof evidenceParts;
export const evidencePartKeys = ['brief', 'traced', 'agreement', 'costs', 'reported'] as const;

/** Results are to be told so many days after the end of a campaign, or so often while it runs. */
export const reportWithinDays = 30;
export const reportEveryDays = 92;
/** Fewer leads say nothing: the campaign waits in grey. */
export const fewestLeads = 30;
/** For so long after they were told, people have the first look at where they stand. */
export const firstLookDays = 14;

const claim = z.object({
  id,
  campaign: named,
  teammate: named.nullable().meta({ description: 'Who claims it, where it is somebody of our side' }),
  claimedBy: z.string(),
  metric: z.enum(claimMetrics),
  isVanity: z.boolean().meta({ description: 'Counts for nothing' }),
  count: count.nullable().meta({ description: 'Null of revenue' }),
  amountMinor: count.nullable(),
  currency: z.string().nullable(),
  from: z.string(),
  to: z.string().meta({ description: 'Last day, inclusive' }),
  statedAt: time,
  statedIn: z.string().nullable().meta({ description: 'Where it was said: “review of the third quarter”' }),
  recordedBy: z.string(),
  recordedAt: time,
  withdrawnAt: time.nullable(),
  withdrawnBy: z.string().nullable(),
});
export type Claim = z.infer<typeof claim>;
const traced = z.object({
  count: count.meta({ description: 'Leads, meetings or deals found' }),
  amountMinor: count.nullable().meta({ description: 'Of revenue, in the workspace’s currency' }),
  claimedMinor: count.nullable().meta({ description: 'What was claimed, in the workspace’s currency' }),
  share: share.meta({ description: 'Of what was claimed, at most 1' }),
});
export type Traced = z.infer<typeof traced>;
const trace = z.object({
  kind: z.enum(['person', 'deal', 'meeting']),
  id,
  name: z.string(),
  account: named.nullable(),
  at: time.meta({ description: 'When it became a lead, opened, was won, or the meeting took place' }),
  amountMinor: count.nullable(),
  currency: z.string().nullable(),
  touchpoint: z
    .object({
      id,
      at: time,
      type: z.string(),
      person: named.nullable(),
    })
    .meta({ description: 'The first touchpoint of the campaign before it' }),
});
export type Trace = z.infer<typeof trace>;
const partRow = z.object({
  key: z.string(),
  label: z.string(),
  says: z.string(),
  share: share.nullable().meta({ description: 'Null: it counts for nothing, or does not apply' }),
  href: z.string().nullable(),
  claimId: id.nullable().meta({ description: 'What of this claim was found: /results/claims/{id}/traces' }),
});
export type PartRow = z.infer<typeof partRow>;
const part = z.object({
  key: z.enum(evidencePartKeys),
  name: z.string(),
  rule: z.string(),
  points: z.number().meta({ description: 'Of `outOf`' }),
  outOf: z.number(),
  share,
  words: z.string(),
  todo: z.string().nullable().meta({ description: 'What would bring the rest' }),
  rows: z.array(partRow),
});
export type ScoredPart = z.infer<typeof part>;
const scored = z.object({
  score,
  low: score,
  high: score,
});

export const evidenceBy = ['campaign', 'channel', 'asset_type', 'marketer'] as const;
export type EvidenceBy = (typeof evidenceBy)[number];
const evidenceRow = scored.extend({
  key: z.string(),
  label: z.string(),
  parts: z.record(z.enum(evidencePartKeys), share),
  claims: count.meta({ description: 'Of outcomes' }),
  vanityClaims: count,
  todo: z.array(z.object({ campaign: named.nullable(), part: z.enum(evidencePartKeys), words: z.string() })),
  campaigns: z
    .array(named.extend({ score, weight: share }))
    .meta({ description: 'From which the score is made, and by how much; the rest has no campaign: 0' }),
});
export type EvidenceRow = z.infer<typeof evidenceRow>;

const report = z.object({ id, reportedAt: time, reportedBy: z.string(), said: z.string().nullable() });
export type ResultsReport = z.infer<typeof report>;

const campaignEvidence = scored.extend({
  campaign: named.extend({
    channel: z.string().nullable(),
    owner: named.nullable(),
    startsOn: z.string().nullable(),
    endsOn: z.string().nullable(),
  }),
  parts: z.array(part),
  claims: z.array(claim.extend({ traced: traced.nullable() })),
  reports: z.array(report),
  currency: z.string(),
  interval: z.string().meta({ description: 'How the interval was made' }),
  asOf: time,
});
export type CampaignEvidence = z.infer<typeof campaignEvidence>;

/** Which campaigns and which results: the last four whole quarters and the running one where nothing is said. */
const periodQuery = z.object({ from: day.optional(), to: day.optional() });
const range = z.object({ from: z.string(), to: z.string() });

const quadrants = ['aligned', 'silent', 'spin', 'misaligned'] as const;
export type Quadrant = (typeof quadrants)[number];

export const quadrantNames: Readonly<Record<Quadrant, { name: string; corner: string; meaning: string }>> = {
  aligned: { name: 'aligned', corner: 'aligned', meaning: 'delivers value, and can show it' },
  silent: {
    name: 'silent operative',
    corner: 'delivers, can’t show',
    meaning: 'delivers value, and cannot show it: something is to be recorded',
  },
  spin: {
    name: 'spin doctor',
    corner: 'shows, doesn’t deliver',
    meaning: 'shows much, and delivers no more than the alternative: campaigns are to be mended',
  },
  misaligned: { name: 'mis-aligned', corner: 'neither', meaning: 'neither delivers value nor shows any' },
};

const point = z.object({
  key: z.string(),
  label: z.string(),
  leads: count,
  delivers: z
    .object({
      ratio: z
        .number()
        .meta({ description: 'Against the alternative, among comparable leads; 1 is the same' }),
      low: z.number(),
      high: z.number(),
      position: score.meta({
        description: '50 is a ratio of 1, 100 four times as often or more, 0 a quarter',
      }),
      positionLow: score,
      positionHigh: score,
      words: z.string(),
    })
    .nullable(),
  demonstrates: scored,
  quadrant: z.enum(quadrants).nullable().meta({ description: 'Null while it waits' }),
  isSettled: z
    .boolean()
    .meta({ description: 'The interval of what it delivers stays on one side of the middle' }),
  waits: z
    .object({ why: z.enum(['few', 'young', 'incomparable']), words: z.string() })
    .nullable()
    .meta({ description: 'Drawn in grey, and in no quadrant' }),
  words: z.string().meta({ description: 'Where it stands, with n and interval' }),
  todo: z
    .array(z.object({ campaign: named.nullable(), words: z.string() }))
    .meta({ description: 'What to record, or which campaigns to mend' }),
  isMe: z.boolean(),
});
export type TwoByTwoPoint = z.infer<typeof point>;

const twoByTwoQuery = periodQuery.extend({ by: z.enum(evidenceBy).default('campaign') });

const twoByTwo = z.object({
  asOf: time,
  by: z.enum(evidenceBy),
  range,
  baseline: z.object({ label: z.string(), isAssumed: z.boolean() }).nullable(),
  points: z.array(point),
  notes: z.array(z.string()).meta({ description: 'How it was worked out, in sentences' }),
  persons: z
    .object({
      mayRank: z.boolean().meta({ description: 'Whether the figures of colleagues may be seen' }),
      me: id.nullable(),
      ownSeenAt: time.nullable(),
      hidden: z
        .array(named.extend({ toldAt: time.nullable(), shownFrom: time.nullable() }))
        .meta({ description: 'Who has the first look at their own place: shown once they have seen it' }),
    })
    .nullable()
    .meta({ description: 'By marketer alone' }),
});
export type TwoByTwo = z.infer<typeof twoByTwo>;

export const evidenceContract = {
  list: operation({
    method: 'GET',
    path: '/results/evidence',
    access: 'results:read',
    tag,
    summary: 'Who can show what they add: the evidence score by campaign, channel, kind of piece or marketer',
    description:
      'Figures of persons are shown to themselves, and to those who may see persons once the persons themselves have.',
  })
    .input(twoByTwoQuery)
    .output(z.object({ asOf: time, by: z.enum(evidenceBy), range, items: z.array(evidenceRow) })),
  get: operation({
    method: 'GET',
    path: '/results/evidence/{campaignId}',
    access: 'results:read',
    tag,
    summary: 'The evidence score of a campaign, opened: each part with its rows',
  })
    .input(z.object({ campaignId: id }))
    .output(campaignEvidence),
  report: operation({
    method: 'POST',
    path: '/results/evidence/{campaignId}/reports',
    access: 'results:say',
    tag,
    summary: 'Note that a campaign’s results were told to both sides',
    creates: true,
  })
    .input(z.object({ campaignId: id, reportedAt: time.optional(), said: optionalText(1_000) }))
    .output(report),
  listClaims: operation({
    method: 'GET',
    path: '/results/claims',
    access: 'results:read',
    tag,
    summary: 'What was claimed for campaigns; latest first',
  })
    .input(pageQuery.extend({ campaignId: id.optional() }))
    .output(pageOf(claim)),
  claim: operation({
    method: 'POST',
    path: '/results/claims',
    access: 'results:say',
    tag,
    summary: 'Write down what is claimed for a campaign',
    description: `A number of leads, meetings, opportunities or wins, or an amount of revenue, in a period. ${vanityMetrics.join(', ')}: written down, and ${vanityWords}.`,
    creates: true,
  })
    .input(
      z
        .object({
          campaignId: id,
          teammateId: id.nullish(),
          metric: z.enum(claimMetrics),
          count: z.number().int().min(1).max(1_000_000_000_000).optional(),
          amountMinor: z.number().int().min(1).max(1_000_000_000_000_000).optional(),
          currency: z
            .string()
            .regex(/^[A-Z]{3}$/, 'three capital letters')
            .optional(),
          from: day,
          to: day,
          statedAt: time.optional(),
          statedIn: optionalText(300),
        })
        .refine(
          ({ metric, count: claimed, amountMinor }) =>
            metric === 'revenue'
              ? amountMinor !== undefined && claimed === undefined
              : claimed !== undefined && amountMinor === undefined,
          { message: 'revenue has an amount, everything else a count' },
        )
        .refine(({ from, to }) => from <= to, { message: 'the period ends before it starts', path: ['to'] }),
    )
    .output(claim),
  withdrawClaim: operation({
    method: 'POST',
    path: '/results/claims/{id}/withdrawal',
    access: 'results:say',
    tag,
    summary: 'Take a claim back: it stays in the record and counts no more',
    creates: true,
  })
    .input(z.object({ id }))
    .output(claim),
  traces: operation({
    method: 'GET',
    path: '/results/claims/{id}/traces',
    access: 'results:read',
    tag,
    summary: 'The leads, meetings or deals that a claim traces to, each with the touchpoint',
  })
    .input(pageQuery.extend({ id }))
    .output(pageOf(trace).extend({ claim, traced: traced.nullable() })),
  twoByTwo: operation({
    method: 'GET',
    path: '/results/two-by-two',
    access: 'results:read',
    tag,
    summary: 'Does it add value, and can it show it?',
    description: `What is delivered against the alternative, beside what can be shown. Under ${fewestLeads} leads nothing is said. Persons have the first look at their own place.`,
  })
    .input(twoByTwoQuery)
    .output(twoByTwo),
  exportTwoByTwo: operation({
    method: 'GET',
    path: '/results/two-by-two/export',
    access: 'results:read',
    tag,
    summary: 'The two-by-two as CSV',
  })
    .input(twoByTwoQuery)
    .output(z.file()),
  tellPersons: operation({
    method: 'POST',
    path: '/results/two-by-two/announcements',
    access: 'results:persons',
    tag,
    summary: 'Tell marketers that they can see where they stand, before others do',
    description: `Who was told is shown to others ${firstLookDays} days later, or once they have looked.`,
    creates: true,
  }).output(z.object({ told: z.array(named), unreachable: z.array(named) })),
  seeOwn: operation({
    method: 'POST',
    path: '/results/two-by-two/own-views',
    access: 'results:read',
    tag,
    summary: 'Note that the caller has seen their own place',
    creates: true,
  }).output(z.object({ seenAt: time.nullable() })),
};
