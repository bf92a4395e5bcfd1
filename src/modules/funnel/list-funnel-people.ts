import { AppError } from '../../platform/errors.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import type { Recast } from '../language/index.ts';
import { type FunnelFilter, type FunnelPerson, type PeopleState, peopleStates } from './contract.ts';
import { type FunnelPlan, holdSnapshot, type PlanStage, planFunnel, type Window } from './plan.ts';
import { findPeople, type PeopleGroup, type PeopleSort } from './queries/find-people.ts';

/** The people behind a number of the funnel, page by page: as many as the number says. */
export async function listFunnelPeople(options: {
  tx: Tx;
  recast?: Recast | null | undefined;
  now: Date;
  filter: FunnelFilter;
  stage: string;
  state: PeopleState;
  before: boolean;
  /** `<stage>.<state>` */
  within?: string | undefined;
  sort: PeopleSort;
  limit: number;
  cursor?: string | undefined;
}): Promise<{ items: FunnelPerson[]; nextCursor: string | null }> {
  await holdSnapshot(options.tx);
  const plan = await planFunnel(options);
  const { state, sort, limit, cursor } = options;
  const window = windowOf(plan, options.before);
  const isBySpeed = sort === 'slowest' && state !== 'timed';
  if (isBySpeed) throw new AppError('invalid_input', 'Only the state "timed" can be sorted by slowest.');
  const within = options.within === undefined ? null : groupOf(plan, options.within);
  return findPeople(plan, {
    stage: stageOf(plan, options.stage),
    state,
    window,
    within,
    sort,
    limit,
    cursor,
  });
}

function groupOf(plan: FunnelPlan, name: string): PeopleGroup {
  const [key = '', stateName] = name.split('.');
  const state = peopleStates.find((one) => one === stateName);
  if (state) return { stage: stageOf(plan, key), state };
  throw new AppError(
    'invalid_input',
    `There is no state "${stateName}". The states are: ${peopleStates.join(', ')}.`,
    {
      fields: [{ path: 'within', message: 'names no state' }],
    },
  );
}

export function stageOf(plan: FunnelPlan, key: string): PlanStage {
  const stage = plan.stages.find((one) => one.key === key);
  if (stage) return stage;
  const known = plan.stages.map((one) => one.key).join(', ');
  throw new AppError('invalid_input', `There is no lifecycle stage "${key}". The stages are: ${known}.`, {
    fields: [{ path: 'stage', message: 'is no lifecycle stage' }],
  });
}

/** The window asked for; all time has none before it. */
export function windowOf(plan: FunnelPlan, isBefore: boolean): Window {
  if (!isBefore) return plan.window;
  if (plan.before) return plan.before;
  throw new AppError('invalid_input', 'This period has none before it to compare with.');
}
