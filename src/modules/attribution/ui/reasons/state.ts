import { z } from 'zod';
import { outcomes, summaryDimensions } from '../../reasons/contract.ts';

/** All of the page's state; it stands in the address. */
export const pageState = z.object({
  view: z.enum(['said', 'data']).catch('said'),
  outcome: z.enum(['lost', 'won']).catch('lost'),
  by: z.enum(summaryDimensions).catch('quarter'),
  model: z.string().catch('full-path'),
  period: z.enum(['quarters', 'all', 'custom']).catch('quarters'),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
  /** The deal of which it is said why. */
  say: z.uuid().optional().catch(undefined),
  edit: z.literal('choices').optional().catch(undefined),
});
export type PageState = z.output<typeof pageState>;
export type SetState = (
  changes: Partial<{ [Key in keyof PageState]: PageState[Key] | undefined }>,
  options?: { replace?: boolean },
) => void;

/** Nobody has deals of longer ago. */
const beginning = '2000-01-01';

export const periodInput = ({ period, from, to }: Pick<PageState, 'period' | 'from' | 'to'>) =>
  period === 'all' ? { from: beginning } : { from, to };

/** What `?evidence=` may say on this page: a reason’s deals, where the data disagrees, all that was said of a deal. */
export const evidenceShape = z.union([
  z.object({ outcome: z.enum(outcomes), reason: z.string() }),
  z.object({ outcome: z.enum(outcomes), check: z.string() }),
  z.object({ deal: z.uuid(), name: z.string() }),
]);
export type Evidence = z.output<typeof evidenceShape>;
