import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import type { Version } from './api-types.ts';
import { canBacktest } from './words.ts';

/** The backtest that a proposal carries, kept as it was when it was proposed; null where there is none. */
export function useProposalBacktest(definitionId: string, version: Version) {
  const asks = version.status !== 'draft' && version.proposedAt !== null && canBacktest(version.body);
  const kept = useQuery(
    api.language.readProposalBacktest.queryOptions({
      input: { id: definitionId, versionId: version.id },
      enabled: asks,
    }),
  );
  return asks ? (kept.data?.backtest ?? null) : null;
}
