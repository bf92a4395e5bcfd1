import { z } from 'zod';

/**
 * All that the board's page says, as data: the page on screen, the PDF and the mail are drawn from it and from nothing
 * else, and it is what a kept page keeps. `version` changes when an older program could not draw it.
 */
const money = z.number().int().meta({ description: 'Minor units of the currency of the page' });
const count = z.number().int().nonnegative();
const ratio = z.number().nullable().meta({ description: '0 to 1; null where there is nothing to divide by' });

/** Which definitions a number rests on: keys of `definitions`. */
const rests = z.array(z.string());

/** Half-open stretch of time, as instants; `to` of a running quarter is the moment the page was made. */
const stretch = z.object({ from: z.string(), to: z.string(), label: z.string() });
export type Stretch = z.infer<typeof stretch>;

const compared = <Value extends z.ZodType>(value: Value) =>
  z.object({
    now: value,
    before: value.meta({ description: 'The quarter before, up to the same day of it' }),
    yearBefore: value.meta({ description: 'The same quarter a year before, up to the same day of it' }),
  });

const deals = z.object({ amountMinor: money, deals: count });
export type DealSum = z.infer<typeof deals>;

const headNumber = z.object({
  key: z.enum(['won', 'pipeline', 'cost', 'cost_per_won', 'days_to_win', 'win_rate']),
  label: z.string(),
  unit: z.enum(['money', 'days', 'share']),
  now: z.number().nullable(),
  before: z.number().nullable(),
  yearBefore: z.number().nullable(),
  of: count.meta({ description: 'How many deals the number rests on' }),
  words: z.string().meta({ description: 'What it counts, and what it leaves out' }),
  rests,
});
export type HeadNumber = z.infer<typeof headNumber>;

const trendQuarter = z.object({
  key: z.string(),
  label: z.string(),
  wonMinor: money,
  wonDeals: count,
  pipelineMinor: money,
  pipelineDeals: count,
  isRunning: z.boolean(),
});
export type TrendQuarter = z.infer<typeof trendQuarter>;

const stagePart = z.object({
  key: z.string(),
  name: z.string(),
  people: count.meta({ description: 'Who reached the stage in the quarter' }),
  peopleBefore: count,
  touched: count.meta({ description: 'Of these, of whom touchpoints are known before it' }),
  contentTouches: count.meta({ description: 'What they read, on the way from the stage before' }),
  personTouches: count.meta({ description: 'Talks with them, on the way from the stage before' }),
  contentShare: ratio,
  contentCredit: ratio.meta({ description: 'The part of the credit that content has, by the model named' }),
  medianDays: z
    .number()
    .nullable()
    .meta({ description: 'From the stage before; of whom both days are known' }),
  medianDaysBefore: z.number().nullable(),
  timed: count,
  rests,
});
export type StagePart = z.infer<typeof stagePart>;

const interval = z.object({ low: money, middle: money, high: money });

const forecast = z.object({
  horizon: z.string().meta({ description: 'The quarter by whose end' }),
  until: z.string(),
  wonMinor: money.meta({ description: 'Won already' }),
  expectedMinor: money.meta({ description: 'Won already and the mean of what is to come' }),
  interval,
  openDeals: count,
  openMinor: money,
  cells: z
    .array(
      z.object({
        stage: z.string(),
        age: z.string(),
        deals: count,
        openMinor: money,
        seen: count.meta({ description: 'Deals of the last two years that stood there' }),
        won: z.number().meta({ description: 'Of these, who were won within as many days' }),
        rate: z.number(),
      }),
    )
    .meta({ description: 'By stage and age, where the open deals stand' }),
});
export type BoardForecast = z.infer<typeof forecast>;

const backCheck = z.object({
  key: z.string(),
  label: z.string(),
  interval,
  expectedMinor: money,
  cameMinor: money,
  isInside: z.boolean(),
});
export type BackCheck = z.infer<typeof backCheck>;

const change = z.object({
  dimension: z.enum(['channel', 'segment']),
  label: z.string(),
  part: z.enum(['volume', 'rate', 'size']),
  differenceMinor: money,
  words: z.string(),
  n: count,
  isClear: z.boolean().meta({ description: 'More than chance would do, at 95 %' }),
});
export type BoardChange = z.infer<typeof change>;

const definition = z.object({
  key: z.string(),
  word: z.string(),
  meaning: z.string(),
  number: z.number().int().nullable().meta({ description: 'Its version; null: a rule of the program' }),
  hash: z.string().nullable(),
  isSigned: z.boolean().nullable(),
  from: z.string().nullable(),
});
export type BoardDefinition = z.infer<typeof definition>;

export const boardFigures = z.object({
  version: z.literal(1),
  workspace: z.string(),
  currency: z.string(),
  timeZone: z.string(),
  madeAt: z.string(),
  quarter: stretch.extend({
    key: z.string(),
    end: z.string().meta({ description: 'Its last day' }),
    isRunning: z.boolean(),
    day: count.meta({ description: 'Which day of it the page was made on' }),
    days: count,
  }),
  before: stretch.extend({ key: z.string() }),
  yearBefore: stretch.extend({ key: z.string() }),
  headline: z.array(z.string()).meta({ description: 'The page in a few sentences' }),
  won: compared(deals),
  pipeline: compared(deals),
  open: deals,
  numbers: z.array(headNumber),
  trend: z.array(trendQuarter),
  model: z.object({ key: z.string(), label: z.string() }),
  stages: z.array(stagePart),
  revenueCredit: z.object({ contentShare: ratio, personShare: ratio, unknownShare: ratio, deals: count }),
  cost: z.object({
    isKnown: z.boolean(),
    spentMinor: money,
    campaigns: count,
    withoutCost: count.meta({ description: 'Campaigns that ran and of which no cost is recorded' }),
    words: z.string(),
  }),
  forecasts: z.array(forecast),
  forecastWords: z.string(),
  backChecks: z.array(backCheck),
  changes: z.array(change),
  changesWords: z.string(),
  definitions: z.array(definition),
  leftOut: z.array(z.string()).meta({ description: 'What the figures do not hold, and why' }),
});
export type BoardFigures = z.infer<typeof boardFigures>;
