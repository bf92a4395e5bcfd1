import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';
import type { NavigationCount } from '../navigation.ts';
import { formatCount } from '../parts/money.tsx';

type Counted = 'contacts' | 'accounts' | 'openOpportunities';

/** One cheap question for all three entries, asked again at most once a minute. */
function usePeopleCount(of: Counted): NavigationCount | null {
  const summary = useQuery(api.people.history.summary.queryOptions({ staleTime: 60_000 }));
  const count = summary.data?.[of];
  if (!count) return null;
  return { text: `${summary.data?.precision === 'about' ? '~' : ''}${formatCount(count)}` };
}

export const useContactCount = () => usePeopleCount('contacts');
export const useAccountCount = () => usePeopleCount('accounts');
export const useDealCount = () => usePeopleCount('openOpportunities');
