import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { id, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';

const tag = 'Questions';
const side = z.enum(['marketing', 'sales', 'liaison']);

/** "What do you mean by that?", asked of a definition or of a number on a page. It stays open until somebody answers. */
const question = z.object({
  id,
  about: z.enum(['definition', 'figure']),
  definitionId: id.nullable(),
  versionId: id.nullable(),
  definition: z.object({ key: z.string(), word: z.string() }).nullable(),
  figure: z
    .object({ key: z.string(), label: z.string(), href: z.string() })
    .nullable()
    .describe('the number: what it is called, as it read then, and the page it stands on'),
  quote: z.string().nullable().describe('the words that were asked about'),
  text: z.string(),
  askedBy: z.string(),
  askedByMe: z.boolean(),
  side: side.nullable().describe('of who asked'),
  at: time,
  answers: z.array(z.object({ id, text: z.string(), name: z.string(), side: side.nullable(), at: time })),
  settledAt: time.nullable().describe('when the other side first answered; null: open'),
});
export type Question = z.infer<typeof question>;

const text = z.string().trim().min(2, 'ask in a few words').max(2_000);

export const questionsContract = {
  listQuestions: operation({
    method: 'GET',
    path: '/questions',
    access: 'language:read',
    tag,
    summary: 'List what was asked, open ones first',
  })
    .input(
      pageQuery.extend({
        open: z.stringbool().optional(),
        definitionId: id.optional(),
        figureKey: z.string().max(200).optional(),
      }),
    )
    .output(pageOf(question).extend({ open: z.number().int() })),
  ask: operation({
    method: 'POST',
    path: '/questions',
    access: 'language:ask',
    tag,
    summary: 'Ask what is meant by a definition or a number',
    creates: true,
  })
    .input(
      z.object({
        definitionId: id.optional(),
        versionId: id.optional(),
        figure: z
          .object({
            key: z.string().min(1).max(200),
            label: z.string().min(1).max(300),
            href: z.string().startsWith('/').max(2_000),
          })
          .optional(),
        quote: z.string().trim().max(500).optional(),
        text,
      }),
    )
    .output(question),
  answer: operation({
    method: 'POST',
    path: '/questions/{id}/answers',
    access: 'language:ask',
    tag,
    summary: 'Answer a question',
    description: 'One who asked may add to it, but only somebody else settles it.',
    creates: true,
  })
    .input(z.object({ id, text }))
    .output(question),
};
