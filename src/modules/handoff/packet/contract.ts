import { z } from 'zod';
import { packetItems } from '../../language/contract.ts';
import { day, id, named, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { packet } from './packet.ts';

const tag = 'Hand-offs';

const words = z.string().trim().max(2_000).nullable();

const brief = z.object({
  audience: words.describe('whom the campaign speaks to'),
  message: words.describe('what it says to them'),
  offer: words.describe('what they were offered'),
  followUp: words.describe('what sales is asked to do with its leads'),
  goal: words.describe('what it is to achieve'),
  personas: z.array(z.string().trim().min(1).max(200)).max(20),
  buyingStage: z.string().max(63).nullable().describe('key of the buying stage it is made for'),
});

const campaignBrief = z.object({
  campaign: named.extend({ owner: named.nullable(), startsOn: day.nullable(), endsOn: day.nullable() }),
  brief: brief
    .extend({
      revision: z.number().int(),
      sharedWithSalesAt: time.nullable().describe('null: sales does not see it yet'),
      writtenAt: time,
      writtenBy: z.string(),
    })
    .nullable()
    .describe('null: nobody has written one'),
  personas: z.array(z.string()).describe('those that the workspace knows, to choose from'),
  buyingStages: z.array(z.object({ key: z.string(), name: z.string() })),
});
export type CampaignBrief = z.infer<typeof campaignBrief>;

export const packetContract = {
  readBrief: operation({
    method: 'GET',
    path: '/campaigns/{id}/brief',
    access: 'handoffs:read',
    tag,
    summary: "Read a campaign's brief",
  })
    .input(z.object({ id }))
    .output(campaignBrief),
  writeBrief: operation({
    method: 'PUT',
    path: '/campaigns/{id}/brief',
    access: 'handoffs:offer',
    tag,
    summary: "Write a campaign's brief, and share it with sales",
    description:
      'Packets of the campaign’s leads hold the brief once it is shared. `revision` is the one that was read; it is refused where somebody has written in the meantime.',
  })
    .input(
      brief.extend({
        id,
        revision: z.number().int().min(1).nullable().describe('null: there was none'),
        shared: z.boolean().describe('whether sales sees it'),
      }),
    )
    .output(campaignBrief),
  previewPacket: operation({
    method: 'GET',
    path: '/contacts/{id}/packet',
    access: 'handoffs:read',
    tag,
    summary:
      'What would be handed over with a lead now, and what of it marketing has promised and is missing',
  })
    .input(z.object({ id, campaignId: id.optional() }))
    .output(
      z.object({
        packet,
        promised: z.array(z.enum(packetItems)).describe('by the agreement in force'),
        missing: z.array(z.enum(packetItems)),
      }),
    ),
};
