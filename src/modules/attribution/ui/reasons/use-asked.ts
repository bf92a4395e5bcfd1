import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import type { NavigationCount } from '../../../../web/navigation.ts';
import { formatCount } from '../../../../web/parts/money.tsx';
import { useMay } from '../../../../web/session.ts';

const askedAgainMs = 5 * 60_000;
const shown = 8;

/** Closed deals of the reader's of which nobody has said why. */
export function useAsked(whose: 'mine' | 'all' = 'mine') {
  const maySay = useMay('results:say');
  return useQuery(
    api.results.reasons.asked.queryOptions({
      input: { whose, limit: shown },
      enabled: maySay,
      staleTime: askedAgainMs,
      refetchInterval: askedAgainMs,
    }),
  );
}

export function useAskedCount(): NavigationCount | null {
  const waiting = useAsked().data?.waiting ?? 0;
  return waiting > 0 ? { text: formatCount(waiting) } : null;
}
