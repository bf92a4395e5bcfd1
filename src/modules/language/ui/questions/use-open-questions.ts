import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { formatCount } from '../../../../web/parts/money.tsx';

/** How many questions wait for an answer, for the navigation. */
export function useOpenQuestions(): { text: string } | null {
  const list = useQuery(api.language.listDefinitions.queryOptions({ input: {}, staleTime: 60_000 }));
  const open = list.data?.openQuestions ?? 0;
  return open > 0 ? { text: formatCount(open) } : null;
}
