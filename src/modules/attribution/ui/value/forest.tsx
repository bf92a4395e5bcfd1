import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { Figure } from '../../../../web/parts/first-line.tsx';
import type { Value, ValueRow } from './api-types.ts';
import classes from './value.module.css';
import { plural, timesText } from './words.ts';

const lowest = 0.1;
const highest = 30;
const marks = [0.2, 0.5, 1, 2, 5, 10, 20];

/** Where a ratio stands between the two edges, in per cent of the width: equal steps are equal factors. */
function placeOf(ratio: number): number {
  const within = Math.min(highest, Math.max(lowest, ratio));
  return (100 * Math.log(within / lowest)) / Math.log(highest / lowest);
}

/** Each row's ratio with what the data allows, on one scale; who has too few leads waits in grey. */
export function Forest({ value }: { value: Value }) {
  const setting = useQuery(api.results.value.baseline.queryOptions());
  const ofSales = value.by === 'channel' ? (setting.data?.salesChannels ?? []) : [];
  const rows = [value.marketing, ...value.rows].filter((row) => row.comparison !== null && row.leads > 0);
  const shown = rows.slice(0, 16);
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="forest-heading">
      <h2 id="forest-heading">
        How often comparable leads come to {value.stage.name}{' '}
        <span className={classes.about}>· times that of {value.baseline.name}</span>
      </h2>
      <div className={classes.scale} aria-hidden="true">
        <span />
        <span className={classes.axis}>
          {marks.map((mark) => (
            <i key={mark} style={{ left: `${placeOf(mark)}%` }} data-one={mark === 1 || undefined}>
              {mark}×
            </i>
          ))}
        </span>
        <span />
      </div>
      <ul className={classes.forest}>
        {shown.map((row) => (
          <ForestRow
            key={row.key}
            row={row}
            isAll={row === value.marketing}
            isOfSales={ofSales.includes(row.key)}
          />
        ))}
      </ul>
      <p className={classes.below}>
        The bar is the range that the data allows, 95 times in 100. Under 30 leads on a side a row waits in
        grey
        {rows.length > shown.length ? `; ${plural(rows.length - shown.length, 'more row')} in the table` : ''}
        .
      </p>
    </section>
  );
}

type ForestRowProps = { row: ValueRow; isAll: boolean; isOfSales: boolean };

function ForestRow({ row, isAll, isOfSales }: ForestRowProps) {
  const compared = row.comparison;
  const ratio = compared?.ratio ?? null;
  const waits = compared === null || compared.verdict === 'waiting' || compared.verdict === 'no-baseline';
  return (
    <li data-all={isAll || undefined} data-sales={isOfSales || undefined}>
      <span className={classes.rowName} title={row.label}>
        {row.label}
      </span>
      <span className={classes.track} data-waits={waits || undefined}>
        <i className={classes.one} style={{ left: `${placeOf(1)}%` }} />
        {ratio ? (
          <>
            <i
              className={classes.range}
              style={{ left: `${placeOf(ratio.low)}%`, right: `${100 - placeOf(ratio.high)}%` }}
            />
            <i className={classes.dot} style={{ left: `${placeOf(ratio.value)}%` }} />
          </>
        ) : null}
      </span>
      <span className={classes.rowFigure}>
        {compared && ratio ? (
          <Figure
            evidence={{ key: row.key, side: 'row', state: 'judged' }}
            label={`${row.label}: ${compared.verdictWords}`}
          >
            {timesText(ratio.value)}
          </Figure>
        ) : (
          <span className="mute">–</span>
        )}
        <small>
          {ratio ? `${timesText(ratio.low)} to ${timesText(ratio.high)} · ` : ''}
          {compared ? plural(compared.leads, 'lead') : ''}
        </small>
      </span>
    </li>
  );
}
