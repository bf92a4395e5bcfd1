import { formatCount, Money } from '../../../../web/parts/money.tsx';
import classes from './goal.module.css';
import type { Figures, Goal } from './state.ts';

const monthName = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' });
const nameOf = (month: string) => monthName.format(new Date(`${month}-01T00:00:00Z`));

/** When the leads for each month's revenue have to be offered; of months that are over, what was. */
export function MonthTable({ goal, figures }: { goal: Goal; figures: Figures }) {
  const offeredIn = new Map(figures.offeredByMonth.map(({ month, count }) => [month, count]));
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Revenue in</th>
          <th scope="col">Revenue</th>
          <th scope="col">Deals</th>
          <th scope="col">Leads</th>
          <th scope="col">to be offered in</th>
          <th scope="col">Offered then</th>
        </tr>
      </thead>
      <tbody>
        {goal.byMonth.map((one) => (
          <tr key={one.month}>
            <th scope="row">{nameOf(one.month)}</th>
            <td data-label="Revenue">
              <Money of={{ amountMinor: one.revenueMinor, currency: figures.currency }} />
            </td>
            <td data-label="Deals">{formatCount(one.deals)}</td>
            <td data-label="Leads">
              <b className="marketing">{formatCount(one.leads)}</b>
            </td>
            <td data-label="to be offered in">{nameOf(one.offerIn)}</td>
            <td data-label="Offered then">
              {one.past || one.offerIn === figures.thisMonth ? (
                `${formatCount(offeredIn.get(one.offerIn) ?? 0)}${one.past ? ', that month is over' : ' so far'}`
              ) : (
                <span className="mute">yet to come</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
