import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import type { NavigationCount } from '../../../../web/navigation.ts';
import { formatCount } from '../../../../web/parts/money.tsx';

const askedAgainMs = 10 * 60_000;

/** How much waits to be decided together. */
export function useDecisionsCount(): NavigationCount | null {
  const count = useQuery(
    api.content.decisions.count.queryOptions({ staleTime: askedAgainMs, refetchInterval: askedAgainMs }),
  );
  const waiting = count.data?.waiting ?? 0;
  return waiting > 0 ? { text: formatCount(waiting) } : null;
}
