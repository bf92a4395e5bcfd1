import { z } from 'zod';
import { id } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { ruleGroup } from '../rules/rule.ts';
import { scoringModel } from '../scoring/model.ts';

const tag = 'Suggest';

const signal = z.object({
  field: z.string(),
  rule: ruleGroup,
  sentence: z.string(),
  points: z.number().int(),
  weight: z.number().describe('log-odds, standardised over the leads'),
  support: z.number().int().describe('leads for whom it holds'),
  rateWith: z.number().describe('share of the outcome among them'),
  rateWithout: z.number(),
});

const leak = z.object({
  field: z.string(),
  label: z.string(),
  why: z.string().describe('filled for 98 % of those won and for 1 % of the others'),
  auc: z.number().nullable(),
  kept: z.boolean(),
});

const calibrationBin = z.object({ predicted: z.number(), observed: z.number(), leads: z.number().int() });

const suggestion = z.object({
  outcome: z.string(),
  leads: z.number().int(),
  positives: z.number().int(),
  auc: z.number().describe('mean over the folds, each on leads its model had not seen'),
  folds: z.array(z.number()),
  baselineAuc: z.number().nullable().describe('of the model in force, on the same leads'),
  calibration: z.array(calibrationBin),
  signals: z.array(signal).describe('heaviest first'),
  leaks: z.array(leak),
  model: scoringModel.nullable(),
  sentence: z.string(),
  notes: z.array(z.string()),
});
export type Suggestion = z.infer<typeof suggestion>;

export const suggestContract = {
  suggest: operation({
    method: 'POST',
    path: '/suggestions',
    access: 'language:read',
    tag,
    summary: 'Learn from the past which signals foretell an outcome, and turn them into points',
    description: 'Proposes; changes nothing.',
  })
    .input(
      z.object({
        /** `accepted`, `opportunity`, `won`, or a field: `contact.custom.converted`. */
        outcome: z.string().min(1).max(160).default('won'),
        /** For a field: the value that counts as yes; absent: true, yes, 1, or any value. */
        outcomeValue: z.string().max(200).optional(),
        from: z.iso.date().optional(),
        to: z.iso.date().optional(),
        keep: z
          .array(z.string().max(160))
          .max(200)
          .default([])
          .describe('suspected leaks to use all the same'),
      }),
    )
    .output(suggestion),
  draftSuggestion: operation({
    method: 'POST',
    path: '/suggestions/drafts',
    access: 'language:write',
    tag,
    summary: 'Make a draft version of a scoring definition from a suggestion',
    creates: true,
  })
    .input(z.object({ definitionId: id, model: scoringModel, note: z.string().trim().max(2_000) }))
    .output(z.object({ definitionId: id, versionId: id, number: z.number().int() })),
};
