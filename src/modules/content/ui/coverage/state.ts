import { z } from 'zod';
import { coveragePeriods } from '../../coverage/contract.ts';

/** All of the page's state; it stands in the address. */
export const pageState = z.object({
  period: z.enum(coveragePeriods).catch('quarter'),
  view: z.enum(['map', 'table']).catch('map'),
  /** The piece whose pages are shown. */
  piece: z.uuid().optional().catch(undefined),
});
export type PageState = z.output<typeof pageState>;
export type SetState = (
  changes: Partial<{ [Key in keyof PageState]: PageState[Key] | undefined }>,
  options?: { replace?: boolean },
) => void;

/** What `?evidence=` may say on this page: a place on the map. */
export const placeShape = z.object({
  persona: z.string(),
  phase: z.string(),
  step: z.coerce.number().int().optional(),
});
export type PlaceShown = z.output<typeof placeShape>;

/** The address of a cell: of one that spans all steps of its stage, without a step. */
export function placeOf(cell: { persona: string; phase: string; steps: readonly number[] }): PlaceShown {
  const { persona, phase, steps } = cell;
  const [step] = steps;
  return steps.length === 1 && step !== undefined ? { persona, phase, step } : { persona, phase };
}
