import { z } from 'zod';
import { caseLists, caseStates, slaPeriods } from '../../measures/contract.ts';

const filterShape = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** All of the page's state; it stands in the address. */
export const pageState = z.object({
  period: z.enum(slaPeriods).catch('auto'),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  filter: filterShape.catch({}),
  by: z.string().catch('owner'),
});
export type PageState = z.output<typeof pageState>;
export type SetState = (
  changes: Partial<{ [Key in keyof PageState]: PageState[Key] | undefined }>,
  options?: { replace?: boolean },
) => void;

export type FilterInput = {
  period: PageState['period'];
  from?: string;
  to?: string;
  filter: PageState['filter'];
};

/** The part of the state that says whose hand-offs, as the API takes it. */
export function filterInput({ period, from, to, filter }: PageState): FilterInput {
  return { period, ...(from ? { from } : {}), ...(to ? { to } : {}), filter };
}

/** What `?evidence=` may say on this page. */
export const evidenceShape = z.object({
  of: z.enum(caseLists),
  state: z.enum(caseStates).catch('all'),
  lacks: z.string().optional(),
  /** In addition to the page's filter: a row of the split, or who stands out. */
  where: z.object({ key: z.string(), value: z.string(), label: z.string().optional() }).optional(),
  /** Instead of the page's period: a week or month of the trend. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
export type Evidence = z.output<typeof evidenceShape>;

export function evidenceInput(state: PageState, evidence: Evidence): FilterInput {
  const input = filterInput(state);
  const { where, from, to } = evidence;
  const filter = where ? { ...input.filter, [where.key]: where.value } : input.filter;
  return from && to ? { period: 'custom', from, to, filter } : { ...input, filter };
}
