import type { Matter, OverallCredit } from '../contract.ts';
import { intervalOf } from '../interval.ts';
import { type CreditKind, formatShare, type Parts } from './credit-of-named.ts';

/** What recurs from deal to deal, so that all of them together say something of it. */
const overallKinds = ['asset', 'teammate'] as const satisfies readonly CreditKind[];
export type OverallKind = (typeof overallKinds)[number];

export type JudgedDeal = { mattered: readonly Matter[]; parts: Parts };
type Sum = { id: string; named: number; present: number; share: number; shareWhereNamed: number };

/** Fewer deals say nothing of a thing. */
const fewestDeals = 3;
const fewestNamed = 2;
const mostShown = 30;
const nouns: Record<OverallKind, string> = { asset: 'piece', teammate: 'person of ours' };

export type Label = (kind: OverallKind, id: string) => string | null;

/**
 * Over all deals of which something was said: what is named often and has little of the credit, and what has much and is
 * never named. Little and much are against the middle thing of its kind.
 */
export function compareOverall(deals: readonly JudgedDeal[], labelOf: Label): OverallCredit[] {
  const rows = overallKinds.flatMap((kind) => {
    const sums = sumOver(deals, kind);
    const expected = median(
      sums.filter(({ present }) => present > 0).map(({ share }) => share / deals.length),
    );
    return sums.flatMap((sum): OverallCredit[] => {
      const label = labelOf(kind, sum.id);
      if (label === null) return [];
      return [judge(sum, { kind, label, deals: deals.length, expected })];
    });
  });
  const weightOf = ({ verdict, named, creditShare, expected }: OverallCredit) =>
    verdict === 'agrees'
      ? 0
      : verdict === 'named_little_credit'
        ? 1 + named
        : 1 + creditShare / (expected || 1);
  return rows
    .filter(({ named, verdict }) => named > 0 || verdict !== 'agrees')
    .sort(
      (one, other) =>
        weightOf(other) - weightOf(one) ||
        other.named - one.named ||
        (one.matter.label < other.matter.label ? -1 : 1),
    )
    .slice(0, mostShown);
}

function sumOver(deals: readonly JudgedDeal[], kind: OverallKind): Sum[] {
  const sums = new Map<string, Sum>();
  const sumOf = (id: string): Sum => {
    const sum = sums.get(id) ?? { id, named: 0, present: 0, share: 0, shareWhereNamed: 0 };
    sums.set(id, sum);
    return sum;
  };
  for (const { mattered, parts } of deals) {
    for (const [id, { share }] of parts[kind]) {
      const sum = sumOf(id);
      sum.present += 1;
      sum.share += share;
    }
    for (const matter of mattered) {
      if (matter.kind !== kind || matter.id === null) continue;
      const sum = sumOf(matter.id);
      sum.named += 1;
      sum.shareWhereNamed += parts[kind].get(matter.id)?.share ?? 0;
    }
  }
  return [...sums.values()];
}

function judge(
  sum: Sum,
  { kind, label, deals, expected }: { kind: OverallKind; label: string; deals: number; expected: number },
): OverallCredit {
  const { id, named, present } = sum;
  const creditShare = Math.min(1, sum.share / deals);
  const whereNamed = named === 0 ? 0 : sum.shareWhereNamed / named;
  const verdict =
    named >= fewestNamed && whereNamed < expected
      ? 'named_little_credit'
      : named === 0 && present >= fewestDeals && creditShare > 2 * expected
        ? 'credit_never_named'
        : 'agrees';
  const stood = `stands in the journeys of ${present} of ${deals} deals`;
  const middle = `the middle ${nouns[kind]} has ${formatShare(expected)}`;
  const words =
    named === 0
      ? `Named in none of ${deals} deals ${intervalOf(0, deals)}, but has ${formatShare(creditShare)} of their credit; ${middle}. It ${stood}.`
      : `Named in ${named} of ${deals} deals ${intervalOf(named, deals)}, with ${formatShare(whereNamed)} of the credit of these; ${middle} of all. It ${stood}.`;
  return { matter: { kind, id, label }, named, present, deals, creditShare, expected, verdict, words };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}
