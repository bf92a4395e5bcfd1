import { DateTime } from 'luxon';
import type { Services } from '../../../../platform/services.ts';
import { planCredit } from '../../credit/plan.ts';
import { readRuleCredits } from '../../credit/rule-credits.ts';
import type { DealSum } from '../figures-schema.ts';
import type { Span } from '../quarters.ts';

/** By which model the page shares out: all four milestones of a deal count, and all between. */
export const boardModel = { key: 'full-path', label: 'full path' } as const;

export type KindCredit = { content: number; person: number };

/** Credit of both kinds of touchpoints for won revenue: sums of the page of credit. Journeys are up to date when this is called. */
export async function readRevenueCredit(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  options: { workspaceId: string; span: Span; zone: string },
): Promise<KindCredit> {
  const { workspaceId, span, zone } = options;
  const { clickhouse } = services;
  const dayOf = (ms: number) => DateTime.fromMillis(ms, { zone }).toISODate() ?? undefined;
  const models = [boardModel.key];
  const plan = await services.database.inWorkspace(workspaceId, (tx) =>
    planCredit(tx, {
      workspaceId,
      now: services.now(),
      asked: {
        by: 'kind',
        models,
        value: 'revenue',
        period: 'custom',
        from: dayOf(span.from.getTime()),
        to: dayOf(span.to.getTime() - 1),
      },
    }),
  );
  return kindsOf(await readRuleCredits({ clickhouse, plan, models, amount: 'value', hasNegative: true }));
}

function kindsOf(
  rows: readonly { key: string; credits: Record<string, number> }[],
): Pick<KindCredit, 'content' | 'person'> {
  const of = (kind: string) => rows.find(({ key }) => key === kind)?.credits[boardModel.key] ?? 0;
  return { content: of('content'), person: of('person') };
}

/** Parts of what is credited to touchpoints. */
export function creditOfKinds(credit: KindCredit | undefined): {
  contentShare: number | null;
  personShare: number | null;
} {
  const touched = credit ? credit.content + credit.person : 0;
  if (!credit || touched === 0) return { contentShare: null, personShare: null };
  return { contentShare: credit.content / touched, personShare: credit.person / touched };
}

/** The same of won revenue, with the part of it of which no touchpoint is known. */
export function creditOfRevenue(
  credit: KindCredit | undefined,
  won: DealSum,
): ReturnType<typeof creditOfKinds> & { unknownShare: number | null; deals: number } {
  const touched = credit ? credit.content + credit.person : 0;
  const unknownShare = won.amountMinor > 0 ? Math.max(0, 1 - touched / won.amountMinor) : null;
  return { ...creditOfKinds(credit), unknownShare, deals: won.deals };
}
