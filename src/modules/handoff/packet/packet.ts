import { z } from 'zod';
import { packetItems } from '../../language/contract.ts';
import { day, id, named, time } from '../../people/contract.ts';

const answeredRule = z.object({
  name: z.string(),
  holds: z.boolean(),
  found: z.string().nullable().describe('what there was, in words: "CFO", "3 days"'),
  definitionKey: z.string().nullable().describe('the definition whose rule it is'),
});

const read = z.object({
  interactionId: id.nullable(),
  title: z.string(),
  at: time,
  times: z.number().int(),
  seconds: z.number().int().nullable(),
  completion: z.number().nullable().describe('0 to 1'),
});

const suggestion = z.object({
  assetId: id,
  title: z.string(),
  url: z.string().nullable(),
  reason: z.string().describe('why this one: "unseen by them, finished by 71 % of finance readers"'),
});

/** What marketing hands over with a lead, as it was when it was offered or last mended. */
export const packet = z.object({
  items: z.array(z.enum(packetItems)).describe('which of the nine are there'),
  who: z.object({
    name: z.string(),
    title: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    persona: z.string().nullable(),
    buyingRole: z.string().nullable(),
    buyingStage: z.string().nullable(),
    channel: z.string().nullable(),
    account: z
      .object({
        id,
        name: z.string(),
        domain: z.string().nullable(),
        industry: z.string().nullable(),
        employeeCount: z.number().int().nullable(),
        country: z.string().nullable(),
        owner: named.nullable(),
        knownSince: time,
      })
      .nullable(),
  }),
  why: z.object({
    definition: z
      .object({
        id,
        key: z.string(),
        word: z.string(),
        versionNumber: z.number().int(),
        unsigned: z.boolean(),
      })
      .nullable()
      .describe('the gate that let the lead in; null: a person did'),
    sentence: z.string(),
    tests: z.array(answeredRule),
    score: z
      .object({
        key: z.string().describe('of the scoring definition'),
        word: z.string(),
        versionNumber: z.number().int(),
        points: z.number(),
        fit: z.number(),
        content: z.number().describe('engagement points that content earned'),
        conversations: z.number(),
        grade: z.string(),
        ledger: z.array(
          z.object({
            name: z.string(),
            what: z.string(),
            worth: z.number(),
            at: time.nullable(),
            of: z.enum(['fit', 'content', 'conversations']).describe('which part of the score it belongs to'),
          }),
        ),
      })
      .nullable(),
  }),
  read: z.array(read).describe('what they know from us: content, latest first'),
  told: z
    .array(
      z.object({ conversationId: id.nullable(), text: z.string(), at: time, from: z.enum(['us', 'them']) }),
    )
    .describe('what was said, by us and by them'),
  questions: z.array(z.object({ itemId: id, text: z.string(), at: time })).describe('asked and not answered'),
  campaign: z
    .object({
      id,
      name: z.string(),
      owner: named.nullable(),
      startsOn: day.nullable(),
      brief: z
        .object({
          audience: z.string().nullable(),
          message: z.string().nullable(),
          offer: z.string().nullable(),
          followUp: z.string().nullable(),
          goal: z.string().nullable(),
        })
        .nullable(),
    })
    .nullable(),
  nextAssets: z.array(suggestion),
  talkingPoints: z.array(z.object({ text: z.string(), by: z.string(), written: z.boolean() })),
  note: z.string().nullable().describe('what marketing adds in its own words'),
});
export type Packet = z.infer<typeof packet>;
