import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import type { NavigationCount } from '../../../../web/navigation.ts';
import { formatCount } from '../../../../web/parts/money.tsx';
import { useMay } from '../../../../web/session.ts';

const askedAgainMs = 60_000;

/** How many are past what was promised, in red; else how many are open. A seller's own, everybody's for the others. */
export function useHandoffCount(): NavigationCount | null {
  const takesLeads = useMay('handoffs:answer');
  const list = useQuery(
    api.handoff.handoffs.list.queryOptions({
      input: { view: 'queue', whose: takesLeads ? 'mine' : 'everybody', limit: 1 },
      staleTime: askedAgainMs,
      refetchInterval: askedAgainMs,
    }),
  );
  const counts = list.data?.counts;
  if (!counts) return null;
  if (counts.late > 0) return { text: formatCount(counts.late), late: true };
  return counts.open > 0 ? { text: formatCount(counts.open) } : null;
}
