import { z } from 'zod';
import { valueDimensions, valueStates } from '../../value/contract.ts';

/** All of the page's state; it stands in the address. */
export const pageState = z.object({
  by: z.enum(valueDimensions).catch('channel'),
  stage: z.string().max(63).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  horizon: z.coerce.number().int().min(1).max(1_095).optional().catch(undefined),
  edit: z.enum(['baseline', 'cost']).optional().catch(undefined),
});
export type PageState = z.output<typeof pageState>;
export type SetState = (
  changes: Partial<{ [Key in keyof PageState]: PageState[Key] | undefined }>,
  options?: { replace?: boolean },
) => void;

/** What the operations are asked, as the address says it. */
export const valueInput = ({ by, stage, from, to, horizon }: PageState) => ({
  by,
  ...(stage ? { stage } : {}),
  ...(from ? { from } : {}),
  ...(to ? { to } : {}),
  ...(horizon ? { horizonDays: horizon } : {}),
});

/** What `?evidence=` may say on this page: whose leads, of which side. */
export const leadsShape = z.object({
  key: z.string(),
  side: z.enum(['row', 'baseline']).catch('row'),
  state: z.enum(valueStates).catch('came'),
});
export type LeadsShown = z.output<typeof leadsShape>;
