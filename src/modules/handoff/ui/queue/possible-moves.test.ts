import { expect, test } from 'vitest';
import { possibleMoves, takesOver } from './possible-moves.ts';

const owner = { id: 'me', name: 'Sven' };
const seller = { mayAnswer: true, mayOffer: false, teammateId: 'me', isSeller: true };
const marketer = { mayAnswer: false, mayOffer: true, teammateId: 'mara', isSeller: false };
const offered = { state: 'offered', owner, paused: false } as const;

test('sales answers what was offered, and what is nobody’s can be taken', () => {
  expect([...possibleMoves(offered, seller)]).toEqual(['accept', 'reject', 'recycle', 'pause', 'reassign']);
  expect(possibleMoves({ ...offered, owner: null }, seller).has('claim')).toBe(true);
});

test('what was accepted is given back, not rejected; clocks that stand still are let run', () => {
  const accepted = possibleMoves({ ...offered, state: 'accepted', paused: true }, seller);
  expect([...accepted]).toEqual(['give_back', 'recycle', 'resume', 'reassign']);
});

test('marketing mends and withdraws, and accepts nothing', () => {
  expect([...possibleMoves(offered, marketer)]).toEqual(['withdraw', 'mend']);
  expect([...possibleMoves({ ...offered, state: 'accepted' }, marketer)]).toEqual(['mend']);
});

test('nothing is done with one that is closed', () => {
  for (const state of ['rejected', 'recycled', 'expired', 'withdrawn', 'returned', 'converted'] as const)
    expect(possibleMoves({ ...offered, state }, { ...seller, mayOffer: true }).size).toBe(0);
});

test('a seller takes over what is somebody else’s; who is no seller accepts it for them', () => {
  expect(takesOver(offered, seller)).toBe(false);
  expect(takesOver({ owner: { id: 'bo', name: 'Bo' } }, seller)).toBe(true);
  expect(takesOver({ owner: { id: 'bo', name: 'Bo' } }, { ...seller, isSeller: false })).toBe(false);
  expect(takesOver({ owner: null }, seller)).toBe(false);
});
