import { useWindowVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { memo, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useKeys } from '../../../web/keys.ts';
import { KeyHints } from '../../../web/parts/kbd.tsx';
import classes from './list.module.css';
import type { Line } from './log.ts';
import { DayRow, type Drawn, EntryRow, MarkRow, SessionRow, ThreadRow } from './rows.tsx';
import type { LiveLog } from './use-timeline-log.ts';

const overscanLines = 12;
/** The next page is asked for when this many lines are left below. */
const linesAhead = 60;
const dayPx = 39;
const linePx = 31;
const keptLists = 6;

/** How high lines were, so that "back" finds its place before they are drawn again. */
const keptSizes = new Map<string, Map<string, number>>();

type ListProps = {
  live: LiveLog;
  /** Entries to show, as a press on the picture asks for. */
  picked: ReadonlySet<string>;
  expanded: ReadonlySet<string>;
  onToggle: (key: string) => void;
  drawn: Omit<Drawn, 'tabbable'>;
  /** Told how to bring an entry into view. */
  reveal: RefObject<((id: string) => void) | null>;
  /** Told whether the reader is at the top of the list. */
  atTop: RefObject<boolean>;
};

type WindowVirtualizer = Virtualizer<Window, HTMLLIElement>;

/** The list in words, latest first; only what is on the screen is in the page. */
export function List({ live, picked, expanded, onToggle, drawn, reveal, atTop }: ListProps) {
  const { log, state } = live;
  const { lines } = state;
  const box = useRef<HTMLOListElement>(null);
  const scrollMargin = useTopOf(box);
  const [sizes] = useState(() => sizesOf(live.key));
  const latest = useRef(lines);
  latest.current = lines;
  // Another function makes the virtualizer measure all lines anew, which is needed only when they move.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the arrangement stands for the lines.
  const getItemKey = useCallback(
    (index: number) => latest.current[index]?.key ?? index,
    [live.key, state.arrangement],
  );
  const estimateSize = useCallback(
    (index: number) => {
      const line = latest.current[index];
      return (line && sizes.get(line.key)) ?? (line?.key.startsWith('day ') ? dayPx : linePx);
    },
    [sizes],
  );
  const virtual = useWindowVirtualizer<HTMLLIElement>({
    count: lines.length,
    getItemKey,
    estimateSize,
    overscan: overscanLines,
    scrollMargin,
    scrollPaddingStart: 60,
    scrollPaddingEnd: 60,
  });
  useKeptSizes(virtual, sizes);
  useAnchor(virtual, lines, scrollMargin);
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => log.show(first, last), [log, first, last]);
  const wantsMore = state.hasMore && !state.loading && !state.error && last >= lines.length - linesAhead;
  useEffect(() => {
    if (wantsMore) void log.more();
  }, [log, wantsMore]);
  useAtTop(scrollMargin, atTop);
  const walk = useWalk(virtual, lines, box, onToggle);
  reveal.current = (id) => {
    const index = log.lineOf(id);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'center' });
  };
  const shown = items.flatMap(({ index }) => lines[index] ?? []);
  const isActiveShown = shown.some((line) => line.key === walk.active);
  const tabbable = isActiveShown
    ? walk.active
    : shown.find((line) => line.row !== 'day' && line.row !== 'ghost')?.key;
  return (
    <>
      <ol
        ref={box}
        className={classes.list}
        style={{ height: virtual.getTotalSize() }}
        aria-label="What happened, latest first"
      >
        {items.map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          return (
            <li
              key={line.key}
              ref={virtual.measureElement}
              data-index={item.index}
              data-active={line.key === walk.active || undefined}
              data-picked={isIn(line, picked) || undefined}
              data-fresh={isIn(line, live.fresh) || undefined}
              className={classes.line}
              style={{
                transform: `translateY(${item.start - scrollMargin}px)`,
                ...(line.row === 'ghost' ? { height: item.size } : {}),
              }}
              onFocus={() => walk.reach(line)}
            >
              <LineOf
                line={line}
                expanded={expanded.has(line.key)}
                onToggle={onToggle}
                drawn={{ ...drawn, tabbable: line.key === tabbable }}
              />
            </li>
          );
        })}
      </ol>
      <Foot live={live} count={lines.length} />
    </>
  );
}

function Foot({ live: { state }, count }: { live: LiveLog; count: number }) {
  if (count === 0) return null;
  return (
    <div className={classes.foot}>
      <span role="status">{state.hasMore ? (state.loading ? 'Reading on…' : '') : 'That is all.'}</span>
    </div>
  );
}

type LineOfProps = { line: Line; expanded: boolean; onToggle: (key: string) => void; drawn: Drawn };

/** Drawn again only when it says something else: while scrolling, every line on the screen stays as it is. */
const LineOf = memo(function LineOf({ line, expanded, onToggle, drawn }: LineOfProps) {
  switch (line.row) {
    case 'day':
      return <DayRow at={line.at} />;
    case 'mark':
      return <MarkRow mark={line.mark} drawn={drawn} />;
    case 'entry':
      return <EntryRow entry={line.entry} drawn={drawn} />;
    case 'ghost':
      return <div className={classes.ghost} />;
    default: {
      const Folded = line.row === 'session' ? SessionRow : ThreadRow;
      return (
        <Folded
          entries={line.entries}
          expanded={expanded}
          onToggle={() => onToggle(line.key)}
          drawn={drawn}
        />
      );
    }
  }
}, isSameLine);

function isSameLine(before: LineOfProps, after: LineOfProps): boolean {
  return (
    before.line === after.line &&
    before.expanded === after.expanded &&
    before.drawn.tabbable === after.drawn.tabbable &&
    before.drawn.contactId === after.drawn.contactId &&
    before.drawn.withPerson === after.drawn.withPerson
  );
}

function isIn(line: Line, ids: ReadonlySet<string>): boolean {
  if (ids.size === 0) return false;
  if (line.row === 'session' || line.row === 'thread') return line.entries.some((one) => ids.has(one.id));
  return ids.has(line.key);
}

/** Where the list begins in the page; what is above it may grow at any time. */
function useTopOf(box: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      const now = box.current;
      if (now) setTop(Math.round(now.getBoundingClientRect().top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [box]);
  return top;
}

function sizesOf(key: string): Map<string, number> {
  const sizes = keptSizes.get(key) ?? new Map<string, number>();
  keptSizes.delete(key);
  keptSizes.set(key, sizes);
  for (const old of [...keptSizes.keys()].slice(0, -keptLists)) keptSizes.delete(old);
  return sizes;
}

function useKeptSizes(virtual: WindowVirtualizer, sizes: Map<string, number>): void {
  useLayoutEffect(
    () => () => {
      for (const item of virtual.takeSnapshot()) sizes.set(String(item.key), item.size);
    },
    [virtual, sizes],
  );
}

/** Keeps what the reader reads where it is when lines above it come or go. */
function useAnchor(virtual: WindowVirtualizer, lines: readonly Line[], topPx: number): void {
  const anchor = useRef<{ key: string; index: number; start: number } | null>(null);
  const before = useRef(lines);
  useLayoutEffect(() => {
    const held = anchor.current;
    if (before.current !== lines) {
      before.current = lines;
      if (held && (virtual.scrollOffset ?? 0) > topPx && lines[held.index]?.key !== held.key) {
        const index = lines.findIndex((line) => line.key === held.key);
        const start = virtual.measurementsCache[index]?.start;
        if (start !== undefined && start !== held.start) window.scrollBy(0, start - held.start);
      }
    }
    const offset = virtual.scrollOffset ?? 0;
    const item = virtual.getVirtualItems().find((one) => one.end > offset);
    anchor.current = item ? { key: String(item.key), index: item.index, start: item.start } : null;
  });
}

const nearTopPx = 40;

function useAtTop(topPx: number, atTop: RefObject<boolean>): void {
  useEffect(() => {
    const look = () => {
      atTop.current = window.scrollY < topPx + nearTopPx;
    };
    look();
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, [topPx, atTop]);
}

const isWalkable = (line: Line | undefined): boolean => line !== undefined && line.row !== 'day';

/** j and k walk from line to line, also to those that are not drawn yet. */
function useWalk(
  virtual: WindowVirtualizer,
  lines: readonly Line[],
  box: RefObject<HTMLElement | null>,
  onToggle: (key: string) => void,
) {
  const [active, setActive] = useState<string | null>(null);
  const wanted = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const line = box.current?.querySelector<HTMLElement>(`li[data-index="${wanted.current}"] [data-primary]`);
    if (!line) return;
    wanted.current = null;
    line.focus({ preventScroll: true });
  });
  const step = (by: 1 | -1) => {
    const current = lines.findIndex((line) => line.key === active);
    const firstShown =
      virtual.getVirtualItems().find((item) => item.end > (virtual.scrollOffset ?? 0))?.index ?? 0;
    let target = current < 0 ? firstShown : current + by;
    while (lines[target] && !isWalkable(lines[target])) target += by;
    const line = lines[target];
    if (!line) return;
    wanted.current = target;
    setActive(line.key);
    virtual.scrollToIndex(target);
  };
  const toggle = () => {
    const line = lines.find((one) => one.key === active);
    if (line && (line.row === 'session' || line.row === 'thread')) onToggle(line.key);
  };
  useKeys('Timeline', [
    { keys: 'j', label: 'Next entry', run: () => step(1) },
    { keys: 'k', label: 'Entry before', run: () => step(-1) },
    { keys: 'o', label: 'Open or fold a visit', run: toggle },
  ]);
  return { active, reach: (line: Line) => isWalkable(line) && setActive(line.key) };
}

export function ListKeys() {
  return (
    <KeyHints
      hints={[
        ['j k', 'walk'],
        ['Enter', 'open'],
        ['o', 'unfold a visit'],
      ]}
    />
  );
}
