import { AppError } from '../../../platform/errors.ts';
import type { StepVelocity, Waterfall, WaterfallQuery, WaterfallRow, WaterfallStep } from './contract.ts';
import { findJourneyDimension, type JourneyDimension, leadsSql } from './dimensions.ts';
import { type FunnelOptions, type FunnelStep, funnelSql, funnelSteps } from './funnel-sql.ts';
import { inWords, namesOf, spellingsOf } from './labels.ts';
import { ask, type JourneysContext, type JourneysPlan, planJourneys, presentAsOf } from './plan.ts';
import { readVisitors } from './read-visitors.ts';

/** Of fewer people no step is called slowest or tightest. */
const fewest = 10;

export type Split =
  | { kind: 'none' }
  | { kind: 'month' | 'quarter' }
  | { kind: 'dimension'; dimension: JourneyDimension };

export function splitBy(plan: JourneysPlan, by: string | undefined): Split {
  if (by === undefined) return { kind: 'none' };
  if (by === 'month' || by === 'quarter') return { kind: by };
  return { kind: 'dimension', dimension: findJourneyDimension(plan.dimensions, by) };
}

export function funnelOptions(
  plan: JourneysPlan,
  { basis, split }: { basis: 'touch' | 'known'; split: Split },
): FunnelOptions {
  const value = split.kind === 'dimension' ? split.dimension.value : "''";
  const readsLeads = split.kind === 'dimension' || plan.matches !== null;
  const cohort =
    split.kind === 'month' || split.kind === 'quarter' ? { unit: split.kind, timeZone: plan.timeZone } : null;
  return {
    workspace: plan.workspace,
    stages: plan.stages.map(({ key }) => key),
    basis,
    fromMs: plan.window.fromMs,
    toMs: plan.window.toMs,
    leads: readsLeads ? leadsSql({ workspace: plan.workspace, matches: plan.matches, value }) : null,
    cohort,
    money: plan.money({ amount: 'amount_minor', currency: 'currency', ms: 'result_ms' }),
  };
}

type RawRow = { row_key: string; [column: string]: unknown };
type FunnelRow = {
  key: string;
  number: (name: string) => number;
  days: (name: string) => StepVelocity | null;
};

const readRow = (row: RawRow): FunnelRow => {
  const number = (name: string) => (typeof row[name] === 'number' ? row[name] : 0);
  return {
    key: row.row_key,
    number,
    days: (name) => {
      const people = number(`${name}_n`);
      const days = row[`${name}_days`];
      if (people === 0 || !Array.isArray(days)) return null;
      return { people, medianDays: Number(days[0]), p90Days: Number(days[1]) };
    },
  };
};

export async function readWaterfall(context: JourneysContext, input: WaterfallQuery): Promise<Waterfall> {
  const plan = await planJourneys(context, input);
  const split = splitBy(plan, input.by);
  const options = funnelOptions(plan, { basis: input.basis, split: { kind: 'none' } });
  const isTouch = input.basis === 'touch';
  const [totals, rows, visitors, withoutTouch] = await Promise.all([
    ask<RawRow>(plan, funnelSql({ ...options, limit: null, latestFirst: false })),
    split.kind === 'none'
      ? []
      : ask<RawRow>(
          plan,
          funnelSql({
            ...funnelOptions(plan, { basis: input.basis, split }),
            limit: input.limit,
            latestFirst: split.kind !== 'dimension',
          }),
        ),
    isTouch ? readVisitors(plan, split) : new Map<string, number>(),
    countWithoutTouch(plan),
  ]);
  const steps = funnelSteps(plan.stages.map(({ key }) => key)).filter(
    ({ key }) => isTouch || key !== 'click',
  );
  const total = readRow(mergeSplit(totals));
  const strangers = [...visitors.values()].reduce((sum, count) => sum + count, 0);
  const shown = rows.map(readRow);
  return {
    ...presentAsOf(plan, total.number('no_rate')),
    basis: input.basis,
    steps: presentSteps(plan, { steps, total, strangers }),
    throughout: total.days('throughout'),
    withoutTouch,
    rows: await presentRows(context, { split, steps, total, shown, visitors }),
    rowsAre: split.kind,
  };
}

// Without `by` all rows have the one key ''; nobody at all has none.
const mergeSplit = (rows: readonly RawRow[]): RawRow => rows[0] ?? { row_key: '' };

function presentSteps(
  plan: JourneysPlan,
  { steps, total, strangers }: { steps: readonly FunnelStep[]; total: FunnelRow; strangers: number },
): WaterfallStep[] {
  const names = new Map(plan.stages.map(({ key, name }) => [`stage:${key}`, name]));
  const bare = steps.map((step, nth): WaterfallStep => {
    const people = total.number(`people_${step.index}`);
    const visitors = step.key === 'click' ? strangers : 0;
    const next = steps[nth + 1];
    const toNext = next ? total.days(`step_${step.index}`) : null;
    return {
      key: step.key,
      kind: step.stage !== null ? 'stage' : step.key === 'click' || step.key === 'won' ? step.key : 'known',
      stage: step.stage,
      name: names.get(step.key) ?? { click: 'Clicked', known: 'Known' }[step.key] ?? 'Won',
      people,
      visitors,
      passRate:
        next && people + visitors > 0 ? total.number(`people_${next.index}`) / (people + visitors) : null,
      tightest: false,
      slowest: false,
      toNext,
      deals: total.number('deals'),
      wonMinor: total.number('won'),
      openMinor: total.number(`open_${step.index}`),
    };
  });
  const tightest = bare
    .filter(({ passRate, people }) => passRate !== null && passRate < 1 && people >= fewest)
    .toSorted((one, other) => (one.passRate ?? 1) - (other.passRate ?? 1))[0];
  const slowest = bare
    .filter(({ toNext }) => toNext !== null && toNext.people >= fewest)
    .toSorted((one, other) => (other.toNext?.medianDays ?? 0) - (one.toNext?.medianDays ?? 0))[0];
  return bare.map((step) => ({
    ...step,
    tightest: step.key === tightest?.key,
    slowest: step.key === slowest?.key,
  }));
}

async function presentRows(
  context: JourneysContext,
  given: {
    split: Split;
    steps: readonly FunnelStep[];
    total: FunnelRow;
    shown: readonly FunnelRow[];
    visitors: ReadonlyMap<string, number>;
  },
): Promise<WaterfallRow[]> {
  const { split, steps, total, shown, visitors } = given;
  if (split.kind === 'none') return [];
  const label = await labelsOf(
    context,
    split,
    shown.map(({ key }) => key),
  );
  const rows = shown.map(
    (row): WaterfallRow => ({
      key: row.key,
      label: label(row.key),
      isRest: false,
      steps: Object.fromEntries(steps.map(({ key, index }) => [key, row.number(`people_${index}`)])),
      visitors: visitors.get(row.key) ?? 0,
      deals: row.number('deals'),
      wonMinor: row.number('won'),
      throughout: row.days('throughout'),
    }),
  );
  const beyond = (all: number, part: (row: WaterfallRow) => number) =>
    all - rows.reduce((sum, row) => sum + part(row), 0);
  const all = [...visitors.values()].reduce((sum, count) => sum + count, 0);
  const rest: WaterfallRow = {
    key: '',
    label: split.kind === 'dimension' ? 'all others' : 'before',
    isRest: true,
    steps: Object.fromEntries(
      steps.map(({ key, index }) => [
        key,
        beyond(total.number(`people_${index}`), (row) => row.steps[key] ?? 0),
      ]),
    ),
    visitors: beyond(all, (row) => row.visitors),
    deals: beyond(total.number('deals'), (row) => row.deals),
    wonMinor: beyond(total.number('won'), (row) => row.wonMinor),
    throughout: null,
  };
  const isThere = rest.visitors > 0 || Object.values(rest.steps).some((people) => people > 0);
  return isThere ? [...rows, rest] : rows;
}

async function labelsOf(
  context: JourneysContext,
  split: Exclude<Split, { kind: 'none' }>,
  keys: readonly string[],
): Promise<(key: string) => string> {
  if (split.kind !== 'dimension') return split.kind === 'quarter' ? (key) => key : monthInWords;
  const { labels, key: dimension } = split.dimension;
  return context.inWorkspace(async (tx) => {
    if (labels === 'campaign' || labels === 'teammate') {
      const names = await namesOf(tx, labels, keys);
      return (key) => (key === '' ? 'not known' : (names.get(key) ?? 'no longer there'));
    }
    const spelt =
      labels === 'channel' || dimension === 'persona'
        ? await spellingsOf(tx, dimension === 'persona' ? 'persona' : 'channel')
        : new Map<string, string>();
    return (key) => inWords(spelt.get(key) ?? key);
  });
}

const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });
const monthInWords = (month: string) => monthFormat.format(new Date(`${month}-01T00:00:00Z`));

async function countWithoutTouch(plan: JourneysPlan): Promise<number> {
  const [row] = await ask<{ people: number }>(
    plan,
    `select count() as people from journey where workspace_id = ${plan.workspace} and eligibility = 'person' and empty(at)`,
  );
  return row?.people ?? 0;
}

/** Steps of the workspace, for whoever asks for the people of one. */
export function findStep(plan: JourneysPlan, key: string): { step: FunnelStep; next: FunnelStep | null } {
  const steps = funnelSteps(plan.stages.map((stage) => stage.key));
  const step = steps.find((one) => one.key === key);
  if (!step)
    throw new AppError(
      'invalid_input',
      `There is no step "${key}". There are: ${steps.map((one) => one.key).join(', ')}.`,
      { fields: [{ path: 'step', message: 'is no step of the waterfall' }] },
    );
  return { step, next: steps[step.index] ?? null };
}
