import { formatCount } from '../../../../web/parts/money.tsx';
import type { PictureWeek } from './api-types.ts';
import classes from './capacity.module.css';
import { about, daysOf } from './capacity-words.ts';

const worked = (value: number | null | undefined) =>
  value === null || value === undefined ? '–' : `≈ ${formatCount(about(value))}`;

/** The weeks on a phone, the latest first: a line each. */
export function WeekLines({ weeks }: { weeks: readonly PictureWeek[] }) {
  return (
    <table className={classes.lines}>
      <thead>
        <tr>
          <th scope="col">Week</th>
          <th scope="col">Leads</th>
          <th scope="col">Can answer</th>
          <th scope="col">Backlog</th>
        </tr>
      </thead>
      <tbody>
        {weeks.toReversed().map((week) => {
          const { offered, expected, capacity, backlog, when } = week;
          return (
            <tr key={week.week} data-when={when}>
              <th scope="row">{daysOf(week)}</th>
              <td>{offered === null ? worked(expected?.volume) : formatCount(offered)}</td>
              <td>{worked(capacity)}</td>
              <td>{backlog === null ? worked(expected?.backlog) : formatCount(backlog)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
