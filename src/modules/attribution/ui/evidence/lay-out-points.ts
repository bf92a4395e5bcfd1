import type { TwoByTwoPoint } from '../../evidence/contract.ts';

/** A picture of so many pixels; the square within it leaves room for the words at its edges. */
export type Frame = {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
};

export type Box = { x: number; y: number; width: number; height: number };

export type PlacedPoint = {
  point: TwoByTwoPoint;
  x: number;
  y: number;
  radius: number;
  /** Ends of the cross; null while it waits. */
  cross: { x1: number; x2: number; y1: number; y2: number } | null;
  /** Where its name stands, and how it is aligned; null: there is no room, its number stands instead. */
  label: { text: string; box: Box } | null;
  /** Place in the table, from 1. */
  number: number;
};

const lineHeight = 17;
const gap = 5;
const smallest = 5;
const largest = 12;

/** Wide enough for 13 px in bold: measured on the names of the sample company, and a little more. */
export const textWidth = (text: string): number => Math.ceil(text.length * 7.1) + 2;

const narrow = 480;

export function frameOf(width: number): Frame {
  const isNarrow = width < narrow;
  const left = isNarrow ? 22 : 34;
  return {
    width,
    left,
    right: width - 2,
    top: 4,
    bottom: isNarrow ? 380 : 430,
    height: isNarrow ? 404 : 456,
  };
}

/** The edges stay free for what the corners are called. */
const edge = { x: 8, y: 34 };

export const xOf = (position: number, { left, right }: Frame): number =>
  left + edge.x + (position / 100) * (right - left - 2 * edge.x);
export const yOf = (score: number, { top, bottom }: Frame): number =>
  bottom - edge.y - (score / 100) * (bottom - top - 2 * edge.y);

/**
 * Points of the picture with their names, so that no name lies on another, on a point or outside. The largest choose
 * first; who finds no room is told by number. `taken` is where words of the picture itself stand.
 */
export function layOut(
  points: readonly TwoByTwoPoint[],
  { frame, taken }: { frame: Frame; taken: readonly Box[] },
): PlacedPoint[] {
  const most = Math.max(1, ...points.map(({ leads }) => leads));
  const placed = points.map((point, index): PlacedPoint => {
    const { delivers, demonstrates } = point;
    const x = xOf(delivers?.position ?? 50, frame);
    const y = yOf(demonstrates.score, frame);
    return {
      point,
      x: Math.min(frame.right - smallest, Math.max(frame.left + smallest, x)),
      y: Math.min(frame.bottom - smallest, Math.max(frame.top + smallest, y)),
      radius: delivers === null ? smallest : smallest + (largest - smallest) * Math.sqrt(point.leads / most),
      cross:
        delivers === null
          ? null
          : {
              x1: xOf(delivers.positionLow, frame),
              x2: xOf(delivers.positionHigh, frame),
              y1: yOf(demonstrates.high, frame),
              y2: yOf(demonstrates.low, frame),
            },
      label: null,
      number: index + 1,
    };
  });
  const dots = placed.map(({ x, y, radius }) => around(x, y, radius));
  const lines = placed.flatMap(({ cross, x, y }) =>
    cross === null
      ? []
      : [
          { x: cross.x1, y: y - 1, width: cross.x2 - cross.x1, height: 2 },
          { x: x - 1, y: cross.y1, width: 2, height: cross.y2 - cross.y1 },
        ],
  );
  const names: Box[] = [];
  // Those in grey wait for their words too.
  const inOrder = placed.toSorted(
    (one, other) => Number(one.cross === null) - Number(other.cross === null) || other.radius - one.radius,
  );
  for (const one of inOrder) {
    const text = shortened(one.point.label, frame);
    const own = dots[one.number - 1];
    const busy = [...names, ...taken, ...dots.filter((dot) => dot !== own)];
    const places = placesAround(one, text, frame).filter(
      (place) => isInside(place, frame) && !busy.some((other) => overlaps(place, other)),
    );
    // Best where no line runs through it.
    const box = places.find((place) => !lines.some((line) => overlaps(place, line))) ?? places[0];
    if (!box) continue;
    one.label = { text, box };
    names.push(box);
  }
  return placed;
}

const longest = 30;

function shortened(text: string, { left, right }: Frame): string {
  const most = Math.min(longest, Math.floor((right - left) / 2 / 7.1));
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}

const around = (x: number, y: number, radius: number): Box => ({
  x: x - radius,
  y: y - radius,
  width: 2 * radius,
  height: 2 * radius,
});

/** Beside the point, above its line first, as one reads; then further off. */
function placesAround({ x, y, radius }: PlacedPoint, text: string, frame: Frame): Box[] {
  const width = textWidth(text);
  const right = x + radius + gap;
  const left = x - radius - gap - width;
  const middle = x - width / 2;
  const at = (boxX: number, boxY: number): Box => ({ x: boxX, y: boxY, width, height: lineHeight });
  const near = [
    at(right, y - lineHeight - 1),
    at(right, y + 2),
    at(left, y - lineHeight - 1),
    at(left, y + 2),
    at(middle, y - radius - lineHeight - 2),
    at(middle, y + radius + 2),
  ];
  // Where little fits, a name further off seems to be another's.
  const far = (frame.width < narrow ? [] : [lineHeight, 2 * lineHeight]).flatMap((off) => [
    at(right, y - lineHeight - 1 - off),
    at(right, y + 2 + off),
    at(left, y - lineHeight - 1 - off),
    at(left, y + 2 + off),
  ]);
  return [...near, ...far];
}

export const overlaps = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

const isInside = (box: Box, { left, right, top, bottom }: Frame): boolean =>
  box.x >= left + 2 && box.x + box.width <= right - 2 && box.y >= top + 2 && box.y + box.height <= bottom - 2;
