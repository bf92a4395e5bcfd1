import { z } from 'zod';
import type { client } from '../../../../web/api.ts';

type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;
export type Figures = Answer<typeof client.handoff.goals.readFigures>;
export type Goal = Answer<typeof client.handoff.goals.workBack>;

const amount = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().catch(undefined);

/** What the reader has set; what is not set is the workspace's own figure. Rates are in percent, by stage. */
export const goalState = z.object({
  revenue: amount,
  deal: amount,
  people: z.coerce.number().min(1).max(100).optional().catch(undefined),
  from: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
  months: z.coerce.number().int().min(1).max(24).catch(12),
  rates: z.string().max(500).catch(''),
  times: z.string().max(500).catch(''),
});
export type GoalState = z.infer<typeof goalState>;

/** "mql:40,sal:55" */
export function readPairs(text: string): Map<string, number> {
  const pairs = text.split(',').flatMap((pair): [string, number][] => {
    const [key = '', value = ''] = pair.split(':');
    const number = Number(value);
    return key === '' || value === '' || !Number.isFinite(number) || number < 0 ? [] : [[key, number]];
  });
  return new Map(pairs);
}

export function writePair(text: string, key: string, value: number | null): string {
  const pairs = readPairs(text);
  if (value === null) pairs.delete(key);
  else pairs.set(key, value);
  return [...pairs].map(([one, number]) => `${one}:${number}`).join(',');
}

const monthsAYear = 12;

export function nextMonth(month: string): string {
  const count = Number(month.slice(0, 4)) * monthsAYear + Number(month.slice(5, 7));
  return `${Math.floor(count / monthsAYear)}-${String((count % monthsAYear) + 1).padStart(2, '0')}`;
}

export type StageLine = { key: string; name: string; rate: number | null; monthsToWon: number };

const mostMonths = 60;

/** What is reckoned with: what the reader has set, else the workspace's own. Null: still missing. */
export function asked(state: GoalState, figures: Figures) {
  const rates = readPairs(state.rates);
  const times = readPairs(state.times);
  const stages: StageLine[] = figures.stages.map((stage, at) => {
    const set = rates.get(stage.key);
    const isLast = at === figures.stages.length - 1;
    return {
      key: stage.key,
      name: stage.name,
      rate: isLast ? null : set === undefined ? stage.rate : Math.min(1, set / 100),
      monthsToWon: Math.min(mostMonths, Math.round(times.get(stage.key) ?? stage.monthsToWon ?? 0)),
    };
  });
  return {
    revenueMinor: state.revenue ?? null,
    averageDealMinor: state.deal ?? figures.averageDeal.amountMinor,
    peoplePerDeal: state.people ?? figures.peoplePerDeal.people ?? 1,
    from: state.from ?? nextMonth(figures.thisMonth),
    months: state.months,
    stages,
  };
}
export type Asked = ReturnType<typeof asked>;
