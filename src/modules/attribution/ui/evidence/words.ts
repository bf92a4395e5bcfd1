import {
  type EvidenceBy,
  type Quadrant,
  quadrantNames,
  type TwoByTwo,
  type TwoByTwoPoint,
} from '../../evidence/contract.ts';

export const byNames: Readonly<Record<EvidenceBy, { one: string; label: string; many: string }>> = {
  campaign: { one: 'campaign', label: 'Campaign', many: 'campaigns' },
  channel: { one: 'channel', label: 'Channel', many: 'channels' },
  asset_type: { one: 'kind of piece', label: 'Kind of piece', many: 'kinds of pieces' },
  marketer: { one: 'marketer', label: 'Marketer', many: 'marketers' },
};

/** 2.4×, 13×, 0.31×: as many digits as a reader takes in. */
export function timesText(ratio: number): string {
  if (ratio >= 100) return 'over 100×';
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio >= 1 ? ratio.toFixed(1) : ratio.toFixed(2)}×`;
}

export const rangeText = (low: number, high: number): string => `${timesText(low)} to ${timesText(high)}`;

export const scoreText = ({ score, low, high }: { score: number; low: number; high: number }): string =>
  `${Math.round(score)} (${Math.round(low)} to ${Math.round(high)})`;

/** Where a row stands, in the words of its corner; grey ones wait. */
export function placeText(point: Pick<TwoByTwoPoint, 'quadrant' | 'isSettled' | 'waits'>): string {
  if (point.quadrant === null) return point.waits ? waitsText[point.waits.why] : 'waits';
  const { name } = quadrantNames[point.quadrant];
  return point.isSettled ? name : `${name}, not settled`;
}

const waitsText: Readonly<Record<NonNullable<TwoByTwoPoint['waits']>['why'], string>> = {
  few: 'waits: too few leads',
  young: 'waits: too young',
  incomparable: 'waits: nothing comparable',
};

/** Rows of a corner whose range leaves no doubt. */
const settledIn = (points: readonly TwoByTwoPoint[], quadrant: Quadrant): TwoByTwoPoint[] =>
  points.filter((point) => point.quadrant === quadrant && point.isSettled);

export type Said = { text: string; points: readonly TwoByTwoPoint[]; after: string };

const mostNamed = 3;

/** What the two-by-two says, as parts of a sentence with the rows that each names. */
export function sayings(points: readonly TwoByTwoPoint[]): Said[] {
  const named = (quadrant: Quadrant, one: string, many: string): Said[] => {
    const all = settledIn(points, quadrant);
    if (all.length === 0) return [];
    const shown = all.slice(0, mostNamed);
    const rest = all.length - shown.length;
    return [
      {
        text: rest > 0 ? ` and ${rest} more` : '',
        points: shown,
        after: ` ${all.length === 1 ? one : many}`,
      },
    ];
  };
  return [
    ...named('silent', 'does more than it can show', 'do more than they can show'),
    ...named('spin', 'shows more than it does', 'show more than they do'),
    ...named('aligned', 'delivers and can show it', 'deliver and can show it'),
    ...named('misaligned', 'does neither', 'do neither'),
  ];
}

/** Where nothing is settled, what there is. */
export function quietText(points: readonly TwoByTwoPoint[], by: EvidenceBy): string {
  const { many } = byNames[by];
  if (points.length === 0) return `There are no ${many} in this period yet.`;
  const waiting = points.filter(({ quadrant }) => quadrant === null).length;
  if (waiting === points.length)
    return `Nothing can be said of the ${points.length} ${many} yet: all of them wait.`;
  return `Of ${points.length} ${many} none is shown to deliver more or less than the alternative yet.`;
}

export const underText = ({ points, baseline, by }: Pick<TwoByTwo, 'points' | 'baseline' | 'by'>): string => {
  const waiting = points.filter(({ quadrant }) => quadrant === null).length;
  const { one, many } = byNames[by];
  return [
    `${points.length} ${points.length === 1 ? one : many}`,
    ...(waiting > 0 ? [`${waiting} ${waiting === 1 ? 'waits' : 'wait'} in grey`] : []),
    baseline === null
      ? 'held against nothing yet'
      : `held against ${baseline.label}${baseline.isAssumed ? ' (assumed)' : ''}`,
  ].join(', ');
};
