import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { csvHref } from '../../../../web/csv.ts';
import { phone } from '../../../../web/parts/breakpoints.ts';
import { type Column, DataTable } from '../../../../web/parts/data-table.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import type { PictureWeek } from './api-types.ts';
import classes from './capacity.module.css';
import { about, daysOf, weekName } from './capacity-words.ts';
import { WeekLines } from './week-lines.tsx';

const none = <span className="mute">–</span>;
const exact = (value: number | null) => (value === null ? none : formatCount(value));
const worked = (value: number | null) => (value === null ? none : `≈ ${formatCount(about(value))}`);

const columns: readonly Column<PictureWeek>[] = [
  {
    id: 'week',
    heading: 'Week',
    cell: (week) => (
      <>
        {daysOf(week)} <span className="mute">{weekName(week.week)}</span>
        {week.when === 'running' ? <span className={classes.tag}>now</span> : null}
      </>
    ),
    width: 190,
  },
  { id: 'offered', heading: 'Offered', align: 'end', width: 90, cell: ({ offered }) => exact(offered) },
  {
    id: 'expected',
    heading: 'Expected',
    align: 'end',
    width: 150,
    cell: ({ expected }) =>
      expected ? (
        <>
          ≈ {formatCount(about(expected.volume))}{' '}
          {expected.high > expected.low ? (
            <span className="mute">
              {formatCount(about(expected.low))}–{formatCount(about(expected.high))}
            </span>
          ) : null}
        </>
      ) : (
        none
      ),
  },
  { id: 'answered', heading: 'Answered', align: 'end', width: 90, cell: ({ answered }) => exact(answered) },
  {
    id: 'capacity',
    heading: 'Can answer',
    align: 'end',
    width: 110,
    cell: ({ capacity }) => worked(capacity),
  },
  {
    id: 'backlog',
    heading: 'Backlog',
    align: 'end',
    width: 100,
    cell: ({ backlog, expected, when }) =>
      when === 'coming' ? worked(expected?.backlog ?? null) : exact(backlog),
  },
];

/** The weeks of the picture, the latest first, as a table and as CSV. */
export function WeekTable({ weeks }: { weeks: readonly PictureWeek[] }) {
  const [down, setDown] = useState(true);
  const small = useMediaQuery(phone) ?? false;
  if (small) {
    return (
      <>
        <h2 className={classes.linesHead}>Week by week</h2>
        <WeekLines weeks={weeks} />
      </>
    );
  }
  const rows = down ? weeks.toReversed() : weeks;
  return (
    <DataTable
      label="Weeks"
      toolbar={<h2>Week by week</h2>}
      columns={columns.map((column) => (column.id === 'week' ? { ...column, sortable: true } : column))}
      rows={rows}
      rowKey={({ week }) => week}
      sort={{ by: 'week', direction: down ? 'desc' : 'asc' }}
      onSort={({ direction }) => setDown(direction === 'desc')}
      exportHref={csvHref(csvOf(weeks))}
      maxHeight="60vh"
    />
  );
}

function csvOf(weeks: readonly PictureWeek[]) {
  const head = [
    'week',
    'from',
    'to',
    'offered',
    'answered',
    'can_answer',
    'backlog',
    'expected',
    'low',
    'high',
    'expected_backlog',
  ];
  return [
    head,
    ...weeks.map((week) => [
      week.week,
      week.from,
      week.to,
      week.offered,
      week.answered,
      week.capacity,
      week.backlog,
      week.expected?.volume ?? null,
      week.expected?.low ?? null,
      week.expected?.high ?? null,
      week.expected?.backlog ?? null,
    ]),
  ];
}
