import { defaultHalfLifeMs, type MilestoneWeights, milestoneModels, type RuleModel } from './models.ts';
import type { Milestones, RuleOptions, Touch } from './share-of-touches.ts';
import { wholeWeights } from './whole-weights.ts';

/** Weights of time decay in whole numbers: what is forty half-lives older than the last touchpoint gets nothing. */
export const decayUnit = 2 ** 40;
/** How finely remainders of time decay are told apart; equal ones go to the earlier touchpoint. */
export const remainderUnit = 2 ** 32;

/**
 * What each touchpoint of a deal gets, in whole minor units that sum to the deal's amount (largest remainders): touches
 * in order of time, all at or before the result. Of equal remainders a milestone's touchpoint comes before those of the
 * middle, then the earlier. Gives to the unit what `creditsSql` gives in ClickHouse. No touches, no credits.
 */
export function creditsOfTouches(
  model: RuleModel,
  amountMinor: number,
  touches: readonly Touch[],
  milestones: Milestones,
  options: RuleOptions = {},
): number[] {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError('An amount is a whole number of minor units.');
  if (touches.length === 0) return [];
  const credits = creditsOfSize(model, Math.abs(amountMinor), touches, milestones, options);
  return amountMinor < 0 ? credits.map((credit) => (credit === 0 ? 0 : -credit)) : credits;
}

function creditsOfSize(
  model: RuleModel,
  size: number,
  touches: readonly Touch[],
  milestones: Milestones,
  options: RuleOptions,
): number[] {
  const last = touches.length - 1;
  const only = (index: number) => touches.map((_, at) => (at === index ? size : 0));
  if (model === 'first') return only(0);
  if (model === 'last') return only(last);
  if (model === 'last-non-direct') {
    const found = touches.findLastIndex(({ isDirect }) => isDirect !== true);
    return only(found === -1 ? last : found);
  }
  if (model === 'linear') {
    const each = Math.floor(size / touches.length);
    const more = size - each * touches.length;
    return touches.map((_, at) => each + (at < more ? 1 : 0));
  }
  if (model === 'time-decay') return decaying(size, touches, options.halfLifeMs ?? defaultHalfLifeMs);
  const weights = model === 'custom' ? options.weights : milestoneModels[model];
  if (weights === undefined) throw new Error('The model custom needs its weights.');
  return byMilestones(size, touches, milestones, wholeWeights(weights));
}

function decaying(size: number, touches: readonly Touch[], halfLifeMs: number): number[] {
  const endMs = touches.at(-1)?.atMs ?? 0;
  const weights = touches.map(({ atMs }) => Math.floor(2 ** ((atMs - endMs) / halfLifeMs) * decayUnit));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const shares = weights.map((weight) => (size * weight) / sum);
  const pieces = shares.map(Math.floor);
  const left = size - pieces.reduce((total, piece) => total + piece, 0);
  const order = shares
    .map((share, at) => ({ at, remainder: Math.floor((share - Math.floor(share)) * remainderUnit) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.at - b.at);
  for (const { at } of order.slice(0, left)) pieces[at] = (pieces[at] ?? 0) + 1;
  return pieces;
}

/** In BigInt, for size × weight may be more than a double holds; the numbers are whole throughout. */
function byMilestones(
  size: number,
  touches: readonly Touch[],
  milestones: Milestones,
  weights: MilestoneWeights,
): number[] {
  const own = new Map<number, number>();
  const give = (index: number, weight: number) => {
    if (index >= 0 && weight > 0) own.set(index, (own.get(index) ?? 0) + weight);
  };
  give(0, weights.first);
  give(touchOf(touches, milestones.leadCreatedMs), weights.leadCreated);
  give(touchOf(touches, milestones.opportunityCreatedMs), weights.opportunityCreated);
  give(touches.length - 1, weights.closed);
  const middle = BigInt(touches.length - own.size);
  const held = [...own.values()].reduce((total, weight) => total + weight, 0);
  // Weights that all belong to milestones which were not reached say nothing: then each touch gets the same.
  const rest = middle === 0n ? 0n : BigInt(held === 0 && weights.rest === 0 ? 1 : weights.rest);
  const all = BigInt(held) + rest;
  const pool = (BigInt(size) * rest) / all;
  // Shares are told in parts of `all × middle`, so that a milestone's remainder compares with one of the middle.
  const parts = touches.map((_, at) => {
    const weight = own.get(at);
    if (weight === undefined) {
      const piece = pool / middle;
      return {
        at,
        isHeld: false,
        piece,
        remainder: (pool - piece * middle) * all + BigInt(size) * rest - pool * all,
      };
    }
    const piece = (BigInt(size) * BigInt(weight)) / all;
    const remainder = BigInt(size) * BigInt(weight) - piece * all;
    return { at, isHeld: true, piece, remainder: middle === 0n ? remainder : remainder * middle };
  });
  const pieces = parts.map(({ piece }) => Number(piece));
  const left = size - pieces.reduce((total, piece) => total + piece, 0);
  const order = parts.toSorted(
    (a, b) =>
      Number(b.remainder > a.remainder) - Number(b.remainder < a.remainder) ||
      Number(b.isHeld) - Number(a.isHeld) ||
      a.at - b.at,
  );
  for (const { at } of order.slice(0, left)) pieces[at] = (pieces[at] ?? 0) + 1;
  return pieces;
}

function touchOf(touches: readonly Touch[], milestoneMs: number | null): number {
  return milestoneMs === null ? -1 : touches.findLastIndex(({ atMs }) => atMs <= milestoneMs);
}
