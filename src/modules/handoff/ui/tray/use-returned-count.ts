import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import type { NavigationCount } from '../../../../web/navigation.ts';
import { formatCount } from '../../../../web/parts/money.tsx';

const askedAgainMs = 60_000;

/** How many that came back wait for marketing. */
export function useReturnedCount(): NavigationCount | null {
  const counts = useQuery(
    api.handoff.tray.countReturned.queryOptions({ staleTime: askedAgainMs, refetchInterval: askedAgainMs }),
  );
  const waiting = counts.data?.waiting ?? 0;
  return waiting > 0 ? { text: formatCount(waiting) } : null;
}
