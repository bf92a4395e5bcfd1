import { z } from 'zod';
import { pageOf, pageQuery } from '../../platform/http/paging.ts';
import { day, id, named, optionalText, time } from '../people/contract.ts';
import { operation } from '../workspace/access.ts';
import {
  assetRef,
  conversationTypes,
  type entry,
  from,
  how,
  ledger,
  openStep,
  question,
} from './ledger-schemas.ts';

const tag = 'Conversations';

export type ConversationType = (typeof conversationTypes)[number];

const direction = z.enum(['inbound', 'outbound']);

const participant = z.object({
  side: z.enum(['theirs', 'ours']),
  contact: named.nullable(),
  teammate: named.nullable(),
  name: z.string().nullable().meta({ description: 'As the source named them, where nobody known is meant' }),
  email: z.string().nullable(),
  role: z.string().nullable(),
});
export type Participant = z.infer<typeof participant>;

const exchangedItem = z.object({
  id,
  what: z.enum(['topic', 'question', 'answer', 'asset', 'learned']),
  from,
  text: z.string().nullable(),
  asset: assetRef.nullable(),
  how: how.nullable().meta({ description: 'Of an asset' }),
  answers: z
    .object({ id, text: z.string().nullable() })
    .nullable()
    .meta({ description: 'The question that this answers' }),
  answered: z
    .object({ at: time, text: z.string().nullable(), conversationId: id.nullable() })
    .nullable()
    .meta({ description: 'Of a question: its latest answer; null while it is open' }),
});
export type ExchangedItem = z.infer<typeof exchangedItem>;

const nextStep = z.object({
  text: z.string(),
  on: day.nullable(),
  doneAt: time.nullable(),
  doneBy: z.string().nullable(),
});
export type NextStep = z.infer<typeof nextStep>;

const conversationChange = z.object({
  id,
  kind: z.enum(['corrected', 'edited', 'withdrawn', 'restored', 'step_done', 'step_reopened']),
  at: time,
  by: z.string(),
  reason: z.string().nullable(),
  changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
});
export type ConversationChange = z.infer<typeof conversationChange>;

const conversation = z.object({
  id: id.meta({ description: 'Stays the same through every correction' }),
  interactionId: id.meta({ description: 'The row of the log that stands for it now' }),
  type: z.enum(conversationTypes),
  occurredAt: time,
  direction: direction.nullable(),
  durationMinutes: z.number().int().nullable(),
  account: named.nullable(),
  opportunity: named.nullable(),
  participants: z.array(participant),
  private: z.boolean(),
  readable: z.boolean().meta({
    description:
      'false: private, and you had no part in it; subject, body, outcome, what was exchanged, the next step and the changes are then withheld',
  }),
  subject: z.string().nullable(),
  body: z.string().nullable(),
  outcome: z.string().nullable(),
  exchanged: z.array(exchangedItem),
  nextStep: nextStep.nullable(),
  loggedBy: z.string(),
  source: z.string(),
  externalId: z.string().nullable(),
  threadId: z.string().nullable().meta({ description: 'What e-mails of one thread share' }),
  createdAt: time,
  updatedAt: time,
  withdrawn: z.object({ at: time, by: z.string(), reason: z.string().nullable() }).nullable(),
  changes: z.array(conversationChange).meta({ description: 'Latest first; at most 100' }),
});
export type Conversation = z.infer<typeof conversation>;

const said = z.string().trim().min(1).max(2_000);
const itemId = id.optional().meta({ description: 'Of an item that is there already, to keep it' });

/** What a conversation said; each list holds at most fifty. */
const exchangedInput = z.object({
  topics: z
    .array(z.object({ id: itemId, text: said, from: from.default('us') }))
    .max(50)
    .default([]),
  questions: z
    .array(z.object({ id: itemId, text: said, from: from.default('them') }))
    .max(50)
    .default([])
    .meta({ description: 'Open until they are answered' }),
  answers: z
    .array(z.object({ id: itemId, questionId: id, text: optionalText(2_000) }))
    .max(50)
    .default([]),
  assets: z
    .array(
      z.object({
        id: itemId,
        assetId: id.optional(),
        title: z.string().trim().min(1).max(300).optional().meta({
          description: 'Of an asset by name; made where there is none of that name',
        }),
        how: how.default('shown'),
      }),
    )
    .max(50)
    .default([]),
  learned: z
    .array(z.object({ id: itemId, text: said }))
    .max(50)
    .default([]),
});
export type ExchangedInput = z.infer<typeof exchangedInput>;

const person = z.object({
  email: z
    .string()
    .trim()
    .max(320)
    .transform((text) => text.toLowerCase())
    .pipe(z.email()),
  name: z.string().trim().min(1).max(300).optional(),
});

const fields = {
  type: z.enum(conversationTypes),
  occurredAt: z.coerce.date(),
  direction: direction.nullable().optional(),
  contactIds: z.array(id).max(50),
  newPeople: z.array(person).max(50).meta({
    description: 'People known by their address alone; who is not there yet is made in the same transaction',
  }),
  teammateIds: z.array(id).max(20).meta({
    description:
      'Who on our side; left out, the teammate whom the signed-in member is (made where there is none)',
  }),
  accountId: id.nullable().optional().meta({ description: 'Left out, the account of the first person' }),
  opportunityId: id.nullable().optional(),
  subject: optionalText(1_000),
  body: optionalText(100_000),
  private: z.boolean(),
  durationMinutes: z.number().int().min(0).max(10_080).nullable().optional(),
  outcome: optionalText(200),
  exchanged: exchangedInput,
  nextStep: z.object({ text: said, on: day.nullable().optional() }).nullable().optional(),
};

const created = z.object({
  outcome: z.enum(['created', 'unchanged']).meta({ description: 'unchanged: this externalId was known' }),
  conversation,
});

export type LedgerQuestion = z.infer<typeof question>;
export type LedgerEntry = z.infer<typeof entry>;
export type OpenStep = z.infer<typeof openStep>;
export type Ledger = z.infer<typeof ledger>;

const byId = z.object({ conversationId: id });
const byIdDescription =
  'The id of any row of the log that stood for the conversation answers with the conversation itself.';

export const conversationsContract = {
  log: operation({
    method: 'POST',
    path: '/conversations',
    access: 'interactions:write',
    tag,
    summary: 'Log a conversation with people of theirs',
    description: 'The same externalId from the same source again changes nothing.',
    creates: true,
  })
    .input(
      z.object({
        ...fields,
        occurredAt: fields.occurredAt.optional(),
        contactIds: fields.contactIds.default([]),
        newPeople: fields.newPeople.default([]),
        teammateIds: fields.teammateIds.optional(),
        private: fields.private.default(false),
        exchanged: exchangedInput.partial().optional(),
        source: z.string().trim().min(1).max(100).optional(),
        externalId: z.string().min(1).max(300).optional(),
      }),
    )
    .output(created),
  get: operation({
    method: 'GET',
    path: '/conversations/{conversationId}',
    access: 'interactions:read',
    tag,
    summary: 'One conversation with what was exchanged',
    description: byIdDescription,
  })
    .input(byId)
    .output(conversation),
  correct: operation({
    method: 'PATCH',
    path: '/conversations/{conversationId}',
    access: 'interactions:write',
    tag,
    summary: 'Correct a conversation',
    description:
      'Where what, when or who changes, the log gets a row that stands for the earlier one; nothing in it is overwritten. Lists given replace the lists there.',
  })
    .input(
      z.object({
        conversationId: id,
        expectedUpdatedAt: time.optional(),
        reason: optionalText(500),
        ...fields,
        type: fields.type.optional(),
        occurredAt: fields.occurredAt.optional(),
        contactIds: fields.contactIds.optional(),
        newPeople: fields.newPeople.optional(),
        teammateIds: fields.teammateIds.optional(),
        private: fields.private.optional(),
        exchanged: exchangedInput.partial().optional(),
      }),
    )
    .output(conversation),
  withdraw: operation({
    method: 'POST',
    path: '/conversations/{conversationId}/withdrawal',
    access: 'interactions:write',
    tag,
    summary: 'Withdraw a conversation that never was',
    description:
      'It leaves every list, ledger and count; the log keeps what was said and why it was taken back.',
  })
    .input(byId.extend({ reason: optionalText(500) }))
    .output(conversation),
  restore: operation({
    method: 'DELETE',
    path: '/conversations/{conversationId}/withdrawal',
    access: 'interactions:write',
    tag,
    summary: 'Restore a withdrawn conversation',
  })
    .input(byId)
    .output(conversation),
  completeStep: operation({
    method: 'POST',
    path: '/conversations/{conversationId}/next-step/completion',
    access: 'interactions:write',
    tag,
    summary: 'The next step is done',
  })
    .input(byId)
    .output(conversation),
  reopenStep: operation({
    method: 'DELETE',
    path: '/conversations/{conversationId}/next-step/completion',
    access: 'interactions:write',
    tag,
    summary: 'The next step is not done after all',
  })
    .input(byId)
    .output(conversation),
  listNextSteps: operation({
    method: 'GET',
    path: '/next-steps',
    access: 'interactions:read',
    tag,
    summary: 'Next steps that are not done, soonest first',
    description: 'Steps of private conversations that you had no part in are left out.',
  })
    .input(
      pageQuery.extend({
        mine: z.stringbool().default(false).meta({ description: 'true: only those that are yours to do' }),
        late: z.stringbool().default(false).meta({ description: 'true: only those whose day has passed' }),
      }),
    )
    .output(pageOf(openStep)),
  answerQuestion: operation({
    method: 'POST',
    path: '/questions/{questionId}/answer',
    access: 'interactions:write',
    tag,
    summary: 'Answer an open question in place',
  })
    .input(z.object({ questionId: id, text: optionalText(2_000) }))
    .output(question),
  withdrawAnswer: operation({
    method: 'DELETE',
    path: '/questions/{questionId}/answer',
    access: 'interactions:write',
    tag,
    summary: 'Take back an answer that was given in place',
  })
    .input(z.object({ questionId: id }))
    .output(question),
  contactLedger: operation({
    method: 'GET',
    path: '/contacts/{contactId}/ledger',
    access: 'interactions:read',
    tag,
    summary: 'What a contact knows from us, and what we know from them',
  })
    .input(z.object({ contactId: id }))
    .output(ledger),
  accountLedger: operation({
    method: 'GET',
    path: '/accounts/{accountId}/ledger',
    access: 'interactions:read',
    tag,
    summary: 'What an account knows from us, and what we know from it',
  })
    .input(z.object({ accountId: id }))
    .output(ledger),
};
