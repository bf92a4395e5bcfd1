import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Boxes, pageRead, pagesSeen, pictureWidth, wanted } from './plan.ts';
import { nextZoom } from './zoom.ts';

const column = (heights: number[], gap = 14): Boxes => {
  let top = gap;
  const tops = heights.map((height) => {
    const at = top;
    top += height + gap;
    return at;
  });
  return { tops, heights };
};
const threePages = column([1_000, 1_000, 1_000]);

test('the page that fills most of the window is read', () => {
  expect(pageRead(threePages, { top: 0, height: 800 })).toBe(1);
  expect(pageRead(threePages, { top: 600, height: 800 })).toBe(1);
  expect(pageRead(threePages, { top: 700, height: 800 })).toBe(2);
  expect(pageRead(threePages, { top: 9_000, height: 800 })).toBe(3);
  // Above the column stands who shared it.
  expect(pageRead(threePages, { top: -500, height: 800 })).toBe(1);
  expect(pageRead(column([]), { top: 0, height: 800 })).toBe(0);
});

test('what is read is the page of which most is seen, whatever the sizes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 20, max: 3_000 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: -500, max: 60_000 }),
      fc.integer({ min: 100, max: 2_000 }),
      (heights, top, height) => {
        const boxes = column(heights);
        const shown = heights.map((of, at) => {
          const from = boxes.tops[at] ?? 0;
          return Math.min(from + of, top + height) - Math.max(from, top);
        });
        const seen = pagesSeen(boxes, { top, height }).filter((page) => (shown[page - 1] ?? 0) > 0);
        expect(seen).toEqual(shown.flatMap((px, at) => (px > 0 ? [at + 1] : [])));
        const read = pageRead(boxes, { top, height });
        if (seen.length > 0)
          expect(shown[read - 1]).toBeGreaterThanOrEqual(Math.max(...shown) - 0.5 * seen.length);
      },
    ),
  );
});

test('what is seen comes first, then two pages ahead, then one behind', () => {
  expect(wanted({ read: 1, seen: [1], count: 200 })).toEqual([1, 2, 3]);
  expect(wanted({ read: 6, seen: [5, 6], count: 200 })).toEqual([6, 5, 7, 8, 4]);
  expect(wanted({ read: 200, seen: [200], count: 200 })).toEqual([200, 199]);
  expect(wanted({ read: 0, seen: [], count: 0 })).toEqual([]);
});

test('a sharper picture where more dots are shown, on slow connections only for a closer look', () => {
  const phone = { shownPx: 390, density: 3, slow: false, zoomed: false };
  expect(pictureWidth(phone)).toBe(1_100);
  expect(pictureWidth({ ...phone, shownPx: 800, zoomed: true })).toBe(2_200);
  expect(pictureWidth({ shownPx: 980, density: 1, slow: false, zoomed: false })).toBe(1_100);
  const dense = { shownPx: 980, density: 2, slow: false, zoomed: false };
  expect(pictureWidth(dense)).toBe(2_200);
  expect(pictureWidth({ ...dense, slow: true })).toBe(1_100);
  expect(pictureWidth({ ...dense, slow: true, zoomed: true })).toBe(2_200);
});

test('sizes go in steps, and back', () => {
  expect(nextZoom(100, 1)).toBe(125);
  expect(nextZoom(123.5, 1)).toBe(125);
  expect(nextZoom(100.4, -1)).toBe(80);
  expect(nextZoom(400, 1)).toBe(400);
  expect(nextZoom(30, -1)).toBe(50);
});
