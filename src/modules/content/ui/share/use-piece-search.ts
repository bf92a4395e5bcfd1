import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import type { Piece } from './kept.ts';

const shownPieces = 8;
const pauseMs = 120;

/** Pieces for buyers by words of their title, without those that are chosen; without words the newest. */
export function usePieceSearch(search: string, chosen: readonly Piece[]) {
  const typed = search.trim();
  const [settled] = useDebouncedValue(typed, pauseMs);
  const found = useQuery(
    api.content.library.list.queryOptions({
      input: {
        audience: 'buyer',
        sort: settled === '' ? 'newest' : 'title',
        limit: shownPieces,
        ...(settled === '' ? {} : { search: settled }),
      },
      placeholderData: keepPreviousData,
    }),
  );
  return {
    rows: (found.data?.items ?? []).filter(({ id }) => !chosen.some((one) => one.id === id)),
    searching: found.isFetching || settled !== typed,
    error: found.error,
  };
}

export type FoundPiece = ReturnType<typeof usePieceSearch>['rows'][number];

export const pieceOf = ({ id, title, type, currentVersion }: FoundPiece): Piece => ({
  id,
  title,
  type,
  shareable: currentVersion?.state === 'ready',
});
