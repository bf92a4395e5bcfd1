import { packetItems, responseHoursFor } from '../../language/contract.ts';
import type { Commitment, CommitmentKey, SlaUnit } from './contract.ts';
import type { SlaPlan } from './plan.ts';
import type { Counts } from './queries/count-commitments.ts';
import type { ItemCounts } from './queries/count-packets-by-item.ts';
import type { GradeCounts } from './queries/count-responses-by-grade.ts';
import type { MonthCount } from './queries/count-volume-by-month.ts';
import { itemNames, promiseWords } from './words.ts';

export type Counted = {
  all: Counts;
  before: Counts | null;
  buckets: readonly Counts[];
  grades: readonly GradeCounts[];
  items: readonly ItemCounts[];
  months: readonly MonthCount[];
};

type Judged = { kept: number; broken: number; waiting: number };

type Kind = {
  key: CommitmentKey;
  side: Commitment['side'];
  judged: (counts: Counts) => Judged;
  figure: (counts: Counts) => number | null;
  n: (counts: Counts) => number;
};

const share = (part: number, whole: number): number | null => (whole === 0 ? null : (100 * part) / whole);

const kinds: readonly Kind[] = [
  {
    key: 'volume',
    side: 'marketing',
    judged: ({ n }) => ({ kept: n, broken: 0, waiting: 0 }),
    figure: ({ n }) => n,
    n: ({ n }) => n,
  },
  {
    key: 'completeness',
    side: 'marketing',
    judged: ({ packets, fullPackets }) => ({ kept: fullPackets, broken: packets - fullPackets, waiting: 0 }),
    figure: ({ completeness }) => completeness,
    n: ({ packets }) => packets,
  },
  {
    key: 'acceptance',
    side: 'marketing',
    judged: ({ accepted, declined, unanswered }) => ({
      kept: accepted,
      broken: declined,
      waiting: unanswered,
    }),
    figure: ({ accepted, n }) => share(accepted, n),
    n: ({ n }) => n,
  },
  kept('response', 'sales', (counts) => ({
    kept: counts.responseKept,
    broken: counts.responseBroken,
    waiting: counts.responseWaiting,
  })),
  kept('attempts', 'sales', (counts) => ({
    kept: counts.attemptsKept,
    broken: counts.attemptsBroken,
    waiting: 0,
  })),
  kept('disposition', 'sales', (counts) => ({
    kept: counts.dispositionKept,
    broken: counts.dispositionBroken,
    waiting: counts.dispositionWaiting,
  })),
  kept('expired', 'sales', ({ n, expired, unanswered }) => ({
    kept: n - expired - unanswered,
    broken: expired,
    waiting: unanswered,
  })),
];

/** A promise that is kept or broken with each hand-off: its figure is the share kept of those on which it can be said. */
function kept(key: CommitmentKey, side: Commitment['side'], judged: Kind['judged']): Kind {
  const n = (counts: Counts) => {
    const { kept: well, broken } = judged(counts);
    return well + broken;
  };
  return { key, side, judged, n, figure: (counts) => share(judged(counts).kept, n(counts)) };
}

export function composeCommitments(plan: SlaPlan, counted: Counted): Commitment[] {
  const known: readonly CommitmentKey[] = ['volume', 'acceptance', 'disposition'];
  const shown = plan.source === 'handoffs' ? kinds : kinds.filter(({ key }) => known.includes(key));
  return shown.map((kind) => compose(plan, counted, kind));
}

function compose(plan: SlaPlan, counted: Counted, kind: Kind): Commitment {
  const { key, side } = kind;
  const policy = plan.agreement?.policy;
  const promised = promisedOf(plan, key);
  const figure = key === 'volume' ? volumeOf(plan, counted.months) : kind.figure(counted.all);
  const judged = kind.judged(counted.all);
  return {
    key,
    side,
    promise: promiseWords(policy, key),
    promised,
    unit: key === 'volume' ? 'count' : 'percent',
    figure,
    figureBefore: counted.before && kind.n(counted.before) > 0 ? kind.figure(counted.before) : null,
    kept: figure === null || promised === null ? null : figure >= promised,
    n: kind.n(counted.all),
    keptCount: judged.kept,
    brokenCount: judged.broken,
    waitingCount: judged.waiting,
    details: detailsOf(key, counted.all),
    parts: partsOf(plan, counted, key),
    trend: counted.buckets.map((bucket) => ({
      from: bucket.bucket ?? '',
      to: lastDayOf(bucket.bucket ?? '', plan.range.step),
      figure: kind.n(bucket) === 0 ? null : kind.figure(bucket),
      n: kind.n(bucket),
    })),
  };
}

/** What a figure is compared with: of promises kept one by one, all of them. */
function promisedOf({ agreement, source }: SlaPlan, key: CommitmentKey): number | null {
  if (!agreement) return null;
  const { marketing, sales } = agreement.policy;
  switch (key) {
    case 'volume':
      return marketing.volumePerMonth;
    case 'completeness':
      return marketing.packetCompletenessPercent;
    case 'acceptance':
      return marketing.acceptancePercent;
    case 'attempts':
      return sales.attempts === null ? null : 100;
    default:
      return source === 'handoffs' ? 100 : null;
  }
}

/** Leads a month: of the whole months of the period, else of what there is. */
function volumeOf(plan: SlaPlan, months: readonly MonthCount[]): number | null {
  if (months.length === 0) return null;
  const thisMonth = new Intl.DateTimeFormat('en-CA', { timeZone: plan.timeZone })
    .format(plan.now)
    .slice(0, 7);
  const first = plan.range.from;
  const whole = months.filter(
    ({ month }) => month !== thisMonth && (first === null || `${month}-01` >= first),
  );
  const counted = whole.length > 0 ? whole : months;
  return counted.reduce((sum, { offered }) => sum + offered, 0) / counted.length;
}

const hours = (seconds: number | null): number | null => (seconds === null ? null : seconds / 3_600);

function detailsOf(key: CommitmentKey, all: Counts): Commitment['details'] {
  const detail = (label: string, value: number | null, unit: SlaUnit) => ({ label, value, unit });
  switch (key) {
    case 'response':
      return [
        detail('median', hours(all.responseMedianS), 'hours'),
        detail('90th percentile', hours(all.responseP90S), 'hours'),
        detail('answered', all.responded, 'count'),
      ];
    case 'disposition':
      return [
        detail('median', all.decisionMedianDays, 'days'),
        detail('90th percentile', all.decisionP90Days, 'days'),
      ];
    case 'attempts':
      return [detail('tries on average', all.tries, 'count')];
    case 'acceptance':
      return [detail('of those answered', share(all.accepted, all.accepted + all.declined), 'percent')];
    case 'completeness':
      return [detail('packets with everything', share(all.fullPackets, all.packets), 'percent')];
    case 'volume':
      return [detail('offered in the period', all.n, 'count')];
    case 'expired':
      return [];
  }
}

function partsOf(plan: SlaPlan, { grades, items, months }: Counted, key: CommitmentKey): Commitment['parts'] {
  const policy = plan.agreement?.policy;
  if (key === 'response') {
    return grades.map(({ grade, kept: well, judged }) => ({
      key: grade,
      label: `${grade === '' ? 'without a grade' : grade}${policy ? `, ${responseHoursFor(policy, grade || null)} h` : ''}`,
      figure: share(well, judged),
      unit: 'percent' as const,
      promised: 100,
      n: judged,
    }));
  }
  if (key === 'completeness') {
    const places = new Map<string, number>(packetItems.map((item, index) => [item, index]));
    const order = (item: string) => places.get(item) ?? packetItems.length;
    return items
      .toSorted((left, right) => order(left.item) - order(right.item))
      .map(({ item, there, promised }) => ({
        key: item,
        label: nameOf(item),
        figure: share(there, promised),
        unit: 'percent' as const,
        promised: policy?.marketing.packetCompletenessPercent ?? null,
        n: promised,
      }));
  }
  if (key !== 'volume') return [];
  return months.map(({ month, offered }) => ({
    key: month,
    label: month,
    figure: offered,
    unit: 'count' as const,
    promised: policy?.marketing.volumePerMonth ?? null,
    n: offered,
  }));
}

const labels: Readonly<Record<string, string>> = itemNames;
const nameOf = (item: string): string => labels[item] ?? item;

function lastDayOf(from: string, step: 'week' | 'month'): string {
  const day = new Date(`${from}T00:00:00Z`);
  if (step === 'week') day.setUTCDate(day.getUTCDate() + 6);
  else day.setUTCMonth(day.getUTCMonth() + 1, 0);
  return day.toISOString().slice(0, 10);
}
