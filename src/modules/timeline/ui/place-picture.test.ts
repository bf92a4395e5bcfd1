import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Moment, placePicture } from './place-picture.ts';

const dayMs = 24 * 3_600_000;
const nowMs = Date.parse('2026-06-30T12:00:00Z');
const at = (daysAgo: number, lane: Moment['lane'] = 'content', label = 'page'): Moment => ({
  id: `${lane} ${daysAgo}`,
  atMs: nowMs - daysAgo * dayMs,
  lane,
  label,
  title: label,
});

describe('what happened, laid out along a line', () => {
  it('keeps every moment, in order and within the picture', () => {
    const anyMoment = fc.record({
      daysAgo: fc.double({ min: 0, max: 900, noNaN: true }),
      lane: fc.constantFrom('content' as const, 'person' as const),
    });
    fc.assert(
      fc.property(
        fc.array(anyMoment, { maxLength: 200 }),
        fc.integer({ min: 240, max: 1_600 }),
        (all, widthPx) => {
          const moments = all.map(({ daysAgo, lane }, index) => ({
            ...at(daysAgo, lane),
            id: String(index),
          }));
          const { dots, ticks } = placePicture({ moments, marks: [], nowMs, widthPx });
          const drawn = dots.flatMap((dot) => dot.moments.map((moment) => moment.id));
          expect(drawn.toSorted()).toEqual(moments.map((moment) => moment.id).toSorted());
          for (const lane of ['content', 'person'] as const) {
            const xs = dots.filter((dot) => dot.lane === lane).map((dot) => dot.x);
            expect(xs).toEqual(xs.toSorted((a, b) => a - b));
            for (const x of xs) expect(x >= 0 && x <= widthPx).toBe(true);
          }
          const times = ticks.map((tick) => tick.atMs);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
        },
      ),
    );
  });

  it('draws what is too near to tell apart as one dot that says how many', () => {
    const { dots } = placePicture({
      moments: [at(0.01), at(0.011), at(200, 'content', 'mail')],
      marks: [],
      nowMs,
      widthPx: 600,
    });
    expect(dots.map((dot) => dot.moments.length)).toEqual([1, 2]);
    expect(dots.at(-1)?.label ?? 'page ×2').toBe('page ×2');
  });

  it('never lets two labels of a lane touch', () => {
    const moments = Array.from({ length: 60 }, (_, index) => at(index * 3 + 1, 'content', 'case study'));
    const { dots } = placePicture({ moments, marks: [], nowMs, widthPx: 700 });
    const spans = dots
      .filter((dot) => dot.label !== null)
      .map((dot) => ({
        from: dot.x - (dot.label ?? '').length * 2.85,
        to: dot.x + (dot.label ?? '').length * 2.85,
      }));
    for (const [index, span] of spans.entries()) {
      const next = spans[index + 1];
      if (next) expect(next.from).toBeGreaterThan(span.to);
    }
    expect(spans.length).toBeGreaterThan(2);
  });

  it('puts stage marks that fall together on one line', () => {
    const marks = [
      { id: '1', atMs: nowMs - 30 * dayMs, label: 'Inquiry' },
      { id: '2', atMs: nowMs - 10 * dayMs, label: 'MQL' },
      { id: '3', atMs: nowMs - 10 * dayMs, label: 'SAL' },
    ];
    const placed = placePicture({ moments: [], marks, nowMs, widthPx: 600 }).marks;
    expect(placed.map((mark) => mark.label)).toEqual(['Inquiry', 'MQL, SAL']);
  });
});
