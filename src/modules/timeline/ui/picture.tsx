import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, memo, useRef } from 'react';
import { useNow } from '../../../web/parts/when.tsx';
import { DefinedTerm } from '../../language/ui/terms/defined-term.tsx';
import classes from './picture.module.css';
import { type Dot, type Moment, placePicture, type StageMark, type Tick } from './place-picture.ts';

const firstWidthPx = 640;
const tickFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const yearFormat = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric' });
const hourFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: 'numeric' });
const dayMs = 24 * 3_600_000;

type PictureProps = {
  moments: readonly Moment[];
  marks: readonly StageMark[];
  /** A dot was pressed: shows what it stands for in the list. */
  onPick: (ids: readonly string[]) => void;
  note?: string | undefined;
  /** Within something else: lower, without the days below it. */
  compact?: boolean;
};

/** Days, hours where there are few days, months where there are many; what would say the same again says nothing. */
function tickLabels(ticks: readonly Tick[], spanMs: number): (string | null)[] {
  const format = spanMs > 365 * dayMs ? yearFormat : spanMs < 5 * dayMs ? hourFormat : tickFormat;
  const words = ticks.map((tick, index) => (index === ticks.length - 1 ? 'now' : format.format(tick.atMs)));
  return words.map((word, index) => (word === words[index - 1] ? null : word));
}

/** Content above the line, person-to-person below it, stages as lines through both. */
export const Picture = memo(function Picture({ moments, marks, onPick, note, compact }: PictureProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const nowMs = useNow().getTime();
  const widthPx = width > 0 ? width : firstWidthPx;
  const story = placePicture({ moments, marks, nowMs, widthPx });
  const dots = story.dots.toSorted((a, b) => a.x - b.x);
  const oldestMs = Math.min(
    nowMs,
    ...moments.map((moment) => moment.atMs),
    ...marks.map((mark) => mark.atMs),
  );
  const labels = tickLabels(story.ticks, nowMs - oldestMs);
  return (
    <figure className={classes.picture}>
      <div
        ref={ref}
        className={classes.plane}
        data-marks={marks.length > 0 || undefined}
        data-compact={compact || undefined}
      >
        <div className={classes.line} aria-hidden="true" />
        {story.marks.map((mark) => (
          <div key={mark.ids.join()} aria-hidden="true">
            <span className={classes.markLine} style={{ left: mark.x }} data-row={mark.row} />
            {mark.shown ? (
              <span
                className={classes.markLabel}
                style={{ left: mark.x }}
                data-row={mark.row}
                data-side={sideOf(mark.x, mark.label, widthPx)}
              >
                {mark.label}
              </span>
            ) : null}
          </div>
        ))}
        <Dots dots={dots} onPick={onPick} />
        {(compact ? [] : story.ticks).map((tick, index) => (
          <span
            key={tick.x}
            className={classes.tick}
            style={{ left: tick.x }}
            data-side={index === 0 ? 'start' : index === story.ticks.length - 1 ? 'end' : undefined}
            aria-hidden="true"
          >
            {labels[index]}
          </span>
        ))}
      </div>
      <figcaption className={classes.legend}>
        <span data-lane="content">content</span>
        <span data-lane="person">person to person</span>
        {marks.length > 0 ? (
          <span data-lane="stage">
            <DefinedTerm term="lifecycle_stage">stage</DefinedTerm>
          </span>
        ) : null}
        <span className={classes.legendNote}>{note ?? 'long silences are drawn shorter'}</span>
      </figcaption>
    </figure>
  );
});

/** A label at the edge is pulled inwards. */
function sideOf(x: number, label: string, widthPx: number): 'start' | 'end' | undefined {
  const half = label.length * 3;
  if (x < half) return 'start';
  return x > widthPx - half ? 'end' : undefined;
}

function Dots({ dots, onPick }: { dots: readonly Dot[]; onPick: (ids: readonly string[]) => void }) {
  const list = useRef<HTMLOListElement>(null);
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const target =
      event.key === 'Home' ? 0 : event.key === 'End' ? dots.length - 1 : step ? index + step : null;
    if (target === null) return;
    event.preventDefault();
    list.current?.querySelectorAll('button')[target]?.focus();
  };
  return (
    <ol ref={list} className={classes.dots} aria-label="What happened, earliest first">
      {dots.map((dot, index) => (
        <li key={`${dot.lane} ${dot.moments[0]?.id}`} style={{ left: dot.x }} data-lane={dot.lane}>
          <button
            type="button"
            className={classes.dot}
            tabIndex={index === dots.length - 1 ? 0 : -1}
            onKeyDown={(event) => onKeyDown(event, index)}
            onClick={() => onPick(dot.moments.map((moment) => moment.id))}
            title={titleWords(dot.moments)}
            aria-label={titleWords(dot.moments)}
          >
            <span className={classes.dotMark} style={{ width: dot.sizePx, height: dot.sizePx }} />
            {dot.label ? <span className={classes.dotLabel}>{dot.label}</span> : null}
          </button>
        </li>
      ))}
    </ol>
  );
}

const dayFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const shownTitles = 4;

function titleWords(moments: readonly Moment[]): string {
  const first = moments[0];
  const last = moments.at(-1);
  if (!first || !last) return '';
  const days = [...new Set([dayFormat.format(first.atMs), dayFormat.format(last.atMs)])].join(' to ');
  const titles = [...new Set(moments.map((moment) => moment.title))];
  const more = titles.length > shownTitles ? ` and ${titles.length - shownTitles} more` : '';
  return `${days}: ${titles.slice(0, shownTitles).join('; ')}${more}`;
}
