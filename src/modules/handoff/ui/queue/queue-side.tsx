import type { RefObject } from 'react';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import type { HandoffPage, HandoffRow } from '../parts/api-types.ts';
import { Nothing } from './nothing.tsx';
import classes from './queue.module.css';
import { headOf, QueueList } from './queue-list.tsx';
import type { QueueState, Whose } from './queue-state.ts';
import type { useQueue } from './use-queue.ts';

type QueueSideProps = {
  list: ReturnType<typeof useQueue>['list'];
  rows: readonly HandoffRow[];
  counts: HandoffPage['counts'] | null;
  state: QueueState;
  whose: Whose;
  fresh: ReadonlySet<string>;
  onSelect: (id: string) => void;
  onChange: (changes: Partial<QueueState>) => void;
  listRef: RefObject<HTMLUListElement | null>;
};

/** The list with what is to be said where there is none. */
export function QueueSide(props: QueueSideProps) {
  const { list, rows, counts, state, whose, fresh, onSelect, onChange, listRef } = props;
  const arrived = rows.filter((row) => fresh.has(row.id));
  return (
    <div className={classes.side}>
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending ? <Wait /> : null}
      {list.data && rows.length === 0 ? (
        <Nothing state={state} whose={whose} counts={counts} onChange={onChange} />
      ) : null}
      {rows.length > 0 ? (
        <div className={classes.box}>
          <QueueList
            rows={rows}
            fresh={fresh}
            selected={state.id ?? null}
            withOwner={whose !== 'mine'}
            onSelect={onSelect}
            listRef={listRef}
          />
          {list.hasNextPage ? (
            <button
              type="button"
              className={classes.more}
              disabled={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage({ cancelRefetch: false })}
            >
              More
            </button>
          ) : null}
        </div>
      ) : null}
      <p className="sr-only" role="status">
        {arrived.length > 0 ? `New: ${arrived.map(headOf).join('; ')}` : ''}
      </p>
    </div>
  );
}

const waitRows = ['a', 'b', 'c', 'd', 'e'];

function Wait() {
  return (
    <div className={classes.wait} role="status" aria-label="Loading the queue">
      {waitRows.map((row) => (
        <div key={row} />
      ))}
    </div>
  );
}
