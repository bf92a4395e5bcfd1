import { formatMoney } from '../../../../web/parts/money.tsx';
import type { BoardFigures } from '../../board/contract.ts';
import classes from './board.module.css';
import { axisOf, shareWords } from './words.ts';

const width = 520;
const height = 220;
const left = 52;
const bottom = 24;

/** What is to come with its range, beside what was said of earlier quarters on the same day and what came. */
export function ForecastPicture({ figures }: { figures: BoardFigures }) {
  const { forecasts, backChecks, currency } = figures;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency }, 'compact');
  const rows = [
    ...backChecks,
    ...forecasts.map((one) => ({ ...one, key: one.horizon, label: one.horizon, cameMinor: null })),
  ];
  const { top, step } = axisOf(
    Math.max(1, ...rows.map(({ interval, cameMinor }) => Math.max(interval.high, cameMinor ?? 0))),
  );
  const y = (value: number) => height - bottom - ((height - bottom - 8) * value) / top;
  const each = (width - left) / Math.max(1, rows.length);
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, nth) => nth * step);
  const words = rows.map(({ label, expectedMinor, interval, cameMinor }) => ({
    label,
    text: `expected ${money(expectedMinor)} (95 %: ${money(interval.low)} to ${money(interval.high)})${cameMinor === null ? '' : `, came ${money(cameMinor)}`}`,
  }));
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="board-forecast">
      <h2 id="board-forecast">
        Forecast, and how earlier ones did{' '}
        <span className={classes.legend}>
          <i data-of="expected" /> expected, 95 % range <i data-of="came" /> what came
        </span>
      </h2>
      <svg viewBox={`0 0 ${width} ${height}`} className={classes.picture} aria-hidden="true">
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={left} x2={width} y1={y(tick)} y2={y(tick)} className={classes.gridLine} />
            <text x={left - 6} y={y(tick) + 4} textAnchor="end" className={classes.axis}>
              {money(tick)}
            </text>
          </g>
        ))}
        {rows.map(({ key, label, interval, expectedMinor, cameMinor }, nth) => {
          const middle = left + (nth + 0.5) * each;
          return (
            <g key={key} data-ahead={cameMinor === null || undefined} className={classes.range}>
              <title>{`${label}: ${words[nth]?.text ?? ''}`}</title>
              <line
                x1={middle}
                x2={middle}
                y1={y(interval.low)}
                y2={y(interval.high)}
                className={classes.rangeBar}
              />
              <line
                x1={middle - 9}
                x2={middle + 9}
                y1={y(expectedMinor)}
                y2={y(expectedMinor)}
                className={classes.expected}
              />
              {cameMinor === null ? null : (
                <circle cx={middle} cy={y(cameMinor)} r={4.5} className={classes.came} />
              )}
              <text x={middle} y={height - 6} textAnchor="middle" className={classes.axis}>
                {`${label.slice(0, 2)} ’${label.slice(-2)}`}
              </text>
            </g>
          );
        })}
      </svg>
      <ul className="sr-only">
        {words.map(({ label, text }) => (
          <li key={label}>{`${label}: ${text}`}</li>
        ))}
      </ul>
      <details className={classes.details}>
        <summary>Where the open deals stand, and what such deals came to</summary>
        {forecasts.slice(0, 1).map((one) => (
          <ul key={one.horizon} className={classes.cells}>
            {one.cells.map((cell) => (
              <li key={`${cell.stage}:${cell.age}`}>
                <b>{cell.stage === '' ? 'no stage' : cell.stage}</b>, {cell.age}: {cell.deals} open,{' '}
                {money(cell.openMinor)}; {shareWords(cell.rate)} won within as many days (of {cell.seen} seen,{' '}
                {Math.round(cell.won * 10) / 10} won)
              </li>
            ))}
          </ul>
        ))}
        <p className={classes.under}>{figures.forecastWords}</p>
      </details>
    </section>
  );
}
