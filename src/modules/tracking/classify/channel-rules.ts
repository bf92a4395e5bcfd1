import { z } from 'zod';

/** What a rule of the channel table may look at; see docs/guides/channels.md. */
export const channelFields = [
  'source',
  'medium',
  'campaign',
  'term',
  'content',
  'kind',
  'click_id',
  'referrer_host',
] as const;
export type ChannelField = (typeof channelFields)[number];

export const channelOperators = [
  'is',
  'is_not',
  'contains',
  'starts_with',
  'ends_with',
  'has_word',
  'is_empty',
  'is_present',
] as const;
export type ChannelOperator = (typeof channelOperators)[number];

/** What the site behind a source is; the lists stand in known-sites.ts. */
export const sourceKinds = ['search', 'social', 'video', 'shopping', 'mail', 'assistant'] as const;
export type SourceKind = (typeof sourceKinds)[number];

const maxRules = 100;
const maxGroups = 8;
const maxConditions = 12;
const maxValues = 50;

const channelName = z.string().trim().min(1).max(100);

const channelCondition = z
  .object({
    field: z.enum(channelFields),
    operator: z.enum(channelOperators),
    values: z
      .array(z.string().trim().toLowerCase().min(1).max(200))
      .max(maxValues)
      .default([])
      .describe('any of them, in any case; none for is_empty and is_present'),
  })
  .superRefine(({ operator, values }, context) => {
    const takesNone = operator === 'is_empty' || operator === 'is_present';
    if (takesNone === (values.length === 0)) return;
    context.addIssue({
      code: 'custom',
      path: ['values'],
      message: takesNone ? `"${operator}" takes no value` : `"${operator}" needs a value`,
    });
  });
export type ChannelCondition = z.infer<typeof channelCondition>;

/** The first rule that holds says the channel: each group must hold, and of a group any one condition does. */
const channelRule = z.object({
  id: z.string().trim().min(1).max(60).describe('stable name of the rule within the table'),
  channel: channelName,
  allOf: z.array(z.array(channelCondition).min(1).max(maxConditions)).min(1).max(maxGroups),
});
export type ChannelRule = z.infer<typeof channelRule>;

export const channelRules = z
  .array(channelRule)
  .max(maxRules)
  .superRefine((rules, context) => {
    const seen = new Set<string>();
    for (const [index, { id }] of rules.entries()) {
      if (seen.has(id))
        context.addIssue({ code: 'custom', path: [index, 'id'], message: `the id "${id}" stands twice` });
      seen.add(id);
    }
  });

/** Where no rule of the table holds. */
export const unassignedChannel = 'Unassigned';
