import { performance } from 'node:perf_hooks';
import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { listStages } from '../../people/index.ts';
import { firstHoldingSql } from '../execution/index.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { loadEnvironment } from '../rules/load-environment.ts';
import { loadValidationContext, validateBody } from '../rules/validate-body.ts';
import { readSalesCapacity, type SalesCapacity } from './capacity.ts';
import type { BacktestSubject, Outcome } from './contract.ts';
import { findMilestones, type Milestones, requireOutcome, stagesFrom } from './milestones.ts';
import { checkPeriod, chooseStep, type Day, type Grid, gridOf, readDays } from './moments.ts';
import { countFacts } from './queries/count-facts.ts';
import { type LeadRowsOptions, timesOf } from './queries/lead-rows.ts';
import { type JudgedSubject, loadSubject } from './subject.ts';
import type { Threshold } from './threshold.ts';

export type BacktestInput = {
  subject: BacktestSubject;
  against?: BacktestSubject | undefined;
  from: string;
  to: string;
  outcome: Outcome;
  threshold?: Threshold | undefined;
  capacityPerMonth?: number | undefined;
};

export type BacktestOptions = {
  services: Pick<Services, 'database' | 'clickhouse' | 'now'>;
  workspaceId: string;
  input: BacktestInput;
  /** False: ClickHouse does not know yet what happened in the last moments. */
  isCurrent?: boolean;
};

/** A subject with all that its rule is asked in. */
export type Judged = JudgedSubject & { env: RuleEnvironment };

/** What both the report and the list of leads are made from. */
export type Prepared = {
  startedMs: number;
  to: string;
  timeZone: string;
  subject: Judged;
  against: Judged | null;
  milestones: Milestones;
  capacity: SalesCapacity;
  facts: { leads: number; interactions: number };
  notes: string[];
  grid: Grid;
  rows: LeadRowsOptions;
};

/** Everything that stands in PostgreSQL is read in one transaction; the past is asked after it has ended. */
export async function prepareBacktest(options: BacktestOptions): Promise<Prepared> {
  const { services, workspaceId, input } = options;
  const startedMs = performance.now();
  const now = services.now();
  const read = await services.database.inWorkspace(workspaceId, (tx) => readWorkspace(tx, { input, now }));
  if (options.isCurrent === false) read.notes.push(behindNote);
  const until = read.days.at(-1)?.end ?? now;
  const facts = await countFacts({ clickhouse: services.clickhouse, workspaceId, until });
  const step = chooseStep({ days: read.days.length, ...facts });
  const grid = gridOf({ days: read.days, step, now });
  const qualified = (judged: Judged) =>
    firstHoldingSql({
      workspaceId,
      env: judged.env,
      subject: { rule: judged.rule },
      moments: timesOf(grid),
    });
  return {
    ...read,
    startedMs,
    facts,
    grid,
    rows: {
      workspaceId,
      grid,
      milestones: read.milestones,
      outcome: input.outcome,
      subject: qualified(read.subject),
      against: read.against && qualified(read.against),
      guarded: read.guarded,
    },
  };
}

const behindNote =
  'What happened in the last moments is still on its way into the analysis and does not count yet.';

type Read = Omit<Prepared, 'startedMs' | 'facts' | 'grid' | 'rows'> & {
  days: Day[];
  guarded: string[];
};

async function readWorkspace(tx: Tx, options: { input: BacktestInput; now: Date }): Promise<Read> {
  const { input, now } = options;
  const workspace = await tx.first<{ timeZone: string; today: string }>(sql`select time_zone as "timeZone",
    (${now}::timestamptz at time zone time_zone)::date::text as today from workspace`);
  if (!workspace) throw new AppError('not_found', 'There is no such workspace.');
  const { timeZone, today } = workspace;
  const { to } = checkPeriod({ from: input.from, to: input.to, today });
  const days = await readDays(tx, { from: input.from, to, timeZone });
  const stages = await listStages({ tx });
  const { milestones, notes } = findMilestones(stages);
  requireOutcome(milestones, input.outcome);
  const { threshold } = input;
  const subject = await loadJudged(tx, { subject: input.subject, threshold, path: 'subject' });
  const against =
    input.against === undefined
      ? null
      : await loadJudged(tx, { subject: input.against, threshold, path: 'against' });
  return {
    to,
    timeZone,
    days,
    subject,
    against,
    milestones,
    guarded: subject.stageKey === null ? [...milestones.accepted] : stagesFrom(stages, subject.stageKey),
    capacity: await readSalesCapacity({ tx }),
    notes:
      to < input.to
        ? [...notes, `The period ends today, ${today}; what comes after has no past yet.`]
        : notes,
  };
}

/** Asked in what is in force, with the subject itself in the place of what it would replace. */
export async function loadJudged(
  tx: Tx,
  options: { subject: BacktestSubject; threshold: Threshold | undefined; path: string },
): Promise<Judged> {
  const judged = await loadSubject(tx, options);
  const env = await loadEnvironment(tx, { replace: new Map([[judged.key, judged.body]]) });
  const problems = validateBody(judged.body, env, await loadValidationContext(tx, judged.body));
  const [first] = problems;
  if (first === undefined) return { ...judged, env };
  const more = problems.length - 1;
  throw new AppError(
    'unprocessable',
    `The rules of ${judged.label} of "${judged.body.word}" cannot be asked: ${first.message}${more > 0 ? ` (and ${more} more)` : ''}. Change them in a new version, or take another version.`,
    { fields: problems.map(({ path, message }) => ({ path: `${options.path}.${path}`, message })) },
  );
}
