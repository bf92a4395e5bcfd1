import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../../../web/api.ts';
import { useMe } from '../../../../web/session.ts';
import type { Side } from './api-types.ts';

const seldomChangesMs = 5 * 60_000;

/** Reads everything about words anew, wherever it is shown. */
export function useRefreshLanguage(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: api.language.key() });
}

/** Who looks at the page: their name, and for which sides their role may sign, by the signing policy. */
export type Reader = { name: string | null; sides: readonly Side[] };

export function useReader(): Reader {
  const { role, person } = useMe();
  const policy = useQuery(api.language.readSigningPolicy.queryOptions({ staleTime: seldomChangesMs }));
  return useMemo(() => {
    const mine = (policy.data?.rules ?? []).filter((rule) => rule.roles.some((allowed) => allowed === role));
    return { name: person?.name ?? null, sides: mine.map((rule) => rule.side) };
  }, [policy.data, role, person]);
}
