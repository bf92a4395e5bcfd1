import { expect, test } from 'vitest';
import { changedMuch } from './changed-much.ts';
import { judgeGap } from './judge-gap.ts';
import { judgePiece, type PieceFacts } from './judge-piece.ts';

const ordinary: PieceFacts = {
  audience: 'buyer',
  ageDays: 400,
  shares: 12,
  sellers: 5,
  readers: 60,
  pageViewers: 0,
  measured: 60,
  finished: 36,
  others: { measured: 200, finished: 120 },
  stop: null,
  lateDays: null,
  twin: null,
};
const house = { sellers: 8 };
const unused = { shares: 0, sellers: 0, readers: 0, measured: 0, finished: 0 };
const twin = { name: 'The other', alike: 0.8, by: 'text' as const, measured: 40, finished: 30 };

test.each<[string, Partial<PieceFacts>, string | null]>([
  ['an ordinary piece', {}, null],
  ['nobody shares it, nobody reads it', unused, 'retire: not shared, not finished in a year'],
  ['half a year old', { ...unused, ageDays: 200 }, 'retire: not shared, not finished in 6 months'],
  ['new, and nobody has read it yet', { ...unused, ageDays: 179 }, null],
  ['seen as a page of the site', { ...unused, pageViewers: 5 }, null],
  [
    'read by many, finished by nobody, shared by nobody',
    { ...unused, measured: 20 },
    'retire: not shared, not finished in a year',
  ],
  [
    'long past its review and not shared',
    { shares: 0, lateDays: 90, sellers: 0, finished: 5 },
    'retire: review due for 90 days, not shared in a year',
  ],
  ['past its review, but shared', { lateDays: 300 }, null],
  ['for sellers: stale alone speaks against it', { ...unused, audience: 'seller' }, null],
  [
    'for sellers, long past its review',
    { ...unused, audience: 'seller', lateDays: 120 },
    'retire: review due for 120 days, not shared in a year',
  ],
  [
    'its twin is finished more',
    { twin },
    'retire: nearly the same as “The other”, which 75% finish and of this 60%',
  ],
  ['its twin is finished less', { twin: { ...twin, finished: 20 } }, null],
  ['of its twin too few know', { twin: { ...twin, measured: 4, finished: 4 } }, null],
  ['a quarter stop at a page', { stop: { page: 7, stopped: 15, of: 60 } }, 'repair, page 7: 15 stop here'],
  ['fewer stop', { stop: { page: 7, stopped: 14, of: 60 } }, null],
  ['four stop, of few who got there', { stop: { page: 11, stopped: 4, of: 8 } }, null],
  ['a third leave at the first page, as everywhere', { stop: { page: 1, stopped: 20, of: 60 } }, null],
  [
    'half leave at the first page',
    { stop: { page: 1, stopped: 30, of: 60 } },
    'repair, page 1: 30 stop here',
  ],
  ['ten points behind its type', { finished: 30 }, 'repair: finished by 50%, others of its type by 60%'],
  ['behind, with too few readers', { readers: 19, measured: 19, finished: 2 }, null],
  [
    'finished by many, used by few',
    { finished: 48, sellers: 2 },
    'promote: finished by 80%, used by 2 sellers',
  ],
  ['finished by many, used by enough', { finished: 48, sellers: 3 }, null],
  ['finished by all of nine', { readers: 9, measured: 9, finished: 9, sellers: 1 }, null],
  [
    'half finish, far ahead of its type',
    { finished: 33, sellers: 1, others: { measured: 100, finished: 30 } },
    'promote: finished by 55%, used by one seller',
  ],
])('%s', (_, changes, is) => {
  const judged = judgePiece({ ...ordinary, ...changes }, house);
  expect(
    judged && `${judged.kind}${judged.page === null ? '' : `, page ${judged.page}`}: ${judged.reason}`,
  ).toBe(is);
});

test('every suggestion stands on figures, each with how many it was counted from', () => {
  const judged = judgePiece({ ...ordinary, stop: { page: 7, stopped: 30, of: 60 } }, house);
  expect(judged?.figures.map(({ words, n }) => [words, n])).toEqual([
    ['30 of 60 who got to page 7 stopped there', 60],
    ['finished by 36 of 60 readers', 60],
    ['others of its type are finished by 60% of 200 readers', 200],
    ['shared 12 times by sales', null],
    ['by 5 sellers', null],
  ]);
});

const gap = { state: 'gap' as const, deals: 2, amountMinor: 310_000_00, money: '€310,000', requests: 0 };
test.each([
  [{ ...gap, requests: 5 }, 'asked for by 5, €310,000 waiting'],
  [gap, '€310,000 waiting'],
  [{ ...gap, deals: 1 }, null],
  [{ ...gap, deals: 1, requests: 1 }, 'asked for by 1, €310,000 waiting'],
  [{ ...gap, amountMinor: 0 }, '2 deals waiting'],
  [{ ...gap, state: 'covered' as const, requests: 2 }, null],
  [{ ...gap, state: 'covered' as const, requests: 3 }, 'asked for by 3, €310,000 waiting'],
])('something is to be made: %j', (place, reason) => {
  expect(judgeGap(place)?.reason ?? null).toBe(reason);
});

const rate = (value: number) => ({ key: 'finishRate', words: '', value, n: 60 });
const shares = (value: number) => ({ key: 'shares', words: '', value, n: null });
const money = (value: number) => ({ key: 'amountMinor', words: '', value, n: 3 });
test.each([
  [[rate(0.5)], [rate(0.6)], false],
  [[rate(0.5)], [rate(0.34)], true],
  [[shares(0)], [shares(4)], false],
  [[shares(0)], [shares(5)], true],
  [[shares(40)], [shares(55)], false],
  [[money(100_000)], [money(149_000)], false],
  [[money(100_000)], [money(150_000)], true],
  [[rate(0.5)], [shares(90)], false],
])('evidence %j has changed much since %j: %s', (then, now, much) => {
  expect(changedMuch(then, now)).toBe(much);
});
