import { z } from 'zod';
import type { client } from '../../../../web/api.ts';

export type Suggestion = Awaited<ReturnType<typeof client.language.suggest>>;
export type Signal = Suggestion['signals'][number];

const day = z.iso.date().optional().catch(undefined);

/** What the page keeps in the address. */
export const suggestState = z.object({
  outcome: z.string().min(1).max(160).catch('won'),
  value: z.string().max(200).optional().catch(undefined),
  from: day,
  to: day,
  /** Suspected leaks used all the same. */
  keep: z.array(z.string()).optional().catch(undefined),
});
export type SuggestState = z.output<typeof suggestState>;
export type SetSuggestState = (
  changes: { [Key in keyof SuggestState]?: SuggestState[Key] | undefined },
) => void;

export const signedPoints = (points: number): string => (points > 0 ? `+${points}` : `−${-points}`);
