import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import type { Commitment } from '../../measures/contract.ts';
import classes from './sla.module.css';
import { dayWords, figureWords, monthWords, titles } from './words.ts';

/** Stretches that fit and can be told apart; the table has them all. */
const drawn = 26;

/** How the figure went, a column a week or month; thin where few hand-offs made it. */
export function TrendBars({ commitment }: { commitment: Commitment }) {
  const { trend, unit, promised } = commitment;
  const shown = trend.slice(-drawn);
  if (shown.length < 2) return null;
  const most =
    unit === 'percent' ? 100 : Math.max(1, promised ?? 0, ...shown.map(({ figure }) => figure ?? 0));
  const height = 30;
  const step = 100 / shown.length;
  return (
    <svg
      className={classes.trend}
      viewBox={`0 0 100 ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${titles[commitment.key]} over time; the table below has the figures`}
    >
      {shown.map(({ from, figure, n }, index) => {
        const size = figure === null ? 0 : Math.max(1, (figure / most) * height);
        return (
          <rect
            key={from}
            x={index * step}
            y={height - size}
            width={step * 0.76}
            height={size}
            opacity={n < 5 ? 0.4 : 1}
          />
        );
      })}
    </svg>
  );
}

type TableProps = { commitment: Commitment; step: 'week' | 'month'; trend: Commitment['trend'] };

export function TrendTable({ commitment, step, trend }: TableProps) {
  const { key, unit } = commitment;
  return (
    <div className={classes.scroll}>
      <table className={classes.parts}>
        <thead>
          <tr>
            <th scope="col">{step === 'week' ? 'Week from' : 'Month'}</th>
            <th scope="col">{titles[key]}</th>
            <th scope="col">of</th>
          </tr>
        </thead>
        <tbody>
          {trend.toReversed().map(({ from, to, figure, n }) => (
            <tr key={from}>
              <th scope="row">{step === 'week' ? dayWords(from) : monthWords(from)}</th>
              <td>
                {figure === null ? (
                  '–'
                ) : (
                  <Figure evidence={{ of: key, state: 'all', from, to }}>{figureWords(figure, unit)}</Figure>
                )}
              </td>
              <td>{formatCount(n)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
