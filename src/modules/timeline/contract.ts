import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { pageOf, pageQuery } from '../../platform/http/paging.ts';
import { interaction, interactionKinds } from '../interactions/contract.ts';
import { named } from '../people/contract.ts';
import { operation } from '../workspace/access.ts';
import { buyingStagesContract } from './buying-stages/contract.ts';

/** Whose timeline: of one contact, account or opportunity; of the whole workspace where none is named. */
const scope = {
  contactId: z.uuid().optional(),
  accountId: z.uuid().optional(),
  opportunityId: z.uuid().optional(),
};
const oneScope = (query: { contactId?: unknown; accountId?: unknown; opportunityId?: unknown }) =>
  [query.contactId, query.accountId, query.opportunityId].filter((id) => id !== undefined).length <= 1;
const oneScopeOnly = { message: 'name one of contactId, accountId and opportunityId, or none of them' };

const typeList = z
  .string()
  .max(2_000)
  .transform((text) => text.split(',').map((type) => type.trim()))
  .pipe(z.array(z.string().min(1).max(100)).min(1).max(30));

/** What narrows a timeline; each may be left out. The same names stand in the page's address. */
export const timelineFilters = {
  kind: z.enum(interactionKinds).optional(),
  types: typeList.optional().describe('types of interaction, separated by commas'),
  personId: z
    .uuid()
    .optional()
    .describe('a contact on their side: first or further participant, or their devices'),
  teammateId: z.uuid().optional().describe('who on our side'),
  campaignId: z.uuid().optional(),
  assetId: z.uuid().optional(),
  channel: z.string().max(100).optional(),
  verified: z
    .enum(['yes', 'no', 'all'])
    .default('yes')
    .describe('no: only what bots, scanners and colleagues did; all: both'),
  from: z.coerce.date().optional().describe('happened at this time or later'),
  to: z.coerce.date().optional().describe('happened before this time'),
  q: z.string().trim().min(2).max(200).optional().describe('words in the subject, address, type or asset'),
  marks: z
    .stringbool()
    .default(true)
    .describe(
      'false: interactions alone. Changes of stage and owner are left out by themselves where types, teammateId, campaignId, assetId, channel or q are asked for.',
    ),
};
const filters = z.object(timelineFilters);
export type TimelineFilters = z.infer<typeof filters>;

const question = z.object({
  text: z.string(),
  answered: z.boolean(),
  answer: z.string().nullable().describe('the words of the answer, where they are on record'),
  by: z.enum(['them', 'us']).describe('who asked'),
});

/** What was exchanged in person; private words only for those who took part. */
const conversation = z.object({
  id: z.uuid().nullable().describe('of GET /conversations/{id}; null where there is none to open'),
  private: z.boolean(),
  readable: z
    .boolean()
    .describe('false: only participants may read what was said; its fields are empty here'),
  outcome: z.string().nullable(),
  topics: z.array(z.string()),
  questions: z.array(question),
  nextStep: z
    .object({
      text: z.string(),
      dueOn: z.string().nullable().describe('YYYY-MM-DD'),
      doneAt: z.date().nullable(),
    })
    .nullable(),
  durationMinutes: z.number().int().nullable(),
  hasBody: z.boolean().describe('there is a text or mail to open'),
  threadId: z.string().nullable(),
});
export type TimelineConversation = z.infer<typeof conversation>;

const person = named.extend({ title: z.string().nullable() });

const interactionEntry = interaction.extend({
  what: z.literal('interaction'),
  position: z.number().int().describe('place in the log, in order of arrival'),
  person: person.nullable().describe('who did it, as identity says today; null for an unknown visitor'),
  participants: z
    .array(person)
    .describe('everyone on their side who took part; for content, the person alone'),
  teammates: z.array(named).describe('everyone on our side; `teammate` is the first'),
  profileId: z.uuid().nullable(),
  replacesId: z.uuid().nullable().describe('the row of the log that this one corrects'),
  visitor: z
    .string()
    .nullable()
    .describe('whose sitting it belongs to: the person’s id, else the profile’s; null for person-to-person'),
  conversation: conversation.nullable(),
});

const markKinds = ['lifecycle', 'buying_stage', 'opportunity_stage', 'owner'] as const;

/** A change of where a person or deal stands, or of who looks after them. */
const markEntry = z.object({
  what: z.literal('mark'),
  id: z.uuid(),
  at: z.date(),
  mark: z.enum(markKinds),
  words: z.string().describe('`Reached MQL`, `Deal moved to Negotiation`, `Owner: Ada Berg`'),
  reason: z.string().nullable(),
  by: z.string().nullable().describe('who said it; null where nobody is on record'),
  source: z.string().nullable().describe('hand, import, opportunity, sample, ...'),
  contact: named.nullable(),
  account: named.nullable(),
  opportunity: named.nullable(),
  undoId: z
    .uuid()
    .nullable()
    .describe('set where it can be undone by hand: POST /buying-stage-changes/{undoId}/reversal'),
});

const timelineEntry = z.discriminatedUnion('what', [interactionEntry, markEntry]);
export type TimelineEntry = z.infer<typeof timelineEntry>;
export type TimelineInteraction = z.infer<typeof interactionEntry>;
export type TimelineMark = z.infer<typeof markEntry>;

const tag = 'Timeline';
const position = z
  .number()
  .int()
  .describe('how far the log had come; hand it to /timeline/newer or /timeline/live as `after`');

const listTimeline = operation({
  method: 'GET',
  path: '/timeline',
  access: 'interactions:read',
  tag,
  summary: 'List what happened, both kinds and the changes of stage on one line, latest first',
  description:
    'A contact’s timeline holds what they did under any of their devices while those were theirs, what they took part in, and what records merged into theirs did. An account’s holds what its people did, an opportunity’s what its buying group did until it closed. Corrected and withdrawn interactions are left out. A page of a search through a whole workspace may hold fewer entries than asked for, even none, and still have a nextCursor: go on with it.',
})
  .input(pageQuery.extend({ ...scope, ...timelineFilters }).refine(oneScope, oneScopeOnly))
  .output(pageOf(timelineEntry).extend({ position }));

const newer = z.object({
  items: z.array(timelineEntry).describe('interactions alone, in order of arrival'),
  position,
  changed: z
    .boolean()
    .describe('true: so much came in, or identities changed so, that the list is to be asked for again'),
});

const listNewer = operation({
  method: 'GET',
  path: '/timeline/newer',
  access: 'interactions:read',
  tag,
  summary: 'What has arrived in a timeline since a position of the log',
})
  .input(
    z
      .object({ ...scope, ...timelineFilters, after: z.coerce.number().int().min(0) })
      .refine(oneScope, oneScopeOnly),
  )
  .output(newer);

const liveEvent = z.discriminatedUnion('what', [
  z.object({ what: z.literal('ready'), position }).describe('each time a connection is made, also again'),
  z.object({ what: z.literal('entries'), items: z.array(timelineEntry), position }),
  z
    .object({ what: z.literal('changed'), position })
    .describe(
      'stages, owners, corrections or who is who changed, or too much arrived: ask for the list again',
    ),
]);
export type TimelineLiveEvent = z.infer<typeof liveEvent>;

const live = operation({
  method: 'GET',
  path: '/timeline/live',
  access: 'interactions:read',
  tag,
  summary: 'A timeline as it happens (server-sent events)',
  description:
    'Each event is of type `message`, its data one JSON object; `entries` holds the same as GET /timeline. A client that comes back with Last-Event-ID (EventSource does so by itself) misses nothing. An entry may come twice; its id tells.',
})
  .input(
    z
      .object({ ...scope, ...timelineFilters, after: z.coerce.number().int().min(0).optional() })
      .refine(oneScope, oneScopeOnly),
  )
  .output(eventIterator(liveEvent));

/** A filter that a figure opens: laid over the page's own scope. */
const opens = z.object({
  kind: z.enum(interactionKinds).optional(),
  types: z.array(z.string()).optional(),
  personId: z.uuid().optional(),
  assetId: z.uuid().optional(),
  q: z.string().optional(),
  from: z.date().optional(),
  to: z.date().optional(),
});

const summaryPart = z.discriminatedUnion('part', [
  z.object({ part: z.literal('text'), text: z.string() }),
  z.object({
    part: z.literal('figure'),
    text: z.string().describe('`pricing twice`, `5 people`'),
    opens: opens.describe('what stands behind it, as filters of GET /timeline'),
  }),
  z.object({ part: z.literal('contact'), id: z.uuid(), text: z.string() }),
  z.object({ part: z.literal('account'), id: z.uuid(), text: z.string() }),
  z.object({
    part: z.literal('day'),
    on: z.boolean().describe('written with `on` where it is a date: `on 3 June`, but `yesterday`'),
    at: z.date().describe('to be written as a date in the reader’s zone: `3 June`, `today`, `yesterday`'),
  }),
]);
export type SummaryPart = z.infer<typeof summaryPart>;

const summarise = operation({
  method: 'GET',
  path: '/timeline/summary',
  access: 'interactions:read',
  tag,
  summary: 'Where things stand, in one sentence',
  description:
    'In parts, so that figures open what stands behind them and days are written in the reader’s zone.',
})
  .input(z.object(scope).refine(oneScope, oneScopeOnly))
  .output(z.object({ parts: z.array(summaryPart) }));

const mixRow = z.object({
  stage: z.string().nullable().describe('key of the buying stage; null: none was known at the time'),
  name: z.string().nullable(),
  content: z.number().int(),
  person: z.number().int(),
  personShare: z.number().nullable().describe('person-to-person of all, 0 to 1; null where nothing happened'),
});

const mix = operation({
  method: 'GET',
  path: '/timeline/mix',
  access: 'interactions:read',
  tag,
  summary: 'Content against person-to-person, by the buyer’s stage at the time',
  description:
    'Verified interactions alone, without mails that were merely sent. Stages in their order, at last those when no stage was known. Of a whole workspace the last 90 days, unless `from` says otherwise.',
})
  .input(
    z
      .object({ ...scope, from: z.coerce.date().optional(), to: z.coerce.date().optional() })
      .refine(oneScope, oneScopeOnly),
  )
  .output(
    z.object({
      stages: z.array(mixRow),
      total: mixRow.omit({ stage: true, name: true }),
      from: z.date().nullable().describe('since when was counted; null: since the beginning'),
      reference: z.object({
        personShare: z.number(),
        words: z.string(),
        source: z.string(),
      }),
    }),
  );
export type TimelineMix = z.infer<typeof mixRow>;

export const timelineContract = {
  list: listTimeline,
  newer: listNewer,
  live,
  summary: summarise,
  mix,
  buyingStages: buyingStagesContract,
};
