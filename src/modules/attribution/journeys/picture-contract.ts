import { z } from 'zod';
import { id, named, time } from '../../people/contract.ts';

const count = z.number().int().nonnegative();

const touch = z.object({
  id,
  at: time,
  contactId: id,
  kind: z.enum(['content', 'person']),
  type: z.string(),
  label: z.string().meta({ description: 'What it was, in words' }),
  channel: z.string(),
  channelName: z.string(),
  campaign: named.nullable(),
  asset: named.nullable(),
  teammate: named.nullable(),
});
export type PictureTouch = z.infer<typeof touch>;

/** Everything that the picture of an account's journey shows. */
export const accountJourney = z.object({
  account: named,
  madeAt: time,
  isBehind: z.boolean(),
  from: time.nullable(),
  to: time.nullable(),
  people: z.array(
    z.object({
      id,
      name: z.string(),
      title: z.string().nullable(),
      persona: z.string().nullable(),
      stage: z.string().nullable(),
      touchpoints: count,
      firstAt: time.nullable(),
    }),
  ),
  peopleBeyond: count.meta({ description: 'With touchpoints, beyond the thirty shown' }),
  touches: z.array(touch).meta({ description: 'In order of time; at most 2,000, the latest' }),
  touchesBeyond: count,
  marks: z.array(
    z.object({
      at: time,
      kind: z.enum(['stage', 'buying', 'opened', 'won', 'lost']),
      label: z.string(),
      contactId: id.nullable(),
      deal: named.nullable(),
    }),
  ),
  deals: z.array(
    z.object({
      id,
      name: z.string(),
      status: z.enum(['open', 'won', 'lost']),
      openedAt: time,
      closedAt: time.nullable(),
      amountMinor: z.number().int().nullable(),
      currency: z.string(),
      owner: named.nullable(),
    }),
  ),
  teammates: z.array(named.extend({ touchpoints: count })),
});
export type AccountJourney = z.infer<typeof accountJourney>;
