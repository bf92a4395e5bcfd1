import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { day, id, named, optionalText, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';

const tag = 'Share links';

const contentRequest = z.object({
  id,
  text: z.string(),
  persona: z.string().nullable(),
  buyingStage: z.string().nullable(),
  contact: named.nullable(),
  opportunity: named.nullable(),
  askedBy: z.string(),
  askedAt: time,
  state: z.enum(['open', 'closed']),
  closedAt: time.nullable(),
  closedBy: z.string().nullable(),
  answer: z.string().nullable(),
  answeredWith: named.nullable(),
});
export type ContentRequest = z.infer<typeof contentRequest>;

const asked = z.string().trim().min(3, 'say in a few words what is missing').max(2_000);

export const requestOperations = {
  listRequests: operation({
    method: 'GET',
    path: '/content-requests',
    access: 'content:read',
    tag,
    summary: 'Pieces that somebody asked for and did not find',
  })
    .input(
      pageQuery.extend({
        state: z.enum(['open', 'closed']).optional(),
        mine: z.stringbool().default(false),
        persona: z.string().max(200).optional(),
        buyingStage: z.string().max(200).optional(),
        from: day.optional(),
      }),
    )
    .output(pageOf(contentRequest)),
  ask: operation({
    method: 'POST',
    path: '/content-requests',
    access: 'content:share',
    tag,
    summary: 'Ask for a piece that is missing',
    creates: true,
  })
    .input(
      z.object({
        text: asked,
        persona: optionalText(200).meta({ description: 'Left out, the contact’s' }),
        buyingStage: optionalText(200).meta({ description: 'Left out, the contact’s' }),
        contactId: id.optional(),
        opportunityId: id.optional(),
      }),
    )
    .output(contentRequest),
  answerRequest: operation({
    method: 'POST',
    path: '/content-requests/{id}/answer',
    access: 'content:decide',
    tag,
    summary: 'Answer with a piece, or close with a reason',
    creates: true,
  })
    .input(
      z
        .object({ id, assetId: id.optional(), text: optionalText(2_000) })
        .refine(({ assetId, text }) => assetId !== undefined || (text ?? null) !== null, {
          message: 'name the piece, or say why there will be none',
        }),
    )
    .output(contentRequest),
};
