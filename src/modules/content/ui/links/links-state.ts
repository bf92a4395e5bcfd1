import { z } from 'zod';

/** The page's state, all of it in the address. */
export const linkState = z.object({
  whose: z.enum(['mine', 'all']).optional().catch(undefined),
  state: z.enum(['open', 'expired', 'revoked']).optional().catch(undefined),
  read: z.enum(['true', 'false']).optional().catch(undefined),
  contactId: z.uuid().optional().catch(undefined),
  accountId: z.uuid().optional().catch(undefined),
  opportunityId: z.uuid().optional().catch(undefined),
  assetId: z.uuid().optional().catch(undefined),
  teammateId: z.uuid().optional().catch(undefined),
  q: z.string().catch(''),
  sort: z.enum(['created', 'lastRead', 'visits']).catch('created'),
});
export type LinkState = z.output<typeof linkState>;
export type Whose = 'mine' | 'all';

const about = ['contactId', 'accountId', 'opportunityId', 'assetId', 'teammateId'] as const;

/** A seller begins with their own; a list of one person or piece is everybody's. */
export function whoseOf(state: LinkState, role: string): Whose {
  if (state.whose) return state.whose;
  const ofOne = about.some((key) => state[key] !== undefined);
  return role === 'sales' && !ofOne ? 'mine' : 'all';
}

export function queryOf(state: LinkState, whose: Whose) {
  const { whose: _, q, ...rest } = state;
  return {
    ...rest,
    ...(whose === 'mine' ? { mine: 'true' } : {}),
    ...(q.trim() === '' ? {} : { search: q.trim() }),
  };
}

export const isNarrowed = (state: LinkState): boolean =>
  state.q !== '' ||
  [state.state, state.read, ...about.map((key) => state[key])].some((one) => one !== undefined);
