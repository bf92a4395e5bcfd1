import type { HandoffRow } from '../parts/api-types.ts';

export const moves = [
  'claim',
  'accept',
  'reject',
  'recycle',
  'give_back',
  'pause',
  'resume',
  'reassign',
  'withdraw',
  'mend',
] as const;
export type Move = (typeof moves)[number];

export type Reader = {
  mayAnswer: boolean;
  mayOffer: boolean;
  /** Who of ours the reader is; null: nobody who owns records yet. */
  teammateId: string | null;
  /** A seller who accepts makes it theirs; who accepts on behalf of sales leaves it whose it is. */
  isSeller: boolean;
};

/** What a reader can do with a hand-off as it stands; the server decides in any case. */
export function possibleMoves(
  one: Pick<HandoffRow, 'state' | 'owner' | 'paused'>,
  reader: Reader,
): ReadonlySet<Move> {
  const offered = one.state === 'offered';
  const accepted = one.state === 'accepted';
  const clocks: Move = one.paused ? 'resume' : 'pause';
  const can: Move[] = [];
  if (reader.mayAnswer && offered) {
    if (one.owner === null) can.push('claim');
    can.push('accept', 'reject', 'recycle', clocks, 'reassign');
  }
  if (reader.mayAnswer && accepted) can.push('give_back', 'recycle', clocks, 'reassign');
  if (reader.mayOffer && offered) can.push('withdraw', 'mend');
  if (reader.mayOffer && accepted) can.push('mend');
  return new Set(can);
}

/** Whether accepting would take it from somebody: asked about first. */
export const takesOver = (one: Pick<HandoffRow, 'owner'>, reader: Reader): boolean =>
  reader.isSeller && one.owner !== null && one.owner.id !== reader.teammateId;

type MoveWords = { label: string; key: string };

/** What stands on the buttons, and the key printed beside it. */
export const moveWords: Record<Move, MoveWords> = {
  claim: { label: 'Take from the pool', key: 't' },
  accept: { label: 'Accept', key: 'a' },
  reject: { label: 'Reject', key: 'r' },
  recycle: { label: 'Recycle', key: 'z' },
  give_back: { label: 'Give back', key: 'x' },
  pause: { label: 'Pause the clocks', key: 'p' },
  resume: { label: 'Let the clocks run', key: 'p' },
  reassign: { label: 'Give to somebody else', key: 'o' },
  withdraw: { label: 'Withdraw the offer', key: 'w' },
  mend: { label: 'Mend the packet', key: 'e' },
};
