import { formatCount, formatShare } from '../../../../web/parts/money.tsx';
import classes from './suggest.module.css';
import type { Suggestion } from './types.ts';

/** How far to trust it: the AUC of each fold, and whether what was foretold came true. */
export function Calibration({ suggestion }: { suggestion: Suggestion }) {
  const { folds, auc, calibration, baselineAuc } = suggestion;
  return (
    <section className={`panel ${classes.card}`} aria-label="How far to trust it">
      <h2>How far to trust it</h2>
      <p>
        On leads that each model had not seen, the AUC is {auc.toFixed(2)} (folds:{' '}
        {folds.map((fold) => fold.toFixed(2)).join(', ')}).{' '}
        {baselineAuc === null
          ? 'No scoring model is in force to hold it against.'
          : `The model in force has ${baselineAuc.toFixed(2)} on the same leads.`}{' '}
        0.5 is a coin, 1 knows everything.
      </p>
      <div className={classes.trust}>
        <Chart bins={calibration} />
        <table className={classes.table}>
          <caption className="sr-only">Foretold and come true, in tenths of the leads</caption>
          <thead>
            <tr>
              <th scope="col">Foretold</th>
              <th scope="col" className={classes.number}>
                Came true
              </th>
              <th scope="col" className={classes.number}>
                Leads
              </th>
            </tr>
          </thead>
          <tbody>
            {calibration.map((bin) => (
              <tr key={`${bin.predicted} ${bin.leads}`}>
                <th scope="row">{formatShare(bin.predicted)}</th>
                <td className={classes.number} data-heading="Came true">
                  {formatShare(bin.observed)}
                </td>
                <td className={classes.number} data-heading="Leads">
                  {formatCount(bin.leads)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const size = 260;
const margin = { left: 36, bottom: 30, top: 8, right: 8 };
const inner = { width: size - margin.left - margin.right, height: size - margin.top - margin.bottom };

/** Ten dots and a diagonal: a handful of SVG, which needs no chart library. */
function Chart({ bins }: { bins: Suggestion['calibration'] }) {
  const highest = Math.max(0.05, ...bins.flatMap(({ predicted, observed }) => [predicted, observed]));
  const top = [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1].find((mark) => mark >= highest) ?? 1;
  const x = (share: number) => margin.left + (share / top) * inner.width;
  const y = (share: number) => margin.top + (1 - share / top) * inner.height;
  const marks = [0, top / 2, top];
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      className={classes.chart}
      role="img"
      aria-label="Foretold against come true; the figures are in the table"
    >
      {marks.map((mark) => (
        <g key={mark}>
          <line x1={x(0)} x2={x(top)} y1={y(mark)} y2={y(mark)} className={classes.grid} />
          <text x={margin.left - 6} y={y(mark) + 4} textAnchor="end" className={classes.axis}>
            {formatShare(mark)}
          </text>
          <text
            x={x(mark)}
            y={size - 14}
            textAnchor={mark === top ? 'end' : 'middle'}
            className={classes.axis}
          >
            {formatShare(mark)}
          </text>
        </g>
      ))}
      <text x={x(top / 2)} y={size - 1} textAnchor="middle" className={classes.axis}>
        foretold
      </text>
      <line x1={x(0)} y1={y(0)} x2={x(top)} y2={y(top)} className={classes.diagonal} />
      {bins.map(({ predicted, observed, leads }) => (
        <circle
          key={`${predicted} ${leads}`}
          cx={x(predicted)}
          cy={y(observed)}
          r={4.5}
          className={classes.dot}
        >
          <title>{`foretold ${formatShare(predicted)}, came true ${formatShare(observed)}, ${formatCount(leads)} leads`}</title>
        </circle>
      ))}
    </svg>
  );
}
