import { wilson } from '../value/statistics/wilson.ts';
import type { Paths, PathsQuery } from './contract.ts';
import { dealsSql, stepKey } from './deals-sql.ts';
import { askWithTotals, type JourneysContext, planJourneys, presentAsOf } from './plan.ts';
import { dayMs } from './sql-text.ts';
import { readSteps } from './step-kinds.ts';

const between = ' › ';

/** A path as one text, of `walked`, an array of keys without repeats; after so many steps it is cut. */
export const pathText = (
  steps: number,
): string => `concat(arrayStringConcat(arraySlice(walked, 1, ${steps}), '${between}'),
  if(length(walked) > ${steps}, '${between}…', ''))`;

type Row = {
  path: string;
  keys: string[];
  is_cut: number;
  journeys: number;
  wins: number;
  losses: number;
  won: number;
  days: number | null;
  no_rate: number;
  touchpoints: number | null;
};

const daysToWin = `quantileExactIf(0.5)((result_ms - at[1]) / ${dayMs}, status = 'won' and notEmpty(at) and result_ms >= at[1])`;
const timedWins = "countIf(status = 'won' and notEmpty(at) and result_ms >= at[1])";

/** The commonest ways to a deal, those without any touchpoint among them. */
export async function readPaths(context: JourneysContext, input: PathsQuery): Promise<Paths> {
  const plan = await planJourneys(context, input);
  const [{ rows, totals, groups }, steps] = await Promise.all([
    askWithTotals<Row>(
      plan,
      `select ${pathText(input.steps)} as path, any(arraySlice(walked, 1, ${input.steps})) as keys, max(length(walked) > ${input.steps}) as is_cut,
        count() as journeys, countIf(status = 'won') as wins, countIf(status = 'lost') as losses,
        sumIf(ifNull(minor, 0), status = 'won') as won, if(${timedWins} = 0, null, ${daysToWin}) as days,
        countIf(minor is null) as no_rate, if(wins = 0, null, quantileExactIf(0.5)(length(at), status = 'won')) as touchpoints
      from (select *, arrayCompact(${stepKey[input.by]}) as walked from (${dealsSql(plan)}) as deal)
      group by path with totals order by journeys desc, wins desc, path limit ${input.limit}`,
    ),
    readSteps(context, plan, input.by),
  ]);
  return {
    ...presentAsOf(plan, totals?.no_rate ?? 0),
    by: input.by,
    journeys: totals?.journeys ?? 0,
    differentPaths: groups,
    steps: input.steps,
    wins: totals?.wins ?? 0,
    losses: totals?.losses ?? 0,
    medianSteps: totals?.touchpoints ?? null,
    medianDays: totals?.days ?? null,
    rows: rows.map((row) => ({
      path: row.path,
      steps: row.keys.map((key) => ({ key, label: steps.label(key), kind: steps.kind(key) })),
      isCut: row.is_cut === 1,
      journeys: row.journeys,
      wins: row.wins,
      losses: row.losses,
      open: row.journeys - row.wins - row.losses,
      winRate: wilson(row.wins, row.wins + row.losses),
      wonMinor: row.won,
      medianDays: row.days,
    })),
  };
}
