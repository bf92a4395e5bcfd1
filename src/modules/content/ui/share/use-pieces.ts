import { useQueries, useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import type { Piece } from './kept.ts';
import type { Suggested } from './pieces-field.tsx';
import type { ShareOf } from './share-store.ts';

const noIds: readonly string[] = [];

/** What fits this person, deal or company, and what the page asked to share. */
export function useNextAssets(of: ShareOf, contactId: string | null | undefined) {
  const { opportunityId, accountId } = of;
  const input =
    typeof contactId === 'string'
      ? { contactId }
      : opportunityId !== undefined && contactId === undefined
        ? { opportunityId }
        : accountId !== undefined
          ? { accountId }
          : {};
  return useQuery(api.content.links.nextAssets.queryOptions({ input, staleTime: 30_000 }));
}

type Next = NonNullable<ReturnType<typeof useNextAssets>['data']>;

export const suggestedOf = (next: Next | undefined): Suggested[] =>
  (next?.items ?? []).map(({ assetId, title, type, shareable, reason }) => ({
    id: assetId,
    title,
    type,
    shareable,
    reason,
  }));

/** The pieces that the page named, once they are known. */
export function useGivenPieces(assetIds: readonly string[] = noIds): Piece[] {
  return useQueries({
    queries: assetIds.map((assetId) =>
      api.content.library.get.queryOptions({ input: { assetId }, staleTime: 60_000 }),
    ),
    combine: (answers) =>
      answers.flatMap(({ data }) =>
        data
          ? [
              {
                id: data.id,
                title: data.title,
                type: data.type,
                shareable: data.currentVersion?.state === 'ready' && !data.retired,
              },
            ]
          : [],
      ),
  });
}
