import { z } from 'zod';
import { evidenceBy } from '../../evidence/contract.ts';

/** All of the page's state; it stands in the address. */
export const pageState = z.object({
  by: z.enum(evidenceBy).catch('campaign'),
  period: z.enum(['quarters', 'all', 'custom']).catch('quarters'),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
});
export type PageState = z.output<typeof pageState>;
export type SetState = (changes: Partial<{ [Key in keyof PageState]: PageState[Key] | undefined }>) => void;

/** Long before anybody kept a record. */
const firstDay = '1990-01-01';

export function twoByTwoInput({ by, period, from, to }: PageState) {
  if (period === 'all') return { by, from: firstDay };
  return { by, ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

/** What the drawer shows: a row of the two-by-two, a campaign's evidence, or what a claim traces to. */
export const evidenceShape = z.union([
  z.object({ claim: z.uuid() }),
  z.object({ campaign: z.uuid() }),
  z.object({ row: z.string() }),
]);
export type Evidence = z.output<typeof evidenceShape>;
