import { useNow } from '../../../../web/parts/when.tsx';
import type { HandoffRow } from './api-types.ts';
import { dueWords, nextDue } from './due-words.ts';

type Timed = Pick<HandoffRow, 'state' | 'responseDueAt' | 'dispositionDueAt' | 'firstResponseAt' | 'paused'>;

/** "due in 38 min", red once the promise is broken; what the clock says goes on by itself. */
export function DueText({ row }: { row: Timed }) {
  const now = useNow();
  const due = nextDue(row, now);
  if (row.paused) return <span>clocks paused</span>;
  if (due === null) return <span>{restWords(row)}</span>;
  return (
    <time dateTime={due.at.toISOString()} className={due.late ? 'late' : undefined}>
      {due.late ? `${due.what} ` : ''}
      {dueWords(due.at, now)}
    </time>
  );
}

function restWords(row: Timed): string {
  if (row.state === 'accepted') return row.firstResponseAt === null ? 'no clock runs' : 'answered in person';
  return row.firstResponseAt === null ? 'no agreement gives it a time' : 'answered in person';
}
