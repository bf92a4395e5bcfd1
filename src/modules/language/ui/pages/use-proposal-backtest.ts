import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import type { Version } from './api-types.ts';
import { canBacktest } from './words.ts';

/** A proposal's backtest is worked out behind the scenes; the page looks again until it is there, or cannot be. */
const lookAgainMs = 3_000;

/** The backtest that a proposal carries, kept as it was when it was proposed; null where there is none. */
export function useProposalBacktest(definitionId: string, version: Version) {
  const asks = version.status !== 'draft' && version.proposedAt !== null && canBacktest(version.body);
  const kept = useQuery(
    api.language.readProposalBacktest.queryOptions({
      input: { id: definitionId, versionId: version.id },
      enabled: asks,
      refetchInterval: ({ state: { data } }) =>
        version.status === 'proposed' && data?.runAt === null ? lookAgainMs : false,
    }),
  );
  return asks ? (kept.data?.backtest ?? null) : null;
}
