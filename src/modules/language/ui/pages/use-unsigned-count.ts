import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { formatCount } from '../../../../web/parts/money.tsx';

/** How many words not both sides have signed, beside the page's name in the navigation. */
export function useUnsignedCount(): { text: string } | null {
  const list = useQuery(api.language.listDefinitions.queryOptions({ input: {}, staleTime: 60_000 }));
  return list.data && list.data.unsigned > 0 ? { text: `${formatCount(list.data.unsigned)} unsigned` } : null;
}
