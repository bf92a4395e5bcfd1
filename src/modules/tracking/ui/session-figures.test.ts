import { expect, test } from 'vitest';
import { byChannel, byWeek, pagesASession } from './session-figures.ts';

const row = (week: string, channel: string | null, sessions: number) => ({
  week,
  channel,
  sessions,
  pages: sessions * 2,
  visitors: 1,
});

test('weeks without a visit stand between the others', () => {
  expect(
    byWeek([row('2026-06-01', 'Email', 2), row('2026-06-15', 'Direct', 3), row('2026-06-01', null, 1)]),
  ).toEqual([
    { week: '2026-06-01', sessions: 3 },
    { week: '2026-06-08', sessions: 0 },
    { week: '2026-06-15', sessions: 3 },
  ]);
  expect(byWeek([])).toEqual([]);
});

test('channels are summed, most first', () => {
  const channels = byChannel([
    row('2026-06-01', 'Email', 2),
    row('2026-06-08', 'Email', 2),
    row('2026-06-08', null, 3),
  ]);
  expect(channels.map(({ channel, sessions }) => [channel, sessions])).toEqual([
    ['Email', 4],
    [null, 3],
  ]);
  expect(pagesASession({ sessions: 4, pages: 10 })).toBe('2.5');
});
