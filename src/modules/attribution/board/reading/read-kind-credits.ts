import { DateTime } from 'luxon';
import type { Services } from '../../../../platform/services.ts';
import { readCredit } from '../../credit/read-credit.ts';
import type { Span } from '../quarters.ts';

/** By which model the page shares out: all four milestones of a deal count, and all between. */
export const boardModel = { key: 'full-path', label: 'full path' } as const;

export type KindCredit = { content: number; person: number; unknown: number; results: number };

/** Credit of both kinds of touchpoints, for won revenue and for each stage reached in the stretch. */
export async function readKindCredits(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  options: { workspaceId: string; stages: readonly string[]; span: Span; zone: string },
): Promise<Map<string, KindCredit>> {
  const { workspaceId, stages, span, zone } = options;
  const dayOf = (ms: number) => DateTime.fromMillis(ms, { zone }).toISODate() ?? undefined;
  const credits = new Map<string, KindCredit>();
  for (const value of ['revenue', ...stages.map((key) => `stage:${key}`)]) {
    const { rows, withoutTouch, results } = await readCredit(services, {
      workspaceId,
      value,
      by: 'kind',
      models: [boardModel.key],
      period: 'custom',
      from: dayOf(span.from.getTime()),
      to: dayOf(span.to.getTime() - 1),
    });
    const of = (kind: string) => rows.find(({ key }) => key === kind)?.credits[boardModel.key] ?? 0;
    credits.set(value, {
      content: of('content'),
      person: of('person'),
      unknown: withoutTouch.value,
      results,
    });
  }
  return credits;
}

/** Parts of what is credited to touchpoints; what has none stands apart. */
export function creditOfKinds(credit: KindCredit | undefined): {
  contentShare: number | null;
  personShare: number | null;
  unknownShare: number | null;
  deals: number;
} {
  const touched = credit ? credit.content + credit.person : 0;
  const total = touched + (credit?.unknown ?? 0);
  const deals = credit?.results ?? 0;
  const unknownShare = credit && total > 0 ? credit.unknown / total : null;
  if (!credit || touched === 0) return { contentShare: null, personShare: null, unknownShare, deals };
  return {
    contentShare: credit.content / touched,
    personShare: credit.person / touched,
    unknownShare,
    deals,
  };
}
