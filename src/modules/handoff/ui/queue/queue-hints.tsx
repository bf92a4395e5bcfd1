import { KeyHints } from '../../../../web/parts/kbd.tsx';
import type { Reader } from './possible-moves.ts';

const walking = [
  ['j k', 'move'],
  ['Enter', 'open'],
] as const;
const answering = [
  ['a', 'accept'],
  ['r', 'reject with a reason'],
  ['z', 'recycle'],
  ['c', 'log a call'],
  ['s', 'share an asset'],
] as const;
const offering = [
  ['e', 'mend the packet'],
  ['w', 'withdraw'],
  ['s', 'share an asset'],
] as const;

/** The keys that work here; all of them are in the help. */
export function QueueHints({ reader }: { reader: Reader }) {
  const own = reader.mayAnswer ? answering : reader.mayOffer ? offering : [];
  return <KeyHints hints={[...walking, ...own, ['?', 'more']]} />;
}
