import { z } from 'zod';

/**
 * What a rule is: react-querybuilder's rule groups, with one addition. A rule about interactions names in `of` which
 * ones it means and in its field what is measured of them.
 *
 * Two values only: a comparison with something unknown does not hold, except `null`, and the negative operators
 * (`!=`, `notIn`, `doesNotContain`, `doesNotBeginWith`), which hold. `not` turns a group's answer around. An empty
 * `and` holds, an empty `or` does not; neither can be saved. Text is compared as `foldText` writes it.
 */
const combinators = ['and', 'or'] as const;

export const operators = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'between',
  'in',
  'notIn',
  'contains',
  'doesNotContain',
  'beginsWith',
  'doesNotBeginWith',
  'null',
  'notNull',
  /** Of a date or time: in the last N days, N × 24 h for times, by the calendar of the workspace for dates. */
  'withinDays',
  'olderThanDays',
] as const;
export type Operator = (typeof operators)[number];

/** What can be measured of some interactions. `completion` is the highest, in per cent; days are of 24 hours. */
export const measures = [
  'count',
  'distinct_days',
  'distinct_assets',
  'distinct_campaigns',
  'distinct_channels',
  'distinct_types',
  'engaged_seconds',
  'completion',
  'days_since_last',
  'days_since_first',
] as const;
export type Measure = (typeof measures)[number];

export const longestWindowDays = 3_650;
const words = (most: number) => z.array(z.string().trim().min(1).max(200)).min(1).max(most);

/**
 * Which interactions: all conditions hold, and of a list one is enough. Only verified ones are ever meant. Without
 * `types`, what merely came from us (`passiveTypes`) is left out. `withinDays` counts back from the moment asked about:
 * later than `at - days × 24 h`, not later than `at`.
 */
export const interactionFilter = z.object({
  types: words(50).optional(),
  kinds: z
    .array(z.enum(['content', 'person']))
    .min(1)
    .max(2)
    .optional(),
  channels: words(50).optional(),
  campaignIds: z.array(z.uuid()).min(1).max(200).optional(),
  assetIds: z.array(z.uuid()).min(1).max(200).optional(),
  /** Types of assets: case study, pricing page. */
  assetTypes: words(50).optional(),
  topics: words(50).optional(),
  /** Part of the page's address, such as `/pricing`. */
  pages: words(50).optional(),
  directions: z
    .array(z.enum(['inbound', 'outbound']))
    .min(1)
    .max(2)
    .optional(),
  /** Seen to at least this share, in per cent. */
  completionAtLeast: z.number().int().min(1).max(100).optional(),
  withinDays: z.number().int().min(1, 'a window has at least one day').max(longestWindowDays).optional(),
});
export type InteractionFilter = z.infer<typeof interactionFilter>;

/** Sent by us without the buyer having done anything; they count only where a filter names their type. */
export const passiveTypes: readonly string[] = ['email_sent', 'email_bounced', 'email_delivered', 'ad_shown'];

const ruleValue = z.union([
  z.string().max(2_000),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string().max(500), z.number()])).max(500),
]);
export type RuleValue = z.infer<typeof ruleValue>;

const rule = z.object({
  id: z.string().max(60).optional(),
  /**
   * `contact.title`, `contact.custom.seniority`, `account.industry`, `opportunity.amountMinor`, `lead.reached`,
   * `score.<model>.points`, `passes.<definition>`, `interactions.count`. See `RuleField`.
   */
  field: z.string().min(1).max(160),
  operator: z.enum(operators),
  value: ruleValue.default(null),
  of: interactionFilter.optional(),
});
export type Rule = z.infer<typeof rule>;

export type RuleGroup = {
  id?: string | undefined;
  combinator: (typeof combinators)[number];
  not?: boolean | undefined;
  rules: (Rule | RuleGroup)[];
};

export const mostRules = 200;
export const deepestGroup = 8;

export const ruleGroup: z.ZodType<RuleGroup, RuleGroup> = z.lazy(() =>
  z.object({
    id: z.string().max(60).optional(),
    combinator: z.enum(combinators),
    not: z.boolean().optional(),
    rules: z.array(z.union([ruleGroup, rule])).max(mostRules),
  }),
) as never;

export const isGroup = (one: Rule | RuleGroup): one is RuleGroup => 'rules' in one;

/** Every rule of a group, inner ones too, in the order written. */
export function* rulesOf(group: RuleGroup): Generator<Rule> {
  for (const one of group.rules) {
    if (isGroup(one)) yield* rulesOf(one);
    else yield one;
  }
}

// Small ASCII without space around it, which most keys and addresses are, is folded as it stands.
const foldedAlready = /^[!-@[-~](?:[ -@[-~]*[!-@[-~])?$/;

/** How text is compared: without regard to case, surrounding space and compatibility forms. */
export const foldText = (text: string): string =>
  foldedAlready.test(text) ? text : text.normalize('NFKC').trim().toLowerCase();
