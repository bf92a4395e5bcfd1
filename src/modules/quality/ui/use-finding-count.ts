import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import { formatCount } from '../../../web/parts/money.tsx';

/** How many findings are open, beside the page's name in the navigation. */
export function useFindingCount(): { text: string } | null {
  const summary = useQuery(api.quality.summary.queryOptions({ staleTime: 60_000 }));
  return summary.data && summary.data.open > 0 ? { text: formatCount(summary.data.open) } : null;
}
