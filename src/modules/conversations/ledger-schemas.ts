import { z } from 'zod';
import { day, id, named, time } from '../people/contract.ts';

export const conversationTypes = [
  'call',
  'meeting',
  'email_exchange',
  'demo',
  'event_talk',
  'message',
] as const;

export const from = z.enum(['us', 'them']).meta({ description: 'Who said it: our side or theirs' });
export const how = z.enum(['shown', 'sent']);
export const assetRef = z.object({ id, title: z.string(), url: z.string().nullable() });

export const entry = z.object({
  id,
  text: z.string().nullable(),
  from,
  at: time,
  contact: named.nullable().meta({ description: 'Who of theirs' }),
  teammate: named.nullable(),
  conversationId: id.nullable(),
});

export const question = entry.extend({
  answer: entry.nullable().meta({ description: 'null while it is open' }),
});

export const openStep = z.object({
  conversationId: id,
  type: z.enum(conversationTypes),
  occurredAt: time,
  text: z.string(),
  on: day.nullable(),
  late: z.boolean(),
  contact: named.nullable(),
  account: named.nullable(),
  opportunity: named.nullable(),
  teammate: named.nullable(),
});

export const ledger = z.object({
  fromUs: z.object({
    assets: z.array(
      z.object({
        asset: assetRef,
        read: z
          .object({
            times: z.number().int(),
            lastAt: time,
            completion: z.number().nullable(),
            engagedSeconds: z.number().int().nullable(),
          })
          .nullable(),
        given: z
          .object({
            how,
            at: time,
            conversationId: id.nullable(),
            teammate: named.nullable(),
          })
          .nullable(),
      }),
    ),
    topics: z.array(entry),
    answers: z.array(entry.extend({ question: z.string().nullable() })),
  }),
  fromThem: z.object({
    openQuestions: z.array(question),
    answeredQuestions: z.array(question),
    topics: z.array(entry),
    learned: z.array(entry),
    answers: z.array(entry.extend({ question: z.string().nullable() })),
    forms: z.array(
      z.object({
        interactionId: id,
        at: time,
        subject: z.string().nullable(),
        contact: named.nullable(),
        answers: z.record(z.string(), z.string()),
      }),
    ),
  }),
  openQuestionsOfOurs: z.array(question).meta({ description: 'What we asked and they have not answered' }),
  nextSteps: z.array(openStep),
  withheld: z
    .number()
    .int()
    .meta({ description: 'Private conversations that you had no part in; nothing of them is shown' }),
});
