import { z } from 'zod';

/** A service level agreement: what marketing and sales promise each other about leads. */
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time of day such as 09:00');

/** Office hours of a place. Days count from Monday (1) to Sunday (7); a day may have several spans. */
const businessCalendar = z.object({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  name: z.string().trim().min(1).max(80),
  timeZone: z.string().min(1).max(60),
  hours: z
    .array(
      z
        .object({ weekday: z.number().int().min(1).max(7), from: time, to: time })
        .refine(({ from, to }) => from < to, 'the end of office hours comes after their beginning'),
    )
    .min(1)
    .max(21),
  /** Public holidays as `date-holidays` knows them: country (DE), state (BY), region; null: none. */
  holidays: z
    .object({
      country: z.string().regex(/^[A-Z]{2}$/),
      state: z.string().max(10).nullable().default(null),
      region: z.string().max(10).nullable().default(null),
    })
    .nullable(),
  /** More days on which nobody works, such as a company holiday. */
  daysOff: z.array(z.iso.date()).max(400).default([]),
});
export type BusinessCalendar = z.infer<typeof businessCalendar>;

/** What a hand-off's packet may hold, in the order in which it is read. */
export const packetItems = [
  'who',
  'tests',
  'ledger',
  'read',
  'told',
  'brief',
  'questions',
  'next_asset',
  'talking_points',
] as const;
export type PacketItem = (typeof packetItems)[number];

/** How they are called wherever a packet, or what it lacks, is spoken of. */
export const packetItemWords: Record<PacketItem, string> = {
  who: 'who it is and which account',
  tests: 'why they qualify, test by test',
  ledger: 'the score’s ledger',
  read: 'what they read',
  told: 'what was said',
  brief: 'the campaign’s brief',
  questions: 'open questions',
  next_asset: 'what to send next',
  talking_points: 'talking points',
};

const percent = z
  .number('give a number from 0 to 100')
  .min(0, 'a share is at least 0 %')
  .max(100, 'a share is at most 100 %');
const hours = z
  .number('give the business hours')
  .min(0.25, 'give at least a quarter of a business hour: nothing is answered in no time')
  .max(2_000, 'that is more than a year of office hours; give at most 2,000');
const days = (most: number) =>
  z
    .number('give the days')
    .int('give whole days')
    .min(1, 'give at least one day')
    .max(most, `give at most ${most} days`);

/** Who is told when a promise is about to be or has been broken. */
const escalationTargets = ['owner', 'marketer', 'liaison', 'admins'] as const;
export type EscalationTarget = (typeof escalationTargets)[number];
export const escalationTargetWords: Record<EscalationTarget, string> = {
  owner: 'whose lead it is',
  marketer: 'the marketer',
  liaison: 'the liaison',
  admins: 'the administrators',
};

export const slaPolicy = z.object({
  /** The lifecycle stages of the hand-off: who reaches `offerStage` is offered; accepting leads to `acceptStage`. */
  offerStage: z.string().max(63).default('mql'),
  acceptStage: z.string().max(63).default('sal'),
  /** Where a lead goes that sales gives back. */
  returnStage: z.string().max(63).default('inquiry'),
  calendars: z.array(businessCalendar).min(1).max(20),
  marketing: z.object({
    /** Leads offered in a calendar month; null: no promise. */
    volumePerMonth: z
      .number()
      .int('give whole leads')
      .min(1, 'promise at least one lead a month, or nothing')
      .max(1_000_000)
      .nullable(),
    packetItems: z.array(z.enum(packetItems)).max(packetItems.length),
    /** Share of the promised items that a packet holds on average, in percent; null: no promise. */
    packetCompletenessPercent: percent.nullable(),
    /** Of those offered, the share that sales accepts, in percent (who still waits is not accepted yet); null: no promise. */
    acceptancePercent: percent.nullable(),
  }),
  sales: z.object({
    /** Business hours to the first human response, by grade: a list of A1, A, 1; the first that fits holds. */
    firstResponse: z
      .array(
        z.object({
          grades: z
            .array(
              z
                .string()
                .regex(/^([A-D][1-4]?|[1-4])$/, 'a grade such as A1, a letter A to D, or a number 1 to 4'),
            )
            .max(16),
          hours,
        }),
      )
      .max(16),
    /** Business hours for every other lead, also for one without a grade. */
    firstResponseHours: hours,
    /** Tries before a lead may be given up as not reached; null: no promise. */
    attempts: z
      .object({
        atLeast: z
          .number('give the number of tries')
          .int('give whole tries')
          .min(1, 'give at least one try, or promise none')
          .max(20, 'give at most 20 tries'),
        /** Days from the offer, weekends among them. */
        withinDays: days(90),
        /** Business hours between one try and the next, at least. */
        apartHours: z
          .number('give the business hours')
          .min(0, 'give 0 or more business hours')
          .max(200, 'give at most 200 business hours'),
      })
      .nullable(),
    /** Business days to accept, reject or recycle. */
    dispositionDays: days(120),
    /** Business days after which an offer that nobody answered comes back. */
    expiresDays: days(260),
  }),
  /** What happens as the first response comes due: business hours before (negative) or after the moment. */
  escalation: z
    .array(
      z.object({
        hours: z
          .number('give the business hours; a negative number is before')
          .min(-200, 'give at most 200 business hours before')
          .max(200, 'give at most 200 business hours after'),
        to: z.array(z.enum(escalationTargets)).min(1, 'say who is told, or take the step out'),
      }),
    )
    .max(8),
});
export type SlaPolicy = z.infer<typeof slaPolicy>;

/** Every grade that a score can give. */
export const gradeNames: readonly string[] = ['A', 'B', 'C', 'D'].flatMap((letter) =>
  ['1', '2', '3', '4'].map((level) => `${letter}${level}`),
);

/** Business hours that sales has for the first human response to a lead of this grade (A1 to D4; null: none). */
export function responseHoursFor(policy: SlaPolicy, grade: string | null): number {
  const fits = (wanted: string) => grade !== null && (grade === wanted || [...grade].includes(wanted));
  const found = policy.sales.firstResponse.find(({ grades }) => grades.some(fits));
  return found?.hours ?? policy.sales.firstResponseHours;
}
