/** One thing that happened, to be drawn as a dot. */
export type Moment = { id: string; atMs: number; lane: Lane; label: string; title: string };
export type Lane = 'content' | 'person';
/** A stage reached, left or returned to. */
export type StageMark = { id: string; atMs: number; label: string };

export type Dot = {
  lane: Lane;
  x: number;
  sizePx: number;
  /** Latest last. */
  moments: readonly Moment[];
  /** Shown only where there is room. */
  label: string | null;
};
export type PlacedMark = { x: number; row: 0 | 1; label: string; shown: boolean; ids: readonly string[] };
export type Tick = { x: number; atMs: number };
export type PlacedPicture = { dots: Dot[]; marks: PlacedMark[]; ticks: Tick[] };

const edgePx = 16;
/** A finger's width: dots nearer than this become one. */
const dotRoomPx = 26;
const markRoomPx = 5;
const tickRoomPx = 110;
const charPx = 5.7;
const labelGapPx = 10;
const linePx = 2;
const hourMs = 3_600_000;

/**
 * Lays what happened out along a line. Time runs from left to right, but long silences are drawn shorter: the room between
 * two moments is the square root of the time between them, so that both a busy day and a quiet year can be read.
 */
export function placePicture(options: {
  moments: readonly Moment[];
  marks: readonly StageMark[];
  nowMs: number;
  widthPx: number;
}): PlacedPicture {
  const { moments, marks, nowMs, widthPx } = options;
  const scale = scaleOf(
    [...moments, ...marks].map((one) => one.atMs),
    nowMs,
    widthPx,
  );
  const dots = (['content', 'person'] as const).flatMap((lane) => {
    const own = moments.filter((moment) => moment.lane === lane).toSorted((a, b) => a.atMs - b.atMs);
    return labelled(grouped(own, lane, scale.x), {
      widthPx,
      linesAt: marks.map((mark) => scale.x(mark.atMs)),
    });
  });
  return { dots, marks: placedMarks(marks, scale.x, widthPx), ticks: ticksOf(scale, widthPx) };
}

type Scale = { x: (atMs: number) => number; knots: readonly { atMs: number; x: number }[] };

function scaleOf(timesMs: readonly number[], nowMs: number, widthPx: number): Scale {
  const sorted = [...new Set([...timesMs.filter((at) => at <= nowMs), nowMs])].toSorted((a, b) => a - b);
  let reach = 0;
  const along = sorted.map((atMs, index) => {
    const before = sorted[index - 1];
    if (before !== undefined) reach += Math.sqrt((atMs - before) / hourMs);
    return { atMs, reach };
  });
  const room = Math.max(1, widthPx - 2 * edgePx);
  const knots = along.map(({ atMs, reach: at }) => ({
    atMs,
    x: edgePx + (reach === 0 ? room : (at / reach) * room),
  }));
  const byTime = new Map(knots.map((knot) => [knot.atMs, knot.x]));
  return { x: (atMs) => byTime.get(atMs) ?? edgePx + room, knots };
}

function grouped(moments: readonly Moment[], lane: Lane, x: (atMs: number) => number): Omit<Dot, 'label'>[] {
  const groups: { from: number; to: number; moments: Moment[] }[] = [];
  for (const moment of moments) {
    const at = x(moment.atMs);
    const open = groups.at(-1);
    if (open && at - open.from < dotRoomPx) {
      open.moments.push(moment);
      open.to = at;
    } else groups.push({ from: at, to: at, moments: [moment] });
  }
  return groups.map((group) => ({
    lane,
    x: (group.from + group.to) / 2,
    sizePx: Math.min(20, 11 + 2.2 * Math.log2(group.moments.length)),
    moments: group.moments,
  }));
}

/** `page`, `page ×3`, or `page +2` where two others are among them. */
function labelOf(dot: Omit<Dot, 'label'>): string {
  const counts = new Map<string, number>();
  for (const { label } of dot.moments) counts.set(label, (counts.get(label) ?? 0) + 1);
  const [most = ''] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const count = dot.moments.length;
  if (count === 1) return most;
  return counts.size === 1 ? `${most} ×${count}` : `${most} +${count - 1}`;
}

/** The dots that stand for most get their label first; one that would touch another, or a stage's line, is left out. */
function labelled(
  dots: readonly Omit<Dot, 'label'>[],
  { widthPx, linesAt }: { widthPx: number; linesAt: readonly number[] },
): Dot[] {
  const taken: { from: number; to: number }[] = [];
  const labels = new Map<Omit<Dot, 'label'>, string>();
  for (const dot of dots.toSorted((a, b) => b.moments.length - a.moments.length)) {
    const label = labelOf(dot);
    const span = spanOf(dot.x, label);
    const crossed = linesAt.some((x) => span.from < x + linePx && x - linePx < span.to);
    if (crossed || span.from < 0 || span.to > widthPx || touches(span, taken)) continue;
    taken.push(span);
    labels.set(dot, label);
  }
  return dots.map((dot) => ({ ...dot, label: labels.get(dot) ?? null }));
}

function spanOf(x: number, label: string): { from: number; to: number } {
  const half = (label.length * charPx) / 2;
  return { from: x - half, to: x + half };
}

const touches = (
  span: { from: number; to: number },
  taken: readonly { from: number; to: number }[],
): boolean => taken.some((other) => span.from < other.to + labelGapPx && other.from < span.to + labelGapPx);

/** Marks at the same place become one line; their labels take the upper row, else the lower, else none. */
function placedMarks(
  marks: readonly StageMark[],
  x: (atMs: number) => number,
  widthPx: number,
): PlacedMark[] {
  const lines: { x: number; labels: string[]; ids: string[] }[] = [];
  for (const mark of marks.toSorted((a, b) => a.atMs - b.atMs)) {
    const at = x(mark.atMs);
    const open = lines.at(-1);
    if (open && at - open.x < markRoomPx) {
      open.labels.push(mark.label);
      open.ids.push(mark.id);
    } else lines.push({ x: at, labels: [mark.label], ids: [mark.id] });
  }
  const rows: { from: number; to: number }[][] = [[], []];
  return lines.map(({ x: at, labels, ids }) => {
    const label = labels.length > 2 ? `${labels[0]} … ${labels.at(-1)}` : labels.join(', ');
    const half = (label.length * charPx) / 2;
    const middle = Math.min(Math.max(at, half), widthPx - half);
    const span = spanOf(middle, label);
    const row = rows.findIndex((taken) => !touches(span, taken));
    if (row >= 0) rows[row]?.push(span);
    return { x: at, row: row === 1 ? 1 : 0, label, shown: row >= 0, ids };
  });
}

function ticksOf({ knots }: Scale, widthPx: number): Tick[] {
  const count = Math.max(2, Math.floor(widthPx / tickRoomPx));
  const first = knots[0];
  const last = knots.at(-1);
  if (!first || !last || first.atMs === last.atMs) return [];
  return Array.from({ length: count }, (_, index) => {
    const x = first.x + ((last.x - first.x) * index) / (count - 1);
    return { x, atMs: timeAt(knots, x) };
  });
}

function timeAt(knots: readonly { atMs: number; x: number }[], x: number): number {
  const above = knots.findIndex((knot) => knot.x >= x);
  const to = knots[above] ?? knots.at(-1);
  const from = knots[above - 1] ?? to;
  if (!to || !from) return 0;
  const share = to.x === from.x ? 0 : (x - from.x) / (to.x - from.x);
  return from.atMs + share * (to.atMs - from.atMs);
}
