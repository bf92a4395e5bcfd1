import { z } from 'zod';
import { funnelModes, type PeopleState, peopleStates, periods } from '../contract.ts';

const filterShape = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** All of the page's state; it stands in the address. */
export const pageState = z.object({
  lens: z.enum(['both', 'filter', 'gates']).catch('both'),
  period: z.enum(periods).catch('auto'),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  mode: z.enum(funnelModes).catch('cohort'),
  filter: filterShape.catch({}),
  /** A version of a stage's definition, under which that stage is read. */
  recast: z.uuid().optional().catch(undefined),
  /** What was picked on either half: `<stage>.<state>`. */
  pick: z.string().optional().catch(undefined),
  by: z.string().catch('channel'),
  /** Of the table by dimension: a column, with a minus in front for descending. */
  order: z.string().catch(''),
  /** Of the lanes. */
  sort: z.enum(['waiting', 'value']).catch('waiting'),
  /** The lane shown on a phone. */
  lane: z.string().catch(''),
});
export type PageState = z.output<typeof pageState>;
export type Lens = PageState['lens'];
export type SetState = (
  changes: Partial<{ [Key in keyof PageState]: PageState[Key] | undefined }>,
  options?: { replace?: boolean },
) => void;

export type FilterInput = {
  period: PageState['period'];
  from?: string;
  to?: string;
  mode: PageState['mode'];
  filter: PageState['filter'];
  recast?: string;
};

/** The part of the state that says whose funnel it is, as the API takes it. */
export function filterInput(state: PageState): FilterInput {
  const { period, from, to, mode, filter, recast } = state;
  return {
    period,
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    mode,
    filter,
    ...(recast ? { recast } : {}),
  };
}

/** A group of people that both halves show: those of a stage, or of a stage and a state. */
export type Group = { stage: string; state: PeopleState };

export function readPick(pick: string | undefined): Group | null {
  const [stage, state] = (pick ?? '').split('.');
  const known = peopleStates.find((one) => one === state);
  return stage && known ? { stage, state: known } : null;
}

export const writePick = (group: Group): string => `${group.stage}.${group.state}`;

export const isSameGroup = (one: Group | null, other: Group | null): boolean =>
  one?.stage === other?.stage && one?.state === other?.state;

const narrowing = {
  /** In addition to the page's filter: a row of the table. */
  where: z.object({ key: z.string(), value: z.string() }).optional(),
  /** Instead of the page's period: a month of the trend. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
};

/** What `?evidence=` may say on this page. */
export const evidenceShape = z.discriminatedUnion('of', [
  z.object({
    of: z.literal('people'),
    stage: z.string(),
    state: z.enum(peopleStates),
    before: z.boolean().optional(),
    ...narrowing,
  }),
  z.object({
    of: z.literal('deals'),
    stage: z.string().optional(),
    before: z.boolean().optional(),
    ...narrowing,
  }),
]);
export type Evidence = z.output<typeof evidenceShape>;

/** The page's filter with what the evidence adds to it. */
export function evidenceFilter(state: PageState, evidence: Evidence): FilterInput {
  const input = filterInput(state);
  const filter = evidence.where
    ? { ...input.filter, [evidence.where.key]: evidence.where.value }
    : input.filter;
  if (!evidence.from && !evidence.to) return { ...input, filter };
  return { ...input, filter, period: 'custom', from: evidence.from, to: evidence.to };
}
