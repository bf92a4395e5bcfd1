import type { HandoffState } from './contract.ts';

/** What changes where a hand-off stands, or whose it is; each raises its revision. */
const moveNames = [
  'offered',
  'accepted',
  'rejected',
  'recycled',
  'expired',
  'withdrawn',
  'returned',
  'converted',
  'claimed',
  'reassigned',
  'packet_mended',
  'paused',
  'resumed',
  'offered_again',
  'closed',
] as const;
export type MoveName = (typeof moveNames)[number];

type Rule = { from: readonly HandoffState[]; to?: HandoffState };

const open: readonly HandoffState[] = ['offered', 'accepted'];
const cameBack: readonly HandoffState[] = ['rejected', 'recycled', 'expired', 'returned'];

/** From where each move may be made, and where it leads; without `to` the state stays. */
export const rules: Record<Exclude<MoveName, 'offered'>, Rule> = {
  accepted: { from: ['offered'], to: 'accepted' },
  rejected: { from: ['offered'], to: 'rejected' },
  recycled: { from: open, to: 'recycled' },
  expired: { from: ['offered'], to: 'expired' },
  withdrawn: { from: ['offered'], to: 'withdrawn' },
  returned: { from: ['accepted'], to: 'returned' },
  converted: { from: ['accepted'], to: 'converted' },
  claimed: { from: ['offered'] },
  reassigned: { from: open },
  packet_mended: { from: open },
  paused: { from: open },
  resumed: { from: open },
  offered_again: { from: cameBack },
  closed: { from: cameBack },
};

export const isOpen = (state: HandoffState): boolean => open.includes(state);
export const isLegal = (state: HandoffState, move: Exclude<MoveName, 'offered'>): boolean =>
  rules[move].from.includes(state);

const stateWords: Record<HandoffState, string> = {
  offered: 'is offered and waits for an answer',
  accepted: 'was accepted',
  rejected: 'was rejected',
  recycled: 'was recycled',
  expired: 'expired without an answer',
  withdrawn: 'was withdrawn',
  returned: 'was given back',
  converted: 'became a deal',
};

const doing: Record<Exclude<MoveName, 'offered'>, string> = {
  accepted: 'accepted',
  rejected: 'rejected',
  recycled: 'recycled',
  expired: 'left to expire',
  withdrawn: 'withdrawn',
  returned: 'given back',
  converted: 'turned into a deal',
  claimed: 'claimed',
  reassigned: 'given to somebody else',
  packet_mended: 'mended',
  paused: 'paused',
  resumed: 'resumed',
  offered_again: 'offered again',
  closed: 'laid to rest',
};

/** Why a move cannot be made from here: "This hand-off was rejected, so it cannot be accepted." */
export function whyIllegal(state: HandoffState, move: Exclude<MoveName, 'offered'>): string {
  const may = (Object.keys(rules) as (keyof typeof rules)[])
    .filter((one) => one !== 'expired' && one !== 'converted' && isLegal(state, one))
    .map((one) => doing[one]);
  const rest =
    may.length === 0
      ? ''
      : ` It can be ${may.slice(0, -1).join(', ')}${may.length > 1 ? ' or ' : ''}${may.at(-1)}.`;
  return `This hand-off ${stateWords[state]}, so it cannot be ${doing[move]}. Nothing was changed.${rest}`;
}
