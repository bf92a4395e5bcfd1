import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TwoByTwoPoint } from '../../evidence/contract.ts';
import { frameOf, layOut, overlaps } from './lay-out-points.ts';

const point = (key: string, position: number | null, score: number, leads: number): TwoByTwoPoint => ({
  key,
  label: key,
  leads,
  delivers:
    position === null
      ? null
      : {
          ratio: 1,
          low: 1,
          high: 1,
          position,
          positionLow: Math.max(0, position - 9),
          positionHigh: Math.min(100, position + 9),
          words: '',
        },
  demonstrates: { score, low: Math.max(0, score - 6), high: Math.min(100, score + 6) },
  quadrant: null,
  isSettled: false,
  waits: null,
  words: '',
  todo: [],
  isMe: false,
});

const percent = fc.integer({ min: 0, max: 100 });

test('no name lies on another, on a point, on words of the picture or outside, at any width', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          label: fc.string({ minLength: 1, maxLength: 60 }),
          position: fc.option(percent),
          score: percent,
          leads: fc.nat(900),
        }),
        { maxLength: 30 },
      ),
      fc.integer({ min: 300, max: 900 }),
      (some, width) => {
        const frame = frameOf(width);
        const taken = [{ x: frame.left, y: frame.top, width: 120, height: 20 }];
        const placed = layOut(
          some.map(({ label, position, score, leads }) => point(label, position, score, leads)),
          { frame, taken },
        );
        const boxes = placed.flatMap(({ label }) => (label ? [label.box] : []));
        for (const [nth, box] of boxes.entries()) {
          expect(boxes.slice(nth + 1).some((other) => overlaps(box, other))).toBe(false);
          expect(taken.some((other) => overlaps(box, other))).toBe(false);
          expect(box.x).toBeGreaterThanOrEqual(frame.left);
          expect(box.x + box.width).toBeLessThanOrEqual(frame.right);
        }
        for (const { x, y, label } of placed)
          expect(
            boxes.some((box) => box !== label?.box && overlaps(box, { x, y, width: 0.1, height: 0.1 })),
          ).toBe(false);
      },
    ),
    { numRuns: 200 },
  );
});

test('what stands alone has its name beside it', () => {
  const [one] = layOut([point('Webinars', 70, 30, 100)], { frame: frameOf(560), taken: [] });
  expect(one?.label?.text).toBe('Webinars');
  expect(one?.label?.box.x).toBeGreaterThan(one?.x ?? 0);
});
