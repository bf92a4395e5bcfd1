import { z } from 'zod';
import type { HandoffQuery } from '../parts/api-types.ts';

const acts = [
  'reject',
  'recycle',
  'pause',
  'give_back',
  'reassign',
  'withdraw',
  'mend',
  'share',
  'take_over',
] as const;
export type Act = (typeof acts)[number];
/** Sharing is a dialog of content's own. */
export type MoveAct = Exclude<Act, 'share'>;

/** What the page's address says: which hand-offs, which of them is open, and what is being done with it. */
export const queueState = z.object({
  whose: z.enum(['mine', 'pool', 'everybody']).optional().catch(undefined),
  owner: z.uuid().optional().catch(undefined),
  state: z.enum(['offered', 'accepted']).optional().catch(undefined),
  late: z.literal('true').optional().catch(undefined),
  campaign: z.uuid().optional().catch(undefined),
  id: z.uuid().optional().catch(undefined),
  act: z.enum(acts).optional().catch(undefined),
});
export type QueueState = z.infer<typeof queueState>;
export type Whose = NonNullable<QueueState['whose']>;

/** A seller begins with their own; who cannot take leads looks at everybody's. */
export const whoseOf = (state: QueueState, takesLeads: boolean): Whose =>
  state.whose ?? (state.owner ? 'everybody' : takesLeads ? 'mine' : 'everybody');

export function queryOf(state: QueueState, takesLeads: boolean): HandoffQuery {
  return {
    view: 'queue',
    whose: whoseOf(state, takesLeads),
    ...(state.owner ? { ownerId: state.owner } : {}),
    ...(state.state ? { state: state.state } : {}),
    ...(state.late ? { late: 'true' } : {}),
    ...(state.campaign ? { campaignId: state.campaign } : {}),
  };
}

export const isNarrowed = (state: QueueState): boolean =>
  [state.owner, state.state, state.late, state.campaign].some((one) => one !== undefined);
