import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sessionGapMs } from '../../tracking/sessions/contract.ts';
import { dayOf, foldPages, type Row, timeOf } from './fold.ts';
import { listOf, steps } from './items.test-support.ts';

const anyList = fc
  .array(fc.tuple(fc.nat({ max: 50 }), fc.constantFrom('ada', 'ben', 'cleo'), fc.constantFrom(...steps)), {
    maxLength: 120,
  })
  .map(listOf);

const idsOf = (row: Row): string[] => {
  if (row.row === 'day') return [];
  if (row.row === 'mark') return [row.mark.id];
  return row.row === 'entry' ? [row.entry.id] : row.entries.map((entry) => entry.id);
};

describe('the fold into days and visits', () => {
  it('holds every entry exactly once, rows by their latest entry, entries of a row in order', () => {
    fc.assert(
      fc.property(anyList, (items) => {
        const rows = foldPages([items]).pages.flat();
        const order = new Map(items.map((item, index) => [item.id, index]));
        expect(rows.flatMap(idsOf).toSorted()).toEqual(items.map((item) => item.id).toSorted());
        const heads = rows.flatMap((row) => idsOf(row).slice(0, 1)).map((id) => order.get(id) ?? -1);
        expect(heads).toEqual(heads.toSorted((a, b) => a - b));
        for (const row of rows) {
          const places = idsOf(row).map((id) => order.get(id) ?? -1);
          expect(places).toEqual(places.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('puts each row under its own day, and each day once', () => {
    fc.assert(
      fc.property(anyList, (items) => {
        const rows = foldPages([items]).pages.flat();
        const days = new Map(items.map((item) => [item.id, dayOf(timeOf(item))]));
        let day = '';
        for (const row of rows) {
          if (row.row === 'day') day = row.day;
          for (const id of idsOf(row)) expect(days.get(id)).toBe(day);
        }
        const heads = rows.flatMap((row) => (row.row === 'day' ? [row.day] : []));
        expect(new Set(heads).size).toBe(heads.length);
      }),
    );
  });

  it('folds one visitor’s pages with half an hour between at most, and no others', () => {
    fc.assert(
      fc.property(anyList, (items) => {
        for (const row of foldPages([items]).pages.flat()) {
          if (row.row !== 'session') continue;
          expect(new Set(row.entries.map((entry) => `${entry.visitor} ${entry.verified}`)).size).toBe(1);
          for (const [index, entry] of row.entries.entries()) {
            const next = row.entries[index + 1];
            expect(entry.kind).toBe('content');
            expect(entry.direction).not.toBe('outbound');
            if (next) {
              expect(Date.parse(entry.occurredAt) - Date.parse(next.occurredAt)).toBeLessThanOrEqual(
                sessionGapMs,
              );
            }
          }
        }
      }),
    );
  });

  it('is the same however the list is cut into pages', () => {
    fc.assert(
      fc.property(anyList, fc.integer({ min: 1, max: 20 }), (items, size) => {
        const pages = Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
          items.slice(index * size, (index + 1) * size),
        );
        expect(foldPages(pages).pages.flat()).toEqual(foldPages([items]).pages.flat());
      }),
    );
  });

  const shapes = (list: Parameters<typeof listOf>[0]) =>
    foldPages([listOf(list)])
      .pages.flat()
      .flatMap((row) => {
        if (row.row === 'day') return [];
        return row.row === 'session' || row.row === 'thread'
          ? [`${row.row} of ${row.entries.length}`]
          : [row.row];
      });

  it('tells two people at the same time as two visits', () => {
    expect(
      shapes([
        [0, 'ada', 'page'],
        [1, 'ben', 'page'],
        [1, 'ada', 'page'],
        [1, 'ben', 'page'],
      ]),
    ).toEqual(['session of 2', 'session of 2']);
  });

  it('lets a call end the caller’s visit, and nobody else’s', () => {
    expect(
      shapes([
        [0, 'ada', 'page'],
        [1, 'ben', 'page'],
        [1, 'ada', 'call'],
        [1, 'ada', 'page'],
        [1, 'ben', 'page'],
        [1, 'ada', 'page'],
      ]),
    ).toEqual(['entry', 'session of 2', 'entry', 'session of 2']);
  });

  it('begins another visit after more than half an hour', () => {
    expect(
      shapes([
        [0, 'ada', 'page'],
        [30, 'ada', 'page'],
        [31, 'ada', 'page'],
      ]),
    ).toEqual(['session of 2', 'entry']);
  });

  it('tells a mail thread of a day as one, and keeps calls apart', () => {
    expect(
      shapes([
        [0, 'ada', 'mail'],
        [40, 'ada', 'call'],
        [40, 'ada', 'mail'],
        [1, 'ada', 'call'],
      ]),
    ).toEqual(['thread of 2', 'entry', 'entry']);
  });
});
