import { z } from 'zod';
import { id } from '../../people/contract.ts';
import { operation } from '../../workspace/access.ts';
import { ruleGroup } from './rule.ts';

const tag = 'Rules';

const field = z.object({
  field: z.string(),
  label: z.string(),
  group: z.string(),
  kind: z.string(),
  operators: z.array(z.string()),
  options: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
  refers: z.enum(['teammate', 'campaign', 'asset']).optional(),
  takesInteractions: z.literal(true).optional(),
});

const choice = z.object({ value: z.string(), label: z.string() });

const problem = z.object({ path: z.string().describe('rules.0.rules.2'), message: z.string() });

export const rulesContract = {
  listRuleFields: operation({
    method: 'GET',
    path: '/rule-fields',
    access: 'language:read',
    tag,
    summary: 'What rules can ask, with operators and the values in use',
  }).output(
    z.object({
      fields: z.array(field),
      interactions: z.object({
        types: z.array(choice),
        channels: z.array(choice),
        campaigns: z.array(choice),
        assets: z.array(choice.extend({ type: z.string().nullable() })),
        assetTypes: z.array(choice),
        topics: z.array(choice),
      }),
      templates: z.array(z.object({ key: z.string(), name: z.string(), hint: z.string(), rule: ruleGroup })),
    }),
  ),
  checkRule: operation({
    method: 'POST',
    path: '/rule-checks',
    access: 'language:read',
    tag,
    summary: 'Check a rule, say it in one sentence, and count whom it holds now',
  })
    .input(z.object({ rule: ruleGroup, definitionId: id.optional().describe('the definition it stands in') }))
    .output(
      z.object({
        sentence: z.string(),
        problems: z.array(problem),
        holds: z
          .number()
          .int()
          .nullable()
          .describe('leads, of `of`; null where the rule has problems or the engine is away'),
        of: z.number().int().nullable(),
      }),
    ),
};

/** What the browser needs to edit and say rules. */
export type { RuleField, RuleFieldKind } from './field.ts';
export { filterInWords } from './interaction-words.ts';
export {
  type InteractionFilter,
  isGroup,
  type Operator,
  type Rule,
  type RuleGroup,
  type RuleValue,
} from './rule.ts';
export { type RuleWords, ruleSentence } from './sentence.ts';
export { operatorWords, type RuleProblem } from './validate.ts';
