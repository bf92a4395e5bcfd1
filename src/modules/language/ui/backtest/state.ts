import { z } from 'zod';
import { outcomes } from '../../backtest/contract.ts';

/** What the panel keeps in the address. */
export const panelState = z.object({
  btFrom: z.iso.date().optional().catch(undefined),
  btTo: z.iso.date().optional().catch(undefined),
  outcome: z.enum(outcomes).catch('won'),
  closer: z.enum(['months', 'curves', 'agreement', 'days']).optional().catch(undefined),
});
export type PanelState = z.output<typeof panelState>;
export type SetPanelState = (
  changes: {
    [Key in keyof PanelState]?: PanelState[Key] | undefined;
  },
) => void;

/** What `?evidence=` says where a figure of the panel was opened. */
export const backtestEvidence = z.object({
  of: z.literal('backtest'),
  which: z.enum(['differ', 'onlySubject', 'onlyAgainst', 'qualified', 'won_missed', 'won_found']),
  side: z.enum(['subject', 'against']).default('subject'),
  month: z.string().optional(),
});
export type BacktestEvidence = z.output<typeof backtestEvidence>;
