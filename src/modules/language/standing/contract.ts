import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { id, named, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { letters } from '../scoring/model.ts';

const tag = 'Scores';

const ledgerEntry = z.object({
  signalKey: z.string(),
  name: z.string(),
  what: z.string().describe('"Pricing page, 3 days ago", or the rule in words'),
  interactionId: id.nullable(),
  interactionKind: z.enum(['content', 'person']).nullable().describe('of the interaction that earned it'),
  at: time.nullable(),
  given: z.number().describe('points when it happened'),
  worth: z.number().describe('points it is worth today; the column sums to the score'),
  group: z.string().nullable(),
  endsAt: time.nullable().describe('when it stops counting; null: never'),
});
export type LedgerEntry = z.infer<typeof ledgerEntry>;

const score = z.object({
  definitionId: id,
  key: z.string(),
  word: z.string(),
  versionId: id,
  versionNumber: z.number().int(),
  unsigned: z.boolean(),
  at: time,
  fit: z.number(),
  engagement: z.number(),
  points: z.number().describe('fit and engagement together'),
  letter: z.enum(letters),
  level: z.number().int().min(1).max(4),
  grade: z.string().describe('A1 to D4'),
  ledger: z.object({ fit: z.array(ledgerEntry), engagement: z.array(ledgerEntry) }),
  nextChangeAt: time.nullable().describe('when it changes if nothing happens'),
});
export type LeadScore = z.infer<typeof score>;

const gate = z.object({
  definitionId: id,
  key: z.string().describe('of the definition'),
  stageKey: z.string(),
  word: z.string(),
  versionId: id,
  versionNumber: z.number().int(),
  unsigned: z.boolean().describe('moves nobody until both sides have signed it'),
  holds: z.boolean(),
  sentence: z.string(),
  /** Each rule of the gate with its answer, for "why is this lead where it is". */
  parts: z.array(z.object({ text: z.string(), holds: z.boolean(), found: z.string().nullable() })),
});
export type GateAnswer = z.infer<typeof gate>;

const whyHere = z
  .object({
    outcome: z.enum(['reached', 'returned', 'left']),
    stage: z.string(),
    at: time,
    source: z.string(),
    reason: z.string().nullable(),
    actorName: z.string().nullable(),
    definition: z
      .object({
        id,
        key: z.string(),
        word: z.string(),
        versionNumber: z.number().int(),
        sentence: z.string(),
        parts: gate.shape.parts,
        scores: z.array(
          z.object({ key: z.string(), word: z.string(), points: z.number(), grade: z.string() }),
        ),
        interactions: z.number().int().describe('that counted then, up to fifty'),
      })
      .nullable()
      .describe('the version that moved them, with the answers of its parts then; null: people or deals did'),
  })
  .describe('the change of stage that put them where they are');
export type WhyHere = z.infer<typeof whyHere>;

export const standingContract = {
  readStanding: operation({
    method: 'GET',
    path: '/contacts/{id}/standing',
    access: 'people:read',
    tag,
    summary: "A lead's scores with their ledgers, and what each gate says of them",
  })
    .input(z.object({ id }))
    .output(
      z.object({
        contactId: id,
        scores: z.array(score),
        gates: z.array(gate),
        tests: z.array(gate.omit({ stageKey: true })),
        why: whyHere.nullable(),
      }),
    ),
  readAccountScores: operation({
    method: 'GET',
    path: '/accounts/{id}/scores',
    access: 'people:read',
    tag,
    summary: "A company's scores, from its people's",
  })
    .input(z.object({ id }))
    .output(
      z.object({
        accountId: id,
        scores: z.array(
          z.object({
            definitionId: id,
            key: z.string(),
            word: z.string(),
            points: z.number(),
            fit: z.number(),
            engagement: z.number(),
            grade: z.string(),
            people: z.array(
              named.extend({
                points: z.number(),
                engagement: z.number(),
                grade: z.string(),
                counts: z.number(),
              }),
            ),
            method: z.string(),
          }),
        ),
      }),
    ),
  listScores: operation({
    method: 'GET',
    path: '/scores',
    access: 'people:read',
    tag,
    summary: 'List leads by a score, highest first',
  })
    .input(
      pageQuery.extend({
        model: z.string().max(63).optional().describe('key of the scoring definition; absent: the first'),
        grade: z.string().max(40).optional().describe('A1 or a letter, several by comma'),
      }),
    )
    .output(
      pageOf(
        z.object({
          contact: named,
          account: named.nullable(),
          points: z.number(),
          fit: z.number(),
          engagement: z.number(),
          grade: z.string(),
          stage: z.string().nullable(),
          at: time,
        }),
      ).extend({
        matrix: z
          .array(z.object({ grade: z.string(), leads: z.number().int() }))
          .describe('open leads by grade'),
        waiting: z.number().int().describe('leads still to be looked at again'),
        model: z
          .object({
            key: z.string(),
            word: z.string(),
            definitionId: id,
            versionNumber: z.number().int(),
            unsigned: z.boolean(),
          })
          .nullable()
          .describe('the scoring definition that the list goes by; null: none is in force'),
      }),
    ),
};
