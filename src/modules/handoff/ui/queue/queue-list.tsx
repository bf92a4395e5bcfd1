import { type RefObject, useEffect } from 'react';
import type { HandoffRow } from '../parts/api-types.ts';
import { DueText } from '../parts/due-text.tsx';
import { GradeMark } from '../parts/grade-mark.tsx';
import classes from './queue.module.css';

type QueueListProps = {
  rows: readonly HandoffRow[];
  fresh: ReadonlySet<string>;
  selected: string | null;
  /** Names whose each is, where the list is not one's own. */
  withOwner: boolean;
  onSelect: (id: string) => void;
  listRef: RefObject<HTMLUListElement | null>;
};

/** What to do next, in order of value and time left. */
export function QueueList({ rows, fresh, selected, withOwner, onSelect, listRef }: QueueListProps) {
  useEffect(() => {
    if (selected === null) return;
    listRef.current?.querySelector(`[data-id="${selected}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [selected, listRef]);
  return (
    <ul ref={listRef} className={classes.list} aria-label="Hand-offs, what to do next first">
      {rows.map((row) => (
        <li key={row.id} className={fresh.has(row.id) ? classes.fresh : undefined}>
          <button
            type="button"
            data-id={row.id}
            className={classes.row}
            aria-current={row.id === selected || undefined}
            onClick={() => onSelect(row.id)}
          >
            <span className={classes.rowHead}>
              <strong>{headOf(row)}</strong>
              <GradeMark grade={row.grade} />
            </span>
            {row.contact.title ? <span className={classes.rowTitle}>{row.contact.title}</span> : null}
            {row.summary ? <span className={classes.rowSummary}>{row.summary}</span> : null}
            <DueLine row={row} withOwner={withOwner} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** "Ada Holm · Pumpenwerk Nord" */
export const headOf = (row: Pick<HandoffRow, 'contact' | 'account'>): string =>
  [row.contact.name, row.account?.name].filter((part) => part).join(' · ');

function DueLine({ row, withOwner }: { row: HandoffRow; withOwner: boolean }) {
  const whose = row.owner?.name ?? (row.pool ? `pool ${row.pool.name}` : 'nobody’s yet');
  return (
    <span className={classes.due}>
      <DueText row={row} />
      {row.state === 'accepted' ? <span className={classes.working}>working on it</span> : null}
      {row.round > 1 ? <span>round {row.round}</span> : null}
      {withOwner || row.owner === null ? <span>{whose}</span> : null}
    </span>
  );
}
