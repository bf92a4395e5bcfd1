import { z } from 'zod';

const filterShape = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

export const views = ['waterfall', 'paths', 'stalls', 'before'] as const;
export const stepKinds = ['channel', 'type', 'kind', 'campaign', 'asset'] as const;

/** All of the page's state; it stands in the address. */
export const pageState = z.object({
  view: z.enum(views).catch('waterfall'),
  period: z.enum(['quarters', 'all', 'custom']).catch('quarters'),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  filter: filterShape.catch({}),
  whose: z.enum(['group', 'account', 'primary']).optional().catch(undefined),
  /** Of the waterfall: who belongs to the cohort, and what it is told apart by. */
  basis: z.enum(['touch', 'known']).catch('touch'),
  split: z.string().catch('quarter'),
  /** By what the steps of journeys are told apart. */
  by: z.enum(stepKinds).catch('channel'),
  steps: z.coerce.number().int().min(1).max(6).catch(3),
  /** Of what stands still. */
  of: z.enum(['deals', 'leads']).catch('deals'),
  lastBy: z.enum(stepKinds).catch('type'),
  /** Of what comes before a win. */
  met: z.enum(['asset', 'talk', 'topic', 'channel']).catch('asset'),
  within: z.coerce.number().int().min(1).max(730).catch(30),
  /** Of what comes before a win: those of which something can be said, or all. */
  rows: z.enum(['top', 'all']).catch('top'),
  /** The buying stage shown on a phone. */
  stage: z.string().catch(''),
});
export type PageState = z.output<typeof pageState>;
export type SetState = (
  changes: Partial<{ [Key in keyof PageState]: PageState[Key] | undefined }>,
  options?: { replace?: boolean },
) => void;

/** Whose journeys, as the API takes it. */
export function filterInput({ period, from, to, filter }: PageState) {
  return {
    ...(from || to ? { ...(from ? { from } : {}), ...(to ? { to } : {}) } : { period }),
    ...(Object.keys(filter).length > 0 ? { filter } : {}),
  };
}

export const dealsInput = (state: PageState) => ({
  ...filterInput(state),
  ...(state.whose ? { eligibility: state.whose } : {}),
});

const waterfallStates = ['reached', 'goneOn', 'stopped', 'timed', 'valued'] as const;

/** What `?evidence=` may say on this page. */
export const evidenceShape = z.discriminatedUnion('show', [
  z.object({
    show: z.literal('people'),
    step: z.string(),
    state: z.enum(waterfallStates),
    /** Of the table: what it is split by, and the row. */
    by: z.string().optional(),
    row: z.string().optional(),
  }),
  z.object({
    show: z.literal('deals'),
    title: z.string(),
    path: z.string().optional(),
    node: z.string().optional(),
    nextNode: z.string().optional(),
    steps: z.coerce.number().int().optional(),
    by: z.enum(stepKinds).optional(),
    stage: z.string().optional(),
    lastTouch: z.string().optional(),
    untouched: z.enum(['true', 'false']).optional(),
    liftOf: z.enum(['asset', 'talk', 'topic', 'channel']).optional(),
    liftKey: z.string().optional(),
    liftStage: z.string().optional(),
    met: z.enum(['true', 'false']).optional(),
    status: z.enum(['open', 'won', 'lost', 'decided']).optional(),
  }),
  z.object({
    show: z.literal('leads'),
    title: z.string(),
    stage: z.string(),
    by: z.enum(stepKinds).optional(),
    lastTouch: z.string().optional(),
    untouched: z.enum(['true', 'false']).optional(),
    stalled: z.enum(['true', 'false']).optional(),
  }),
]);
export type Evidence = z.output<typeof evidenceShape>;
