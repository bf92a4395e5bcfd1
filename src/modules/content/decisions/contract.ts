import { z } from 'zod';
import { pageOf, pageQuery } from '../../../platform/http/paging.ts';
import { id, named, optionalText, time } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';

const tag = 'Decisions about content';

export const suggestionKinds = ['repair', 'promote', 'retire', 'make'] as const;
const decisionKinds = [...suggestionKinds, 'keep'] as const;
export type SuggestionKind = (typeof suggestionKinds)[number];
export type DecisionKind = (typeof decisionKinds)[number];

/** The measures a suggestion stands on, each with how many it was counted from. */
const evidenceFigure = z.object({
  key: z.string(),
  words: z.string().meta({ description: 'The figure in a sentence: “68 of 214 stop at page 7”' }),
  value: z.number(),
  n: z.number().int().nullable().meta({ description: 'Counted from so many; null: it is a count itself' }),
});
export type EvidenceFigure = z.infer<typeof evidenceFigure>;

export const evidence = z.object({
  /** What was suggested, also where it was decided to keep the piece. */
  suggested: z.enum(suggestionKinds).nullable(),
  rule: z.string().nullable().meta({ description: 'Which rule, in words' }),
  figures: z.array(evidenceFigure),
  from: time,
  to: time,
});
export type DecisionEvidence = z.infer<typeof evidence>;

const place = z.object({
  persona: z.string().max(200),
  buyingStage: z.string().max(200),
});

const suggestion = z.object({
  key: z.string().meta({ description: 'Names what is suggested' }),
  kind: z.enum(suggestionKinds),
  asset: z
    .object({
      id,
      title: z.string(),
      type: z.string().nullable(),
      versionNumber: z.number().int().nullable(),
    })
    .nullable(),
  page: z.number().int().nullable().meta({ description: 'Where they stop, of a piece to repair' }),
  place: place
    .extend({ personaName: z.string(), buyingStageName: z.string() })
    .nullable()
    .meta({ description: 'For whom and when something is to be made' }),
  useInstead: named
    .nullable()
    .meta({ description: 'Of a piece to retire: for the same people, finished most' }),
  title: z.string().meta({ description: '“Retrofit case study, page 7”' }),
  reason: z.string().meta({ description: 'The strongest evidence in a few words: “68 stop here”' }),
  evidence,
});
export type Suggestion = z.infer<typeof suggestion>;

const decision = z.object({
  id,
  kind: z.enum(decisionKinds),
  asset: named.nullable(),
  page: z.number().int().nullable(),
  place: place.nullable(),
  useInstead: named.nullable(),
  title: z.string(),
  note: z.string().nullable(),
  evidence,
  decidedBy: z.string(),
  decidedAt: time,
  undoneAt: time.nullable(),
  undoneBy: z.string().nullable(),
});
export type Decision = z.infer<typeof decision>;

const rule = z.object({ kind: z.enum(suggestionKinds), words: z.string() });

/** What both sides decide about a piece, or about a place where there is none. */
export const decisionsContract = {
  list: operation({
    method: 'GET',
    path: '/content/suggestions',
    access: 'content:read',
    tag,
    summary: 'To decide together: what to repair, promote, retire or make, with the evidence',
    description:
      'By the past twelve months. A decision silences its suggestion until the evidence has changed much or a quarter has passed.',
  }).output(
    z.object({
      items: z.array(suggestion),
      rules: z.array(rule).meta({ description: 'When something is suggested, in words' }),
      silenced: z.number().int().meta({ description: 'Decided already, and not to be asked again yet' }),
    }),
  ),
  count: operation({
    method: 'GET',
    path: '/content/suggestions/count',
    access: 'content:read',
    tag,
    summary: 'How much waits to be decided',
    description: 'May be some minutes old.',
  }).output(z.object({ waiting: z.number().int() })),
  history: operation({
    method: 'GET',
    path: '/content/decisions',
    access: 'content:read',
    tag,
    summary: 'What was decided, by whom and on what evidence; latest first',
  })
    .input(pageQuery.extend({ assetId: id.optional() }))
    .output(pageOf(decision)),
  decide: operation({
    method: 'POST',
    path: '/content/decisions',
    access: 'content:decide',
    tag,
    summary: 'Decide to repair, promote, retire, make or keep',
    description:
      'repair tells its owner; promote tells sellers whose open leads it fits; retire takes it out of use and tells everyone who gave it to somebody what to use instead (links that are out go on working); make asks marketing for it; keep leaves everything as it is.',
    creates: true,
  })
    .input(
      z
        .object({
          kind: z.enum(decisionKinds),
          assetId: id.optional(),
          page: z.number().int().min(1).optional(),
          persona: z.string().trim().min(1).max(200).optional(),
          buyingStage: z.string().trim().min(1).max(200).optional(),
          useInsteadId: id.nullish(),
          suggested: z
            .enum(suggestionKinds)
            .optional()
            .meta({ description: 'Of keep: which suggestion is turned down' }),
          note: optionalText(1_000),
        })
        .refine(
          ({ assetId, persona, buyingStage }) =>
            (assetId === undefined) === (persona !== undefined && buyingStage !== undefined),
          {
            message: 'name a piece, or a persona and a buying stage',
          },
        )
        .refine(
          ({ kind, assetId }) =>
            kind === 'make' ? assetId === undefined : kind === 'keep' || assetId !== undefined,
          {
            message:
              'a piece is repaired, promoted, retired or kept; something is made for a persona and a stage',
          },
        ),
    )
    .output(decision.extend({ told: z.number().int().meta({ description: 'People who were told' }) })),
  undo: operation({
    method: 'POST',
    path: '/content/decisions/{id}/reversal',
    access: 'content:decide',
    tag,
    summary: 'Undo a decision: a retired piece comes back into use, an open request is withdrawn',
    description: 'What people were told stays told; those told of a retirement hear that it was undone.',
    creates: true,
  })
    .input(z.object({ id }))
    .output(decision),
};
