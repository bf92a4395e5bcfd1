import type { Verdict } from '../../value/contract.ts';
import {
  type EvidenceRow,
  fewestLeads,
  type Quadrant,
  quadrantNames,
  type TwoByTwoPoint,
} from '../contract.ts';

/** What value against the alternative says of a row: the part of it that the two-by-two stands on. */
export type Delivered = {
  label: string;
  leads: number;
  young: number;
  judged: number;
  comparison: {
    leads: number;
    ratio: { value: number; low: number; high: number } | null;
    verdict: Verdict;
    verdictWords: string;
  } | null;
};

/** So many times the alternative's rate is the right edge, one in so many the left one. */
const edgeRatio = 4;
const middle = 50;

/** A ratio on the axis: 50 is 1, and twice as often lies as far right as half as often lies left. */
export function positionOf(ratio: number): number {
  if (ratio <= 0) return 0;
  const position = middle + (middle * Math.log(ratio)) / Math.log(edgeRatio);
  return Math.round(Math.min(100, Math.max(0, position)) * 10) / 10;
}

type Waits = NonNullable<TwoByTwoPoint['waits']>;

/** Why nothing is said of a row yet; null: enough is known. */
export function waitsFor(delivered: Delivered | null, horizonDays: number): Waits | null {
  const leads = delivered?.leads ?? 0;
  if (!delivered || leads < fewestLeads) {
    return {
      why: 'few',
      words:
        leads === 0
          ? `No lead came in by it in the period. With ${fewestLeads} it gets a place.`
          : `${leads} of the ${fewestLeads} leads that it takes.`,
    };
  }
  if (delivered.judged < fewestLeads) {
    return {
      why: 'young',
      words: `${delivered.young.toLocaleString('en')} of its ${leads.toLocaleString('en')} leads came in less than ${horizonDays} days ago: too early to judge.`,
    };
  }
  const { comparison } = delivered;
  const isHeld = comparison !== null && comparison.ratio !== null && comparison.leads >= fewestLeads;
  if (!isHeld || comparison.verdict === 'waiting' || comparison.verdict === 'no-baseline') {
    const found = comparison?.leads ?? 0;
    return {
      why: 'incomparable',
      words:
        found < fewestLeads
          ? `${found === 0 ? 'None' : `Only ${found}`} of its ${delivered.judged.toLocaleString('en')} leads ${found === 1 ? 'has' : 'have'} comparable ones to hold against.`
          : (comparison?.verdictWords ?? 'There is nothing to hold it against.'),
    };
  }
  return null;
}

function quadrantOf(position: number, score: number): Quadrant {
  if (position >= middle) return score >= middle ? 'aligned' : 'silent';
  return score >= middle ? 'spin' : 'misaligned';
}

type Campaign = { id: string; name: string };

/** Campaigns of a row that deliver less than the alternative, worst first. */
export type Weak = Campaign & { ratio: number };

/** A row's place, why it is there, and what is to be done. */
export function placeOf(options: {
  evidence: EvidenceRow;
  delivered: Delivered | null;
  weak: readonly Weak[];
  baseline: string;
  horizonDays: number;
  isMe: boolean;
  isCampaign: boolean;
}): TwoByTwoPoint {
  const { evidence, delivered, baseline, isMe } = options;
  const { key, label, score, low, high } = evidence;
  const demonstrates = { score, low, high };
  const waits = waitsFor(delivered, options.horizonDays);
  const ratio = delivered?.comparison?.ratio ?? null;
  const base = { key, label, leads: delivered?.leads ?? 0, demonstrates, isMe };
  const shows = `It can show ${Math.round(score)} of 100 (${Math.round(low)} to ${Math.round(high)}).`;
  if (waits || !ratio || !delivered) {
    return {
      ...base,
      delivers: null,
      quadrant: null,
      isSettled: false,
      waits: waits ?? { why: 'incomparable', words: 'There is nothing to hold it against.' },
      words: `${waits?.words ?? ''} ${shows}`.trim(),
      todo: evidence.todo.map(({ campaign, words }) => ({ campaign, words })),
    };
  }
  const position = positionOf(ratio.value);
  const quadrant = quadrantOf(position, score);
  const isSettled = ratio.low > 1 || ratio.high < 1;
  const n = delivered.comparison?.leads ?? 0;
  const words = `Its leads convert ${times(ratio.value)} as often as comparable ones of ${baseline} (${times(ratio.low)} to ${times(ratio.high)}, ${n.toLocaleString('en')} leads).`;
  return {
    ...base,
    delivers: {
      ratio: ratio.value,
      low: ratio.low,
      high: ratio.high,
      position,
      positionLow: positionOf(ratio.low),
      positionHigh: positionOf(ratio.high),
      words,
    },
    quadrant,
    isSettled,
    waits: null,
    words: `${words} ${shows} ${isSettled ? `So it ${quadrantNames[quadrant].meaning}.` : 'The range takes in the alternative: neither more nor less is shown.'}`,
    todo: todoOf({ ...options, quadrant }),
  };
}

const mostTodo = 4;

function todoOf(options: {
  evidence: EvidenceRow;
  weak: readonly Weak[];
  quadrant: Quadrant;
  baseline: string;
  isCampaign: boolean;
}): TwoByTwoPoint['todo'] {
  const { evidence, weak, quadrant, baseline, isCampaign } = options;
  const record = evidence.todo.map(({ campaign, words }) => ({
    campaign: isCampaign ? null : campaign,
    words,
  }));
  const mend = weak.map(({ id, name, ratio }) => ({
    campaign: isCampaign ? null : { id, name },
    words:
      ratio === 0
        ? `Mend it or end it: none of its leads converts, unlike those of ${baseline}`
        : `Mend it or end it: its leads convert ${times(ratio)} as often as those of ${baseline}`,
  }));
  if (quadrant === 'silent' || quadrant === 'aligned') return record.slice(0, mostTodo);
  if (quadrant === 'spin') return [...mend, ...record].slice(0, mostTodo);
  return [...mend.slice(0, 2), ...record].slice(0, mostTodo);
}

/** 2.4×, 13×, over 100×: as many digits as a reader takes in. */
function times(ratio: number): string {
  if (ratio >= 100) return 'over 100×';
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio >= 1 ? ratio.toFixed(1) : ratio.toFixed(2)}×`;
}
