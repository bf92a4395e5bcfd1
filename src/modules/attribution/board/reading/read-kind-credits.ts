import { DateTime } from 'luxon';
import type { Services } from '../../../../platform/services.ts';
import { type Plan, planCredit } from '../../credit/plan.ts';
import { readCredit } from '../../credit/read-credit.ts';
import { readRuleCredits } from '../../credit/rule-credits.ts';
import type { Span } from '../quarters.ts';

/** By which model the page shares out: all four milestones of a deal count, and all between. */
export const boardModel = { key: 'full-path', label: 'full path' } as const;

export type KindCredit = { content: number; person: number; unknown: number; results: number };

/**
 * Credit of both kinds of touchpoints, for won revenue and for each stage reached in the stretch: the figures of the page
 * of credit, of which the stages need no more than their sums. Journeys are up to date when this is called.
 */
export async function readKindCredits(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  options: { workspaceId: string; stages: readonly string[]; span: Span; zone: string },
): Promise<Map<string, KindCredit>> {
  const { workspaceId, stages, span, zone } = options;
  const dayOf = (ms: number) => DateTime.fromMillis(ms, { zone }).toISODate() ?? undefined;
  const asked = {
    by: 'kind',
    models: [boardModel.key],
    period: 'custom',
    from: dayOf(span.from.getTime()),
    to: dayOf(span.to.getTime() - 1),
  } as const;
  const revenue = await readCredit(services, { ...asked, workspaceId, value: 'revenue' });
  const plans = await services.database.inWorkspace(workspaceId, async (tx) => {
    const found: { value: string; plan: Plan }[] = [];
    for (const value of stages.map((key) => `stage:${key}`)) {
      const plan = await planCredit(tx, { workspaceId, now: services.now(), asked: { ...asked, value } });
      found.push({ value, plan });
    }
    return found;
  });
  const ofStages = await Promise.all(
    plans.map(async ({ value, plan }): Promise<[string, KindCredit]> => {
      const { clickhouse } = services;
      const models = [boardModel.key];
      const keys = await readRuleCredits({ clickhouse, plan, models, amount: 'value', hasNegative: false });
      return [value, { ...kindsOf(keys), unknown: 0, results: 0 }];
    }),
  );
  const { rows, withoutTouch, results } = revenue;
  return new Map([['revenue', { ...kindsOf(rows), unknown: withoutTouch.value, results }], ...ofStages]);
}

function kindsOf(
  rows: readonly { key: string; credits: Record<string, number> }[],
): Pick<KindCredit, 'content' | 'person'> {
  const of = (kind: string) => rows.find(({ key }) => key === kind)?.credits[boardModel.key] ?? 0;
  return { content: of('content'), person: of('person') };
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
