import { z } from 'zod';
import type { ClickHouse } from '../../../../platform/clickhouse/clickhouse.ts';
import { executionSettings } from '../../execution/index.ts';
import type { BacktestSide } from '../contract.ts';
import type { LeadGroup } from '../tally.ts';
import { type LeadRowsOptions, leadRows } from './lead-rows.ts';

const flag = z.coerce.number().transform((value) => value === 1);
const count = z.coerce.number();
const days = z.coerce.number().nullable().catch(null);

const groupRow = z.object({
  leads: count,
  accepted: flag,
  opportunity: flag,
  won: flag,
  hadOutcome: flag,
  sMonth: count,
  sBefore: flag,
  sFoundOpportunity: flag,
  sFoundWon: flag,
  sFoundOutcome: flag,
  aMonth: count,
  aBefore: flag,
  aFoundOpportunity: flag,
  aFoundWon: flag,
  aFoundOutcome: flag,
});

const totalsRow = z.object({
  sGained: count,
  sGainedMedian: days,
  sGainedMean: days,
  aGained: count,
  aGainedMedian: days,
  aGainedMean: days,
  sTook: count,
  sTookMedian: days,
  aTook: count,
  aTookMedian: days,
});

const answer = z.object({ data: z.array(groupRow), totals: totalsRow });

export type SideDays = Pick<BacktestSide, 'daysGained' | 'daysToOutcome'>;

const noDays: SideDays = { daysGained: null, daysToOutcome: null };

/** One pass over all leads: how many are alike in everything asked, and over all of them how many days they took. */
export async function countLeads(options: LeadRowsOptions & { clickhouse: ClickHouse }): Promise<{
  groups: LeadGroup[];
  days: { subject: SideDays; against: SideDays };
}> {
  const { grid } = options;
  const monthOf = [0, 0, ...grid.moments.map((moment) => grid.months.indexOf(moment.month) + 1)];
  const result = await options.clickhouse.query({
    query: `with [${monthOf.join(', ')}]::Array(UInt16) as months
      select months[s_moment + 1] as sMonth, s_moment = 1 as sBefore, s_found_opportunity as sFoundOpportunity, s_found_won as sFoundWon,
        s_found_outcome as sFoundOutcome, months[a_moment + 1] as aMonth, a_moment = 1 as aBefore,
        a_found_opportunity as aFoundOpportunity, a_found_won as aFoundWon, a_found_outcome as aFoundOutcome, isNotNull(accepted_ms) as accepted,
        isNotNull(opportunity_ms) as opportunity, isNotNull(won_ms) as won, had_outcome as hadOutcome,
        count() as leads, ${daysOf('s', grid.from)}, ${daysOf('a', grid.from)}
      from (${leadRows(options)})
      group by sMonth, sBefore, sFoundOpportunity, sFoundWon, sFoundOutcome, aMonth, aBefore, aFoundOpportunity, aFoundWon, aFoundOutcome, accepted,
        opportunity, won, hadOutcome with totals`,
    format: 'JSON',
    clickhouse_settings: executionSettings,
  });
  const text = await result.text();
  // Where nobody is known, the embedded engine writes the end of the answer alone, which is no JSON.
  if (!text.startsWith('{')) return { groups: [], days: { subject: noDays, against: noDays } };
  const { data, totals } = answer.parse(JSON.parse(text));
  return {
    groups: data.map((row) => asGroup(row, grid.months)),
    days: {
      subject: {
        daysGained: gained(totals.sGained, totals.sGainedMedian, totals.sGainedMean),
        daysToOutcome: took(totals.sTook, totals.sTookMedian),
      },
      against: {
        daysGained: gained(totals.aGained, totals.aGainedMedian, totals.aGainedMean),
        daysToOutcome: took(totals.aTook, totals.aTookMedian),
      },
    },
  };
}

/** Over those who qualified in the period: against when they reached the guarded stage, and until the outcome. */
function daysOf(alias: 's' | 'a', from: Date): string {
  const dayMs = 86_400_000;
  const isTimed = `${alias}_moment > 1 and ifNull(guarded_ms >= ${from.getTime()}, 0)`;
  const ahead = `assumeNotNull(guarded_ms - ${alias}_ms) / ${dayMs}`;
  const reached = `${alias}_moment > 1 and ifNull(outcome_ms >= ${alias}_ms, 0)`;
  const until = `assumeNotNull(outcome_ms - ${alias}_ms) / ${dayMs}`;
  return `countIf(${isTimed}) as ${alias}Gained, quantileExactInclusiveIf(0.5)(${ahead}, ${isTimed}) as ${alias}GainedMedian,
    avgIf(${ahead}, ${isTimed}) as ${alias}GainedMean, countIf(${reached}) as ${alias}Took,
    quantileExactInclusiveIf(0.5)(${until}, ${reached}) as ${alias}TookMedian`;
}

const round = (value: number): number => Math.round(value * 100) / 100;

function gained(people: number, median: number | null, mean: number | null): SideDays['daysGained'] {
  if (people === 0 || median === null || mean === null) return null;
  return { people, medianDays: round(median), meanDays: round(mean) };
}

function took(people: number, median: number | null): SideDays['daysToOutcome'] {
  return people === 0 || median === null ? null : { people, medianDays: round(median) };
}

function asGroup(row: z.infer<typeof groupRow>, months: readonly string[]): LeadGroup {
  const { leads, accepted, opportunity, won, hadOutcome } = row;
  return {
    leads,
    accepted,
    opportunity,
    won,
    hadOutcome,
    subject: {
      month: months[row.sMonth - 1] ?? '',
      heldBefore: row.sBefore,
      foundOpportunity: row.sFoundOpportunity,
      foundWon: row.sFoundWon,
      foundOutcome: row.sFoundOutcome,
    },
    against: {
      month: months[row.aMonth - 1] ?? '',
      heldBefore: row.aBefore,
      foundOpportunity: row.aFoundOpportunity,
      foundWon: row.aFoundWon,
      foundOutcome: row.aFoundOutcome,
    },
  };
}
