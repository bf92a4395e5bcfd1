import { z } from 'zod';
import { interactionFilter, ruleGroup } from '../rules/rule.ts';

/** Points are whole numbers; what an old interaction is still worth is kept in thousandths of a point. */
const points = z
  .number()
  .int()
  .min(-1_000)
  .max(1_000)
  .refine((value) => value !== 0, 'nought points say nothing');
const key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'small letters, digits and _, a letter first');
const name = z.string().trim().min(1).max(120);

/** So many points for whom the rule holds, else none. */
const ruleSignal = z.object({ key, name, rule: ruleGroup, points, group: key.optional() });
export type RuleSignal = z.infer<typeof ruleSignal>;

/**
 * Points for each interaction of a kind. `per`: for each one, for the first in each day of the workspace's calendar,
 * or for the latest alone. `withinDays` in the filter is how long it counts, `halfLifeDays` how fast it fades:
 * what is left after t days is points × 2^(−t ÷ half-life).
 */
const interactionSignal = z.object({
  key,
  name,
  of: interactionFilter,
  points,
  per: z.enum(['each', 'day', 'once']).default('each'),
  halfLifeDays: z.number().min(0.5).max(3_650).optional(),
  group: key.optional(),
});
export type InteractionSignal = z.infer<typeof interactionSignal>;

/** Signals of a group give together no more than `cap` points. Takes from the sum of the group, never adds. */
const signalGroup = z.object({ key, name, cap: z.number().int().min(1).max(10_000) });
export type SignalGroup = z.infer<typeof signalGroup>;

export const letters = ['A', 'B', 'C', 'D'] as const;
export type Letter = (typeof letters)[number];
export const levels = [1, 2, 3, 4] as const;
export type Level = (typeof levels)[number];
export const grades = letters.flatMap((letter) => levels.map((level) => `${letter}${level}` as const));
export type Grade = (typeof grades)[number];

/** Least points for A, B and C, or for 1, 2 and 3; below the last is D, or 4. */
const thresholds = z
  .tuple([z.number().int(), z.number().int(), z.number().int()])
  .refine(([first, second, third]) => first > second && second > third, 'the first is the highest');

export const scoringModel = z.object({
  fit: z.object({
    signals: z.array(ruleSignal).max(60),
    groups: z.array(signalGroup).max(20).default([]),
    letters: thresholds,
  }),
  engagement: z.object({
    signals: z.array(interactionSignal).max(60),
    /** Such as "no interaction for 30 days": minus ten. */
    rules: z.array(ruleSignal).max(60).default([]),
    groups: z.array(signalGroup).max(20).default([]),
    levels: thresholds,
  }),
  /** An account's engagement from its people's: the highest, the sum of the best `top`, or the sum of all. */
  account: z
    .object({
      method: z.enum(['highest', 'sum_of_best', 'sum']),
      best: z.number().int().min(2).max(50).default(3),
    })
    .default({ method: 'sum_of_best', best: 3 }),
});
export type ScoringModel = z.infer<typeof scoringModel>;

export const milli = 1_000;

/** Thousandths of a point that an interaction of so many points is worth at an age; the same sum in ClickHouse. */
export function worthMilli(given: number, ageMs: number, halfLifeDays: number | undefined): number {
  if (halfLifeDays === undefined) return given * milli;
  return Math.floor(given * milli * 2 ** (-ageMs / (halfLifeDays * 86_400_000)) + 0.5);
}
