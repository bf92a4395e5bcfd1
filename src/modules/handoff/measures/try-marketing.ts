import type { PacketItem, SlaPolicy } from '../../language/index.ts';
import type { TriedOutcome, TriedRow } from './try-contract.ts';
import type { Trial, TriedHandoff } from './try-sla.ts';

const dayMs = 24 * 60 * 60_000;
const daysAMonth = 30.4375;

const inPercent = (share: number) => Math.round(share * 1_000) / 10;

/** A promise about all hand-offs together, judged once. */
function together(
  trial: Trial,
  row: Pick<TriedRow, 'key' | 'label'>,
  judge: (policy: SlaPolicy) => TriedOutcome | null,
): TriedRow {
  return {
    ...row,
    side: 'marketing',
    asProposed: judge(trial.proposed),
    asInForce: trial.inForce === null ? null : judge(trial.inForce),
    differing: [],
    differingCount: 0,
  };
}

export function volumeOf(trial: Trial): TriedRow {
  const months = (trial.now.getTime() - trial.from.getTime()) / dayMs / daysAMonth;
  const perMonth = Math.round((trial.handoffs.length / months) * 10) / 10;
  return together(trial, { key: 'volume', label: 'Leads offered' }, ({ marketing: { volumePerMonth } }) =>
    volumePerMonth === null
      ? null
      : {
          promise: `at least ${volumePerMonth} a month`,
          kept: null,
          of: trial.handoffs.length,
          percent: null,
          perMonth,
          met: perMonth >= volumePerMonth,
        },
  );
}

export function completenessOf(trial: Trial): TriedRow {
  return together(trial, { key: 'completeness', label: 'Packets complete' }, ({ marketing }) => {
    const { packetItems, packetCompletenessPercent } = marketing;
    if (packetItems.length === 0 || packetCompletenessPercent === null) return null;
    const shares = trial.handoffs.map((handoff) => shareThere(handoff, packetItems));
    const average = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
    const percent = shares.length === 0 ? null : inPercent(average);
    return {
      promise: `to at least ${packetCompletenessPercent} %, of ${packetItems.length} things`,
      kept: shares.filter((share) => share === 1).length,
      of: shares.length,
      percent,
      perMonth: null,
      met: percent === null ? null : percent >= packetCompletenessPercent,
    };
  });
}

const shareThere = ({ packetItems }: TriedHandoff, promised: readonly PacketItem[]) =>
  promised.filter((item) => packetItems.includes(item)).length / promised.length;

export function acceptanceOf(trial: Trial): TriedRow {
  const decided = trial.handoffs.filter(({ state }) => state !== 'offered');
  const accepted = decided.filter((handoff) => handoff.accepted).length;
  const percent = decided.length === 0 ? null : inPercent(accepted / decided.length);
  return together(trial, { key: 'acceptance', label: 'Accepted by sales' }, ({ marketing }) =>
    marketing.acceptancePercent === null
      ? null
      : {
          promise: `at least ${marketing.acceptancePercent} %`,
          kept: accepted,
          of: decided.length,
          percent,
          perMonth: null,
          met: percent === null ? null : percent >= marketing.acceptancePercent,
        },
  );
}
