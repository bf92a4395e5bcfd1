import type { Stalls, StallsQuery } from './contract.ts';
import type { StallRow } from './deals-contract.ts';
import { inWords } from './labels.ts';
import { leadStallsSql } from './lead-stalls-sql.ts';
import { ask, type JourneysContext, type JourneysPlan, planJourneys, presentAsOf } from './plan.ts';
import { dayMs } from './sql-text.ts';
import { fewestGoneOn, type GoneOn, limitSql } from './stall-limits.ts';
import { goneOnSql, waitingSql } from './stalls-sql.ts';
import { readSteps, type Steps } from './step-kinds.ts';

type Waiting = {
  stage: string;
  key: string;
  is_untouched: number;
  waiting: number;
  days: number;
  longest: number;
  since_touch: number | null;
  stalled: number;
  open: number;
  stalled_minor: number;
  no_rate: number;
};

const aggregateSql = (rows: string, goneOn: readonly GoneOn[], nowMs: number): string => `
  select stage_key as stage, last_key as key, is_untouched, count() as waiting,
    quantileExact(0.5)(stood_days) as days, max(stood_days) as longest,
    if(is_untouched, null, quantileExact(0.5)((${nowMs} - assumeNotNull(ifNull(last_ms, 0))) / ${dayMs})) as since_touch,
    countIf(stood_days > ${limitSql(goneOn)}) as stalled, sum(ifNull(minor, 0)) as open,
    sumIf(ifNull(minor, 0), stood_days > ${limitSql(goneOn)}) as stalled_minor, countIf(minor is null) as no_rate
  from (select *, greatest(${nowMs} - since_ms, 0) / ${dayMs} as stood_days from (${rows}) as waiting)
  group by stage, key, is_untouched order by open desc, waiting desc limit 500`;

export async function readStalls(context: JourneysContext, input: StallsQuery): Promise<Stalls> {
  const plan = await planJourneys(context, input);
  const ofLeads = input.of === 'leads' ? leadStallsSql(plan, input.by) : null;
  const goneOn = await ask<GoneOn>(plan, ofLeads?.goneOn ?? goneOnSql(plan));
  const [rows, steps] = await Promise.all([
    ask<Waiting>(
      plan,
      aggregateSql(ofLeads?.waiting ?? waitingSql(plan, input.by), goneOn, plan.now.getTime()),
    ),
    readSteps(context, plan, input.by),
  ]);
  const byStage = new Map(goneOn.map((row) => [row.stage, row]));
  const sum = (part: (row: Waiting) => number) => rows.reduce((all, row) => all + part(row), 0);
  const order = (stage: string) => byStage.get(stage)?.position ?? Number.MAX_SAFE_INTEGER;
  return {
    ...presentAsOf(plan, input.of === 'deals' ? sum((row) => row.no_rate) : 0),
    of: input.of,
    waiting: sum((row) => row.waiting),
    stalled: sum((row) => row.stalled),
    openMinor: sum((row) => row.open),
    stalledMinor: sum((row) => row.stalled_minor),
    rows: rows
      .map((row) =>
        presentRow(row, { goneOn: byStage.get(row.stage), steps, name: stageNames(plan, input.of) }),
      )
      .toSorted(
        (one, other) =>
          order(one.stage) - order(other.stage) ||
          other.openMinor - one.openMinor ||
          other.waiting - one.waiting,
      ),
  };
}

function stageNames(plan: JourneysPlan, of: 'deals' | 'leads'): (key: string) => string {
  const names = new Map(plan.stages.map(({ key, name }) => [key, name]));
  return (key) => (of === 'leads' ? (names.get(key) ?? key) : inWords(key));
}

function presentRow(
  row: Waiting,
  { goneOn, steps, name }: { goneOn: GoneOn | undefined; steps: Steps; name: (key: string) => string },
): StallRow {
  const isUntouched = row.is_untouched === 1;
  const isKnown = goneOn !== undefined && goneOn.gone_on >= fewestGoneOn;
  return {
    stage: row.stage,
    stageName: name(row.stage),
    key: row.key,
    label: isUntouched ? 'no touchpoint known' : steps.label(row.key),
    kind: isUntouched ? 'none' : steps.kind(row.key),
    waiting: row.waiting,
    medianDays: row.days,
    longestDays: row.longest,
    sinceTouchDays: row.since_touch,
    goneOn: goneOn?.gone_on ?? 0,
    goneOnMedianDays: isKnown ? goneOn.days[0] : null,
    goneOnP90Days: isKnown ? goneOn.days[1] : null,
    stalled: row.stalled,
    openMinor: row.open,
    stalledMinor: row.stalled_minor,
  };
}
