import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useShowEvidence } from '../../../web/parts/evidence-drawer.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import type { LiveState } from '../../../web/stream.ts';
import type { Scope } from './api-types.ts';
import { EntryDrawer } from './entry-drawer.tsx';
import { ExportButton } from './export-button.tsx';
import { FilterBar } from './filter-bar.tsx';
import { activeFilters, filterState } from './filters.ts';
import listClasses from './list.module.css';
import { List, ListKeys } from './list.tsx';
import { marksOf, momentsOf } from './moments.ts';
import { NothingFits, NothingYet } from './nothing.tsx';
import { Picture } from './picture.tsx';
import { TimelineSentence } from './sentence.tsx';
import classes from './timeline.module.css';
import { type LiveLog, useTimelineLog } from './use-timeline-log.ts';

type TimelineProps = {
  /** Whose: a contact's, an account's, a deal's; everybody's where nothing is named. */
  of: Scope;
  /** False where the page's first line says where things stand already. */
  withSentence?: boolean;
  /** Above the picture: the buying stage, say. */
  above?: ReactNode;
  /** Beside the heading. */
  extra?: ReactNode;
  /** Shown where nothing has happened yet, instead of how it begins. */
  empty?: ReactNode;
};

const noIds: ReadonlySet<string> = new Set();

/** What happened, of both kinds on one line: the sentence, the picture, and the list in words. */
export function Timeline({ of, withSentence = true, above, extra, empty }: TimelineProps) {
  const [filters, setFilters] = useUrlState(filterState);
  const atTop = useRef(true);
  const isAtTop = useCallback(() => atTop.current, []);
  const live = useTimelineLog(of, filters, isAtTop);
  const [picked, setPicked] = useState(noIds);
  const [expanded, setExpanded] = useState(noIds);
  const reveal = useRef<((id: string) => void) | null>(null);
  const show = useShowEvidence();
  const { state } = live;
  const toggle = (key: string) => setExpanded((now) => withOrWithout(now, key));
  const pick = useCallback((ids: readonly string[]) => {
    setPicked(new Set(ids));
    const latest = ids.at(-1);
    if (latest) reveal.current?.(latest);
  }, []);
  const box = useInView(live.key);
  const isEmpty = state.ready && state.lines.length === 0;
  const isNarrowed = activeFilters(filters).length > 0;
  return (
    <section ref={box} className={`panel ${classes.timeline}`} aria-label="Timeline">
      <div className={classes.head}>
        <h2>Timeline</h2>
        <span className={classes.headEnd}>
          {extra}
          <LiveDot state={live.live} />
          <ExportButton scope={of} filters={filters} />
        </span>
      </div>
      {withSentence ? (
        <p className={classes.sentence}>
          <TimelineSentence of={of} />
        </p>
      ) : null}
      {above}
      <FilterBar
        scope={of}
        filters={filters}
        onChange={setFilters}
        items={state.latest}
        right={<ListKeys />}
      />
      <ProblemNotice error={state.error} onRetry={() => void live.log.retry()} />
      {!state.ready && !state.error ? <Wait /> : null}
      {isEmpty && isNarrowed ? <NothingFits scope={of} filters={filters} onChange={setFilters} /> : null}
      {isEmpty && !isNarrowed ? (empty ?? <NothingYet of={of} />) : null}
      {state.lines.length > 0 ? (
        <>
          <LatestPicture live={live} of={of} onPick={pick} />
          <NewPill live={live} />
          <List
            key={live.key}
            live={live}
            picked={picked}
            expanded={expanded}
            onToggle={toggle}
            drawn={{
              withPerson: of.contactId === undefined,
              contactId: of.contactId,
              onOpen: (entry) => show({ entry }),
            }}
            reveal={reveal}
            atTop={atTop}
          />
        </>
      ) : null}
      <EntryDrawer log={live.log} />
    </section>
  );
}

const lowestShare = 0.6;

/** A figure pressed elsewhere on the page narrows the list, which must then be seen. */
function useInView(key: string) {
  const box = useRef<HTMLElement>(null);
  const before = useRef(key);
  useEffect(() => {
    if (before.current === key) return;
    before.current = key;
    const top = box.current?.getBoundingClientRect().top ?? 0;
    if (top < 0 || top > lowestShare * window.innerHeight) box.current?.scrollIntoView({ block: 'start' });
  }, [key]);
  return box;
}

function withOrWithout(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}

type LatestPictureProps = { live: LiveLog; of: Scope; onPick: (ids: readonly string[]) => void };

function LatestPicture({ live, of, onPick }: LatestPictureProps) {
  const { latest } = live.state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for whose it is.
  const drawn = useMemo(
    () => ({ moments: momentsOf(latest), marks: marksOf(latest, of) }),
    [latest, live.key],
  );
  return (
    <div className={classes.picture}>
      <Picture
        {...drawn}
        onPick={onPick}
        note={
          live.state.isPart
            ? `the latest ${drawn.moments.length}; long silences are drawn shorter`
            : undefined
        }
      />
    </div>
  );
}

const liveWords: Record<LiveState, string> = {
  connecting: 'connecting…',
  live: 'live',
  reconnecting: 'reconnecting…',
};

function LiveDot({ state }: { state: LiveState }) {
  return (
    <span
      className={classes.live}
      data-state={state}
      title={
        state === 'live' ? 'New entries appear by themselves' : 'What happens meanwhile is fetched afterwards'
      }
    >
      {liveWords[state]}
    </span>
  );
}

/** Further down, nothing moves by itself: it is said how much is new. */
function NewPill({ live }: { live: LiveLog }) {
  const box = useRef<HTMLDivElement>(null);
  const count = live.waiting.length;
  const take = () => {
    box.current?.scrollIntoView({ block: 'center' });
    // Once the reader is there: what comes in further up is otherwise kept out of their sight.
    requestAnimationFrame(() => requestAnimationFrame(live.take));
  };
  return (
    <>
      <div ref={box} />
      <div className={listClasses.pillBox} role="status">
        {count > 0 ? (
          <button type="button" className={listClasses.pill} onClick={take}>
            {count} new
          </button>
        ) : null}
      </div>
    </>
  );
}

const waitWidths = ['62%', '48%', '71%', '55%', '66%', '40%'];

function Wait() {
  return (
    <div className={classes.wait} role="status" aria-label="Loading the timeline">
      {waitWidths.map((width) => (
        <div key={width} style={{ width }} />
      ))}
    </div>
  );
}
