import { z } from 'zod';

/** All of the page's state; it stands in the address. */
export const pageState = z.object({
  /** `2026-Q3`; without it the running one. */
  quarter: z
    .string()
    .regex(/^\d{4}-Q[1-4]$/)
    .optional()
    .catch(undefined),
  /** A page that was kept, instead of the page as it is now. */
  report: z.uuid().optional().catch(undefined),
  /** Which dialog is open. */
  dialog: z.enum(['schedules', 'note']).optional().catch(undefined),
});
export type PageState = z.output<typeof pageState>;
export type SetState = (
  changes: Partial<{ [Key in keyof PageState]: PageState[Key] | undefined }>,
  options?: { replace?: boolean },
) => void;

export const evidenceSchema = z.object({ of: z.string() });
