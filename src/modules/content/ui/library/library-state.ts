import { z } from 'zod';
import type { PieceQuery } from './api-types.ts';

const word = z.string().optional().catch(undefined);
const id = z.uuid().optional().catch(undefined);

/** The library page's state in the address. */
export const libraryState = z.object({
  q: z.coerce.string().catch('').default(''),
  type: word,
  format: z.enum(['pdf', 'slides', 'image', 'video', 'page', 'link']).optional().catch(undefined),
  audience: z.enum(['buyer', 'seller']).optional().catch(undefined),
  persona: word,
  stage: word,
  owner: id,
  campaign: id,
  state: z
    .enum(['in_use', 'stale', 'preparing', 'refused', 'named', 'retired', 'all'])
    .optional()
    .catch(undefined),
  sort: z.enum(['title', 'newest', 'readers', 'finish', 'shares']).optional().catch(undefined),
  add: z.literal('piece').optional().catch(undefined),
  /** What is done with one piece: `new version of …`. */
  does: z.enum(['change', 'version', 'retire', 'confirm']).optional().catch(undefined),
  to: id,
});
export type LibraryState = z.output<typeof libraryState>;
export type SetLibrary = (
  changes: { [Key in keyof LibraryState]?: LibraryState[Key] | undefined },
  options?: { replace?: boolean },
) => void;

export const filterKeys = [
  'type',
  'format',
  'audience',
  'persona',
  'stage',
  'owner',
  'campaign',
  'state',
] as const;
export type FilterKey = (typeof filterKeys)[number];

export const noFilters = Object.fromEntries(filterKeys.map((key) => [key, undefined])) as Record<
  FilterKey,
  undefined
>;

/** What the list is asked, but its cursor. */
export function listInput(state: LibraryState): PieceQuery {
  const { q, type, format, audience, persona, stage, owner, campaign, sort } = state;
  const input: PieceQuery = {
    ...(q.trim() === '' ? {} : { search: q.trim() }),
    ...(type === undefined ? {} : { type }),
    ...(format === undefined ? {} : { format }),
    ...(audience === undefined ? {} : { audience }),
    ...(persona === undefined ? {} : { persona }),
    ...(stage === undefined ? {} : { buyingStage: stage }),
    ...(owner === undefined ? {} : { ownerId: owner }),
    ...(campaign === undefined ? {} : { campaignId: campaign }),
    ...(state.state === undefined ? {} : { state: state.state }),
    ...(sort === undefined ? {} : { sort }),
  };
  return input;
}

/** The same list as CSV. */
export function exportHref(state: LibraryState): string {
  const query = new URLSearchParams(
    Object.entries(listInput(state)).map(([key, value]) => [key, String(value)]),
  );
  return `/api/v1/assets/export?${query}`;
}
