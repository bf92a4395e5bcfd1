import { csvHref } from '../../../../web/csv.ts';
import { formatMoney } from '../../../../web/parts/money.tsx';
import type { BoardFigures } from '../../board/contract.ts';
import { amountForSheet } from '../credit/amounts.ts';
import classes from './board.module.css';
import { axisOf } from './words.ts';

const width = 520;
const height = 220;
const left = 52;
const bottom = 24;

/** Won revenue before the pipeline opened, by quarter; its table beside it for who cannot see it. */
export function TrendPicture({ figures }: { figures: BoardFigures }) {
  const { trend, currency } = figures;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency }, 'compact');
  const { top, step } = axisOf(Math.max(1, ...trend.flatMap((one) => [one.wonMinor, one.pipelineMinor])));
  const y = (value: number) => height - bottom - ((height - bottom - 8) * value) / top;
  const each = (width - left) / Math.max(1, trend.length);
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, nth) => nth * step);
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="board-trend">
      <h2 id="board-trend">
        Won and opened, by quarter{' '}
        <span className={classes.legend}>
          <i data-of="won" /> won <i data-of="pipeline" /> pipeline opened
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
        {trend.map((one, nth) => {
          const x = left + nth * each;
          return (
            <g key={one.key}>
              <title>{`${one.label}: ${money(one.wonMinor)} won in ${one.wonDeals} deals, ${money(one.pipelineMinor)} opened in ${one.pipelineDeals}`}</title>
              <rect
                x={x + each * 0.14}
                y={y(one.pipelineMinor)}
                width={each * 0.4}
                height={Math.max(1, y(0) - y(one.pipelineMinor))}
                className={classes.pipelineBar}
              />
              <rect
                x={x + each * 0.44}
                y={y(one.wonMinor)}
                width={each * 0.4}
                height={Math.max(1, y(0) - y(one.wonMinor))}
                className={classes.wonBar}
              />
              <text x={x + each / 2} y={height - 6} textAnchor="middle" className={classes.axis}>
                {`${one.label.slice(0, 2)} ’${one.label.slice(-2)}${one.isRunning ? '*' : ''}`}
              </text>
            </g>
          );
        })}
      </svg>
      <table className="sr-only">
        <caption>Won and opened, by quarter</caption>
        <thead>
          <tr>
            <th>Quarter</th>
            <th>Won</th>
            <th>Deals won</th>
            <th>Opened</th>
          </tr>
        </thead>
        <tbody>
          {trend.map((one) => (
            <tr key={one.key}>
              <td>{one.label}</td>
              <td>{money(one.wonMinor)}</td>
              <td>{one.wonDeals}</td>
              <td>{money(one.pipelineMinor)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.under}>
        {trend.some(({ isRunning }) => isRunning) ? '* is running. ' : ''}
        <a className={classes.quiet} href={trendCsv(figures)} download="won-and-opened.csv">
          CSV
        </a>
      </p>
    </section>
  );
}

function trendCsv({ trend, currency }: BoardFigures): string {
  const inMajor = (minor: number) => amountForSheet({ unit: 'minor', currency }, minor);
  return csvHref([
    ['Quarter', `Won (${currency})`, 'Deals won', `Opened (${currency})`, 'Deals opened', 'Running'],
    ...trend.map((one) => [
      one.label,
      inMajor(one.wonMinor),
      one.wonDeals,
      inMajor(one.pipelineMinor),
      one.pipelineDeals,
      one.isRunning ? 'yes' : 'no',
    ]),
  ]);
}
