import type { InfiniteData } from '@tanstack/react-query';
import type { DataTableProps } from './data-table-types.ts';

type Page<Row> = { items: Row[]; nextCursor: string | null };

type InfiniteList<Row> = {
  data: InfiniteData<Page<Row>, unknown> | undefined;
  error: unknown;
  isPending: boolean;
  isPlaceholderData: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: (options: { cancelRefetch: boolean }) => Promise<unknown>;
  refetch: () => Promise<unknown>;
};

type RowProps<Row> = Pick<
  DataTableProps<Row>,
  'rows' | 'loading' | 'refreshing' | 'error' | 'onRetry' | 'hasMore' | 'loadingMore' | 'onMore'
>;

/**
 * What `DataTable` needs of a list that pages by cursor:
 *
 *     const contacts = useInfiniteQuery(api.people.contacts.list.infiniteOptions({
 *       input: (cursor: string | undefined) => ({ ...filters, cursor }),
 *       initialPageParam: undefined,
 *       getNextPageParam: (page) => page.nextCursor ?? undefined,
 *       placeholderData: keepPreviousData,
 *     }));
 *     <DataTable {...rowsOf(contacts)} … />
 */
export function rowsOf<Row>(list: InfiniteList<Row>): RowProps<Row> {
  return {
    rows: list.data?.pages.flatMap((page) => page.items) ?? [],
    loading: list.isPending,
    refreshing: list.isPlaceholderData,
    error: list.error,
    onRetry: () => void list.refetch(),
    hasMore: list.hasNextPage,
    loadingMore: list.isFetchingNextPage,
    onMore: () => void list.fetchNextPage({ cancelRefetch: false }),
  };
}
