import { z } from 'zod';
import { ruleGroup } from '../rules/rule.ts';
import { scoringModel } from '../scoring/model.ts';
import { slaPolicy } from '../sla/policy.ts';

/** What each kind of definition says. Versions never change: a body is written once. */
const words = (most: number) => z.string().trim().min(1).max(most);

const term = z.object({ kind: z.literal('term'), word: words(60), meaning: words(4_000) });

/**
 * A lifecycle stage. `gate`: whom it lets in; null: people or deals decide, as `meaning` says. `sendsBack`: for whom it
 * holds goes back to the stage before; null: nobody by rule. `key` is the lifecycle stage's.
 */
const stage = z.object({
  kind: z.literal('stage'),
  stageKey: z.string().max(63),
  word: words(60),
  meaning: words(4_000),
  gate: ruleGroup.nullable(),
  sendsBack: ruleGroup.nullable().default(null),
});

const scoring = z.object({
  kind: z.literal('scoring'),
  word: words(60),
  meaning: words(4_000),
  model: scoringModel,
});

/** Whether a lead is worth offering: every test holds. Rules elsewhere ask it as `passes.<key>`. */
const test = z.object({
  kind: z.literal('test'),
  word: words(60),
  meaning: words(4_000),
  tests: z
    .array(z.object({ name: words(120), rule: ruleGroup }))
    .min(1)
    .max(12),
});

const rejectReasons = z.object({
  kind: z.literal('reject_reasons'),
  word: words(60),
  meaning: words(4_000),
  reasons: z
    .array(
      z.object({
        key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
        label: words(80),
        meaning: words(500),
        /** Offered again no earlier than after so many days; null: not again. */
        againAfterDays: z.number().int().min(1).max(3_650).nullable(),
      }),
    )
    .min(1)
    .max(30),
});

const persona = z.object({
  kind: z.literal('persona'),
  word: words(60),
  meaning: words(4_000),
  rule: ruleGroup,
});

/** What both sides promise each other about leads. */
const sla = z.object({ kind: z.literal('sla'), word: words(60), meaning: words(4_000), policy: slaPolicy });

export const definitionBody = z.discriminatedUnion('kind', [
  term,
  stage,
  scoring,
  test,
  rejectReasons,
  persona,
  sla,
]);
export type DefinitionBody = z.infer<typeof definitionBody>;
export const definitionKinds = [
  'term',
  'stage',
  'scoring',
  'test',
  'reject_reasons',
  'persona',
  'sla',
] as const;
export type DefinitionKind = (typeof definitionKinds)[number];
export type BodyOf<Kind extends DefinitionKind> = Extract<DefinitionBody, { kind: Kind }>;
