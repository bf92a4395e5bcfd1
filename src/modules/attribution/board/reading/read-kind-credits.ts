import { DateTime } from 'luxon';
import type { Services } from '../../../../platform/services.ts';
import { type Plan, planCredit } from '../../credit/plan.ts';
import { readRuleCredits } from '../../credit/rule-credits.ts';
import type { DealSum } from '../figures-schema.ts';
import type { Span } from '../quarters.ts';

/** By which model the page shares out: all four milestones of a deal count, and all between. */
export const boardModel = { key: 'full-path', label: 'full path' } as const;

export type KindCredit = { content: number; person: number };

/**
 * Credit of both kinds of touchpoints, of each value asked (`revenue`, `stage:mql`): sums of the page of credit. Journeys
 * are up to date when this is called; what has no result in the stretch is not asked for.
 */
export async function readKindCredits(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  options: { workspaceId: string; values: readonly string[]; span: Span; zone: string },
): Promise<Map<string, KindCredit>> {
  const { workspaceId, values, span, zone } = options;
  const { clickhouse } = services;
  const dayOf = (ms: number) => DateTime.fromMillis(ms, { zone }).toISODate() ?? undefined;
  const asked = {
    by: 'kind',
    models: [boardModel.key],
    period: 'custom',
    from: dayOf(span.from.getTime()),
    to: dayOf(span.to.getTime() - 1),
  } as const;
  const plans = await services.database.inWorkspace(workspaceId, async (tx) => {
    const found: { value: string; plan: Plan }[] = [];
    for (const value of values) {
      const plan = await planCredit(tx, { workspaceId, now: services.now(), asked: { ...asked, value } });
      found.push({ value, plan });
    }
    return found;
  });
  const credits = await Promise.all(
    plans.map(async ({ value, plan }): Promise<[string, KindCredit]> => {
      const models = [boardModel.key];
      const keys = await readRuleCredits({ clickhouse, plan, models, amount: 'value', hasNegative: true });
      return [value, kindsOf(keys)];
    }),
  );
  return new Map(credits);
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
