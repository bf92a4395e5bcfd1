import { drawOf } from './cross-validate.ts';

/**
 * When each lead is judged. A signal may only be learnt from what was known before the outcome, and at a moment that
 * leads without the outcome have too: else they would simply be told apart by having been there longer. And a score is
 * to say whom to pass on, so it has to be learnt from what leads were and did before anybody acted on them: what sales
 * did with a lead that was passed on, and what it read meanwhile, follow from the very judgement that is wanted.
 *
 * - With the outcome: one millisecond before it, or before they first went past the first lifecycle stage.
 * - Without: so long after they became known as that moment came for one of those with the outcome, and not after they
 *   were passed on. Which one is drawn, the same way every time, by the lead's id.
 * - Too young to tell, and left out with or without the outcome: known for a shorter time than the outcome took for
 *   three in four. Those without it whose moment would lie ahead are left out as well.
 * - Where most are passed on within the hour they become known (as many imports write it), that moment says nothing, and
 *   the outcome alone counts.
 * - Where the time of the outcome is not known for most, nobody can be put back: all are judged as they are now.
 */
export type Landmarks = {
  landmarks: (number | null)[];
  /** `passed_on`: before they were passed on; `outcome`: before the outcome; `now`: as records are now. */
  judged: 'passed_on' | 'outcome' | 'now';
  notes: string[];
};

type Lead = {
  id: string;
  knownAtMs: number;
  passedOnMs: number | null;
  outcome: { is: boolean; atMs: number | null };
};

const ripeShare = 0.75;
const dayMs = 86_400_000;
const hourMs = 3_600_000;

export function placeLandmarks(options: { leads: readonly Lead[]; endMs: number }): Landmarks {
  const { leads, endMs } = options;
  const positives = leads.filter(({ outcome }) => outcome.is);
  const timed = positives.filter(({ outcome }) => outcome.atMs !== null);
  if (timed.length * 2 <= positives.length) {
    const notes = [
      'When the outcome came is not recorded, so each lead is taken as its record is now, and interactions are left out.',
    ];
    return { landmarks: leads.map(() => endMs), judged: 'now', notes };
  }
  const delays = timed
    .map(({ knownAtMs, outcome }) => Math.max(0, (outcome.atMs ?? knownAtMs) - knownAtMs))
    .sort((left, right) => left - right);
  const ripeMs = ripeAfter(leads, delays, endMs);
  const judged = arePassedOnAtOnce(leads) ? 'outcome' : 'passed_on';
  const lastMs = ({ passedOnMs, outcome }: Lead) =>
    Math.min(
      outcome.atMs ?? Number.POSITIVE_INFINITY,
      judged === 'passed_on' ? (passedOnMs ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY,
    ) - 1;
  const waits = timed
    .map((lead) => Math.max(0, lastMs(lead) - lead.knownAtMs))
    .sort((left, right) => left - right);
  const counts = { young: 0, untimed: 0, early: 0 };
  const landmarks = leads.map((lead) => {
    const { is, atMs } = lead.outcome;
    if (is && atMs === null) {
      counts.untimed++;
      return null;
    }
    if (endMs - lead.knownAtMs < ripeMs) {
      counts.young++;
      return null;
    }
    if (is && atMs !== null) {
      if (atMs <= lead.knownAtMs) counts.early++;
      return lastMs(lead);
    }
    const drawnMs = lead.knownAtMs + quantile(waits, drawOf('landmark', lead.id));
    if (drawnMs <= endMs) return Math.min(drawnMs, lastMs(lead));
    counts.young++;
    return null;
  });
  const notes = notesOn(counts, ripeMs);
  if (judged === 'outcome')
    notes.push(
      'Most leads count as passed on from the hour they became known, so they are judged just before the outcome: what sales did with them is among the suspected leaks.',
    );
  return { landmarks, judged, notes };
}

/** The age from which a lead can be judged; less where the period is too short for half the leads to reach it. */
function ripeAfter(leads: readonly Lead[], delays: readonly number[], endMs: number): number {
  const ages = leads.map(({ knownAtMs }) => endMs - knownAtMs).sort((left, right) => left - right);
  return Math.min(quantile(delays, ripeShare), quantile(ages, 0.5));
}

function arePassedOnAtOnce(leads: readonly Lead[]): boolean {
  const waits = leads
    .flatMap(({ passedOnMs, knownAtMs }) => (passedOnMs === null ? [] : [passedOnMs - knownAtMs]))
    .sort((left, right) => left - right);
  return waits.length > 0 && quantile(waits, 0.5) < hourMs;
}

export const quantile = (ordered: readonly number[], share: number): number =>
  ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))] ?? 0;

function notesOn(counts: { young: number; untimed: number; early: number }, ripeMs: number): string[] {
  const days = Math.max(1, Math.round(ripeMs / dayMs));
  return [
    ...(counts.young > 0
      ? [
          `${counts.young} leads are left out: known for less than ${days} days or so, it is too early to tell.`,
        ]
      : []),
    ...(counts.untimed > 0
      ? [`${counts.untimed} leads are left out: they have the outcome, but not since when.`]
      : []),
    ...(counts.early > 0
      ? [
          `${counts.early} leads had the outcome before they were known to us; they are judged by what their record first said.`,
        ]
      : []),
  ];
}
