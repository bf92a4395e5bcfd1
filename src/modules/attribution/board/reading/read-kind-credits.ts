import type { Services } from '../../../../platform/services.ts';
import type { Span } from '../quarters.ts';

/** By which model the page shares out: all four milestones of a deal count, and all between. */
export const boardModel = { key: 'full-path', label: 'full path' } as const;

export type KindCredit = { content: number; person: number; unknown: number; deals: number };

/** Credit of both kinds of touchpoints, for won revenue and for each stage reached in the stretch. */
export async function readKindCredits(
  _services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  _options: { workspaceId: string; stages: readonly string[]; span: Span; zone: string },
): Promise<Map<string, KindCredit>> {
  return new Map();
}

export function creditOfKinds(credit: KindCredit | undefined): {
  contentShare: number | null;
  personShare: number | null;
  unknownShare: number | null;
  deals: number;
} {
  const total = credit ? credit.content + credit.person + credit.unknown : 0;
  if (!credit || total === 0)
    return { contentShare: null, personShare: null, unknownShare: null, deals: credit?.deals ?? 0 };
  return {
    contentShare: credit.content / total,
    personShare: credit.person / total,
    unknownShare: credit.unknown / total,
    deals: credit.deals,
  };
}
