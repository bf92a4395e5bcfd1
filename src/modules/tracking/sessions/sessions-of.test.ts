import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sessionGapMs, sessionsOf } from './sessions-of.ts';

const start = Date.parse('2026-06-03T10:00:00Z');
const page = (minutes: number, visitor = 'a') => ({
  id: `${visitor}${minutes}`,
  visitor,
  occurredAt: new Date(start + minutes * 60_000),
});
const visitorOf = (each: { visitor: string }) => each.visitor;

test('half an hour without a page ends a session, to the millisecond', () => {
  const sessions = sessionsOf([page(0), page(30), page(60.001), page(90)], visitorOf);
  expect(sessions.map(({ pages }) => pages.length)).toEqual([2, 2]);
});

test('midnight does not end a session, and visitors are apart', () => {
  const late = Date.parse('2026-06-03T23:50:00Z');
  const sessions = sessionsOf(
    [
      { id: '1', visitor: 'a', occurredAt: new Date(late) },
      { id: '2', visitor: 'b', occurredAt: new Date(late + 60_000) },
      { id: '3', visitor: 'a', occurredAt: new Date(late + 15 * 60_000).toISOString() },
    ],
    visitorOf,
  );
  expect(sessions.map(({ visitor, pages }) => [visitor, pages.length])).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
});

test('whatever the order, every page is in one session, and only the gap parts them', () => {
  const pages = fc.uniqueArray(
    fc.record({ minutes: fc.integer({ min: 0, max: 600 }), visitor: fc.constantFrom('a', 'b') }),
    { selector: ({ minutes, visitor }) => `${visitor}${minutes}`, maxLength: 40 },
  );
  fc.assert(
    fc.property(pages, fc.func(fc.nat()), (said, rank) => {
      const all = said.map(({ minutes, visitor }) => page(minutes, visitor));
      const sessions = sessionsOf(all, visitorOf);
      const shuffled = all.toSorted((a, b) => rank(a.id) - rank(b.id));
      expect(sessionsOf(shuffled, visitorOf)).toEqual(sessions);
      expect(
        sessions
          .flatMap((session) => session.pages)
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(all.map(({ id }) => id).toSorted());
      for (const visitor of ['a', 'b']) {
        const own = sessions.filter((session) => session.visitor === visitor);
        for (const session of own) {
          const times = session.pages.map(({ occurredAt }) => occurredAt.getTime());
          times.slice(1).forEach((time, index) => {
            expect(time - (times[index] ?? 0)).toBeLessThanOrEqual(sessionGapMs);
          });
        }
        own.slice(1).forEach((session, index) => {
          expect(session.startAt.getTime() - (own[index]?.endAt.getTime() ?? 0)).toBeGreaterThan(
            sessionGapMs,
          );
        });
      }
    }),
  );
});
