import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { formatCount } from '../../../../web/parts/money.tsx';
import { useMay } from '../../../../web/session.ts';

/** How many mails wait, beside the page's name in the navigation. */
export function useTrayCount(): { text: string } | null {
  const mayKeep = useMay('interactions:write');
  const summary = useQuery(
    api.mail.summary.queryOptions({ staleTime: 30_000, refetchInterval: 60_000, enabled: mayKeep }),
  );
  return summary.data && summary.data.waiting > 0 ? { text: formatCount(summary.data.waiting) } : null;
}
