import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';

const seldomChangesMs = 60_000;

/** The reasons both sides agreed on, of the version in force. */
export function useRejectReasons() {
  const list = useQuery(
    api.language.listDefinitions.queryOptions({
      input: { kind: 'reject_reasons' },
      staleTime: seldomChangesMs,
    }),
  );
  const found = list.data?.items.find(({ inForce }) => inForce !== null);
  const definition = useQuery(
    api.language.getDefinition.queryOptions({
      input: { id: found?.id ?? '' },
      enabled: found !== undefined,
      staleTime: seldomChangesMs,
    }),
  );
  const body = definition.data?.versions.find(({ status }) => status === 'in_force')?.body;
  return {
    reasons: body?.kind === 'reject_reasons' ? body.reasons : [],
    key: found?.key ?? null,
    error: list.error ?? definition.error,
    isPending: list.isPending || (found !== undefined && definition.isPending),
  };
}

export type RejectReason = ReturnType<typeof useRejectReasons>['reasons'][number];
