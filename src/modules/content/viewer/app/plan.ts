/** Pages 1 to n, top to bottom, in pixels of the column. */
export type Boxes = { tops: number[]; heights: number[] };

export type Window = { top: number; height: number };

/** The page that fills most of the window; of two alike the upper one. 0 where there is none. */
export function pageRead({ tops, heights }: Boxes, window: Window): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let at = firstReaching({ tops, heights }, window.top); at < tops.length; at += 1) {
    const top = tops[at] ?? 0;
    if (top >= window.top + window.height && best > 0) break;
    const bottom = top + (heights[at] ?? 0);
    const shown = Math.min(bottom, window.top + window.height) - Math.max(top, window.top);
    if (shown > most + 0.5) {
      most = shown;
      best = at + 1;
    }
    if (top >= window.top + window.height) break;
  }
  return best;
}

/** Pages of which something is in the window. */
export function pagesSeen(boxes: Boxes, window: Window): number[] {
  const seen: number[] = [];
  for (let at = firstReaching(boxes, window.top); at < boxes.tops.length; at += 1) {
    if ((boxes.tops[at] ?? 0) >= window.top + window.height) break;
    seen.push(at + 1);
  }
  return seen;
}

function firstReaching({ tops, heights }: Boxes, top: number): number {
  let low = 0;
  let high = Math.max(0, tops.length - 1);
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tops[middle] ?? 0) + (heights[middle] ?? 0) <= top) low = middle + 1;
    else high = middle;
  }
  return low;
}

const ahead = 2;
const behind = 1;

/** In which order pictures are wanted: what is read, what else is seen, two ahead, one behind. */
export function wanted(options: { read: number; seen: number[]; count: number }): number[] {
  const { read, seen, count } = options;
  const first = seen[0] ?? read;
  const last = seen.at(-1) ?? read;
  const order = [read, ...seen];
  for (let step = 1; step <= ahead; step += 1) order.push(last + step);
  for (let step = 1; step <= behind; step += 1) order.push(first - step);
  return [...new Set(order)].filter((page) => page >= 1 && page <= count);
}

/**
 * The width of picture for a page shown so large. On slow connections the smaller one will do until somebody zooms in to
 * see more.
 */
export function pictureWidth(options: {
  shownPx: number;
  density: number;
  slow: boolean;
  zoomed: boolean;
}): 1_100 | 2_200 {
  const { shownPx, density, slow, zoomed } = options;
  if (slow && !zoomed) return 1_100;
  return shownPx * density > 1_100 * 1.2 ? 2_200 : 1_100;
}
