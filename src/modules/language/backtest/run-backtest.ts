import { performance } from 'node:perf_hooks';
import type { Backtest, BacktestSide } from './contract.ts';
import { type Curves, curvesOf } from './curves.ts';
import { type BacktestOptions, type Judged, type Prepared, prepareBacktest } from './prepare.ts';
import { countLeads, type SideDays } from './queries/count-leads.ts';
import { countScores } from './queries/count-scores.ts';
import {
  type LeadGroup,
  type SideName,
  tallyAgreement,
  tallyBase,
  tallySide,
  tallyWonChange,
} from './tally.ts';
import { monthsAbove, sentenceOf } from './words.ts';

/** What one definition, or two side by side, would have done in a period of the past. */
export async function runBacktest(options: BacktestOptions): Promise<Backtest> {
  const { services, input } = options;
  const { clickhouse } = services;
  const prepared = await prepareBacktest(options);
  const { groups, days } = await countLeads({ ...prepared.rows, clickhouse });
  const subject = await composeSide({
    options,
    prepared,
    groups,
    side: 'subject',
    judged: prepared.subject,
    days: days.subject,
  });
  const against =
    prepared.against &&
    (await composeSide({
      options,
      prepared,
      groups,
      side: 'against',
      judged: prepared.against,
      days: days.against,
    }));
  const capacity = capacityOf(options, prepared);
  const wonChange = against && tallyWonChange(groups);
  return {
    from: input.from,
    to: prepared.to,
    step: prepared.grid.step,
    leads: groups.reduce((sum, group) => sum + group.leads, 0),
    interactions: prepared.facts.interactions,
    tookMs: Math.round(performance.now() - prepared.startedMs),
    capacity,
    outcome: input.outcome,
    base: tallyBase(groups),
    subject,
    against,
    wonChange,
    agreement: against && tallyAgreement(groups),
    sentence: sentenceOf({ subject, against, capacity, wonChange }),
    notes: [...prepared.notes, ...notesOn(prepared, { subject, capacity, groups })],
  };
}

async function composeSide(parts: {
  options: BacktestOptions;
  prepared: Prepared;
  groups: readonly LeadGroup[];
  side: SideName;
  judged: Judged;
  days: SideDays;
}): Promise<BacktestSide> {
  const { options, prepared, groups, side, judged, days } = parts;
  const curves = await drawCurves(options, prepared, judged);
  const { outcome } = options.input;
  return {
    label: judged.label,
    versionId: judged.versionId,
    ...tallySide({ groups, side, outcome, months: prepared.grid.months }),
    ...days,
    roc: curves?.roc ?? null,
    pr: curves?.pr ?? null,
    auc: curves?.auc ?? null,
  };
}

/** Of the points that foretell: the model's own, or those that the rule asks for. */
async function drawCurves(
  { services, input }: BacktestOptions,
  { rows }: Prepared,
  judged: Judged,
): Promise<Curves | null> {
  const model = judged.modelKey === null ? undefined : judged.env.models.get(judged.modelKey);
  if (!model) return null;
  const { workspaceId, grid, milestones, guarded } = rows;
  const counts = await countScores({
    clickhouse: services.clickhouse,
    workspaceId,
    grid,
    milestones,
    guarded,
    outcome: input.outcome,
    env: judged.env,
    model,
  });
  return curvesOf(counts);
}

function capacityOf({ input }: BacktestOptions, { capacity }: Prepared): Backtest['capacity'] {
  if (input.capacityPerMonth !== undefined) return { perMonth: input.capacityPerMonth, source: 'as asked' };
  if (capacity.leadsPerMonth === null) return null;
  return { perMonth: capacity.leadsPerMonth, source: capacity.changedBy ?? 'the workspace' };
}

const inWords = {
  day: 'at the end of every day',
  week: 'at the end of every week',
  month: 'at the end of every month',
};

function notesOn(
  { grid, facts }: Prepared,
  found: { subject: BacktestSide; capacity: Backtest['capacity']; groups: readonly LeadGroup[] },
): string[] {
  const { subject, capacity, groups } = found;
  const notes: string[] = [];
  if (groups.length === 0) notes.push('Nobody was known by the end of this period.');
  if (facts.interactions === 0) notes.push('No interaction is recorded up to the end of this period.');
  if (grid.step !== 'day') {
    notes.push(
      `The past was asked ${inWords[grid.step]}, for there are many leads: when somebody qualified is right to the ${grid.step}.`,
    );
  }
  const above = capacity === null ? 0 : monthsAbove(subject, capacity.perMonth);
  if (above > 0) {
    notes.push(
      `In ${above} of ${grid.months.length} ${grid.months.length === 1 ? 'month' : 'months'} more would have come than sales can take.`,
    );
  }
  if (!grid.wholeMonths) notes.push('Not every month of this period is a whole one.');
  return notes;
}
