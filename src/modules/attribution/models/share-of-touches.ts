import { defaultHalfLifeMs, type MilestoneWeights, milestoneModels, type RuleModel } from './models.ts';

export type Touch = { atMs: number; isDirect?: boolean };

/** When the milestones of a deal were reached; null: not. */
export type Milestones = {
  leadCreatedMs: number | null;
  opportunityCreatedMs: number | null;
};

export type RuleOptions = {
  halfLifeMs?: number;
  /** Of the model `custom`. */
  weights?: MilestoneWeights;
};

/**
 * What part of a deal each of its touchpoints gets: touches in order of time, all at or before the close; parts sum to
 * one. The milestone's touch is the last at or before it; one touch may hold several. What belongs to a milestone that
 * was not reached, or to an empty middle, goes to the others in proportion. No touches, no parts.
 */
export function shareOfTouches(
  model: RuleModel,
  touches: readonly Touch[],
  milestones: Milestones,
  options: RuleOptions = {},
): number[] {
  const last = touches.length - 1;
  if (last < 0) return [];
  if (model === 'first') return only(touches, 0);
  if (model === 'last') return only(touches, last);
  if (model === 'last-non-direct') return only(touches, lastNonDirect(touches));
  if (model === 'linear') return touches.map(() => 1 / touches.length);
  if (model === 'time-decay') return decaying(touches, options.halfLifeMs ?? defaultHalfLifeMs);
  const weights = model === 'custom' ? options.weights : milestoneModels[model];
  if (weights === undefined) throw new Error('The model custom needs its weights.');
  return byMilestones(touches, milestones, weights);
}

function only(touches: readonly Touch[], index: number): number[] {
  return touches.map((_, i) => (i === index ? 1 : 0));
}

/** The last that came by any way but a direct visit; where all were direct, the last. */
function lastNonDirect(touches: readonly Touch[]): number {
  const found = touches.findLastIndex(({ isDirect }) => isDirect !== true);
  return found === -1 ? touches.length - 1 : found;
}

/** Half as much for each half-life before the last touch. Measured from there, not from the close, it never vanishes. */
function decaying(touches: readonly Touch[], halfLifeMs: number): number[] {
  const end = Math.max(...touches.map(({ atMs }) => atMs));
  return normalised(touches.map(({ atMs }) => 2 ** ((atMs - end) / halfLifeMs)));
}

function byMilestones(
  touches: readonly Touch[],
  milestones: Milestones,
  weights: MilestoneWeights,
): number[] {
  const parts = touches.map(() => 0);
  const held = new Set<number>();
  const give = (index: number, weight: number) => {
    if (index < 0 || weight <= 0) return;
    parts[index] = (parts[index] ?? 0) + weight;
    held.add(index);
  };
  give(0, weights.first);
  give(touchOf(touches, milestones.leadCreatedMs), weights.leadCreated);
  give(touchOf(touches, milestones.opportunityCreatedMs), weights.opportunityCreated);
  give(touches.length - 1, weights.closed);
  const middle = touches.length - held.size;
  const each = middle > 0 ? weights.rest / middle : 0;
  const shared = parts.map((part, index) => (held.has(index) ? part : each));
  // Weights that all belong to milestones which were not reached say nothing: then each touch gets the same.
  return shared.some((part) => part > 0) ? normalised(shared) : touches.map(() => 1 / touches.length);
}

function touchOf(touches: readonly Touch[], milestoneMs: number | null): number {
  return milestoneMs === null ? -1 : touches.findLastIndex(({ atMs }) => atMs <= milestoneMs);
}

function normalised(parts: readonly number[]): number[] {
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}
