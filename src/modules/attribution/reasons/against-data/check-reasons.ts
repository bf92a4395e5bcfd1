import type { CheckedReason, DealReason, ReasonCheck } from '../contract.ts';
import { intervalOf, wilson } from '../interval.ts';
import type { DealFacts } from './facts.ts';
import type { Facts } from './read-facts.ts';
import { evidenceOf, type Judgement, rules } from './rules.ts';

type Known = {
  factsOf: (said: DealReason) => Facts | null;
  talkShareOf: (said: DealReason) => number | null;
};

type Judged = { said: DealReason; reason: DealReason['reasons'][number]; judgement: Judgement };

const mostShown = 200;

/** Each reason that was said, by what the data says of it: summed over deals, and deal by deal where both disagree. */
export function checkReasons(
  said: readonly DealReason[],
  known: Known,
): { checked: CheckedReason[]; checks: ReasonCheck[] } {
  const judged = said.flatMap((one): Judged[] => {
    const found = known.factsOf(one);
    if (found === null) return [];
    const facts: DealFacts = { ...found, talkShare: known.talkShareOf(one) };
    return one.reasons.flatMap((reason) => {
      const rule = rules[`${one.outcome}:${reason.key}`];
      return rule === undefined ? [] : [{ said: one, reason, judgement: rule.judge(facts) }];
    });
  });
  return {
    checked: sumUp(judged),
    checks: judged
      .filter(({ judgement }) => judgement.verdict === 'disagrees')
      .slice(0, mostShown)
      .map(({ said: one, reason, judgement }) => ({
        dealReasonId: one.id,
        deal: one.deal,
        reason,
        verdict: judgement.verdict,
        words: judgement.words,
        evidence: evidenceOf(judgement, one.deal.id),
      })),
  };
}

function sumUp(judged: readonly Judged[]): CheckedReason[] {
  const groups = Map.groupBy(judged, ({ said, reason }) => `${said.outcome}:${reason.key}`);
  return [...groups]
    .flatMap(([id, all]): CheckedReason[] => {
      const first = all[0];
      const rule = rules[id];
      if (first === undefined || rule === undefined) return [];
      const known = all.filter(({ judgement }) => judgement.verdict !== 'unknown');
      const against = known.filter(({ judgement }) => judgement.verdict === 'disagrees').length;
      const interval = wilson(against, known.length);
      const { outcome } = first.said;
      const { key, label } = first.reason;
      return [
        {
          key,
          label,
          outcome,
          rule: rule.words,
          deals: known.length,
          disagrees: against,
          share: interval?.share ?? null,
          low: interval?.low ?? null,
          high: interval?.high ?? null,
          words: wordsOf({ label, outcome, all: all.length, known: known.length, against }, rule.disagreeing),
        },
      ];
    })
    .sort(
      (one, other) =>
        other.disagrees - one.disagrees || other.deals - one.deals || (one.key < other.key ? -1 : 1),
    );
}

type Count = { label: string; outcome: string; all: number; known: number; against: number };

/** “Price was said of 9 lost deals; of 8 the data can say something, and in 7 of them (95 %: 53 to 98 %) …” */
function wordsOf({ label, outcome, all, known, against }: Count, disagreeing: string): string {
  const said = `“${label}” was said of ${all} ${outcome} ${all === 1 ? 'deal' : 'deals'}`;
  if (known === 0) return `${said}; the data can say nothing of ${all === 1 ? 'it' : 'them'}.`;
  const ofThese = known === all ? '' : `; the data can say something of ${known}`;
  if (against === 0) return `${said}${ofThese}; nowhere does the data disagree ${intervalOf(0, known)}.`;
  return `${said}${ofThese}; in ${against} of ${known} ${intervalOf(against, known)} ${disagreeing}.`;
}
