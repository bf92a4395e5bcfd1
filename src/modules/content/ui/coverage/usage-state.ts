import { z } from 'zod';
import { coveragePeriods } from '../../coverage/contract.ts';

const usageShows = ['all', 'used', 'never_shared', 'never_finished'] as const;
export type UsageShow = (typeof usageShows)[number];

/** All of the page's state; it stands in the address. */
export const usageState = z.object({
  period: z.enum(coveragePeriods).catch('quarter'),
  show: z.enum(usageShows).catch('all'),
  by: z.string().catch('title'),
  direction: z.enum(['asc', 'desc']).catch('asc'),
});
