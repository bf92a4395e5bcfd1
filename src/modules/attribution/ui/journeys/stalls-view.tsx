import { Select } from '@mantine/core';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount, Money } from '../../../../web/parts/money.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { DefinedTerm } from '../../../language/ui/terms/defined-term.tsx';
import type { StallRow, Stalls } from './api-types.ts';
import classes from './journeys.module.css';
import { type PageState, type SetState, stepKinds } from './state.ts';
import { byWords, daysWords, plural, shortDays, toneOf } from './words.ts';

type Props = { stalls: Stalls; state: PageState; set: SetState };

/** Where journeys stand still, stage by stage, by what the buyer met last. */
export function StallsView({ stalls, state, set }: Props) {
  const stages = [...Map.groupBy(stalls.rows, ({ stage }) => stage).values()];
  const scale = Math.max(1, ...stalls.rows.flatMap((row) => [row.medianDays, row.goneOnP90Days ?? 0]));
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="stalls-heading">
      <div className={classes.cardHead}>
        <h2 id="stalls-heading">
          {stalls.of === 'deals' ? 'Open deals' : 'Leads'} by stage and last touch{' '}
          <span className={classes.about}>· against those that went on</span>
        </h2>
        <div className={classes.controls}>
          <Segmented
            label="What stands still"
            value={state.of}
            options={[
              { value: 'deals', label: 'Deals' },
              { value: 'leads', label: 'Leads' },
            ]}
            onChange={(of) => set({ of: of === 'deals' ? undefined : of })}
          />
          <Select
            aria-label="The last touch is told apart by"
            className={classes.select}
            size="xs"
            data={stepKinds.map((value) => ({ value, label: `by ${byWords[value]}` }))}
            value={state.lastBy}
            allowDeselect={false}
            onChange={(by) => set({ lastBy: stepKinds.find((kind) => kind === by) })}
          />
        </div>
      </div>
      {stages.map((rows) => (
        <Stage key={rows[0]?.stage} rows={rows} stalls={stalls} by={state.lastBy} scale={scale} />
      ))}
      <p className={classes.below}>
        The band is the time of nine in ten of those that went on, its mark half of them; the dot is how long
        half of these stand here now. Stalled: longer than nine in ten took. Of fewer than five that went on
        nothing is said.
      </p>
    </section>
  );
}

type StageProps = { rows: readonly StallRow[]; stalls: Stalls; by: PageState['lastBy']; scale: number };

function Stage({ rows, stalls, by, scale }: StageProps) {
  const [first] = rows;
  if (!first) return null;
  const waiting = rows.reduce((sum, row) => sum + row.waiting, 0);
  const stalled = rows.reduce((sum, row) => sum + row.stalled, 0);
  return (
    <div className={classes.stage}>
      <h3>
        {stalls.of === 'leads' ? (
          <DefinedTerm term={first.stage}>{first.stageName}</DefinedTerm>
        ) : (
          first.stageName
        )}
        <span className={classes.about}>
          {' '}
          {formatCount(waiting)} waiting{stalled > 0 ? `, ${formatCount(stalled)} stalled` : ''}
          {first.goneOnMedianDays === null
            ? ' · too few went on to say how long is long'
            : ` · ${plural(first.goneOn, 'other')} went on within ${daysWords(first.goneOnMedianDays)} (median)`}
        </span>
      </h3>
      <ul className={classes.stalls}>
        {rows.map((row) => (
          <Row key={`${row.key} ${row.kind}`} row={row} stalls={stalls} by={by} scale={scale} />
        ))}
      </ul>
    </div>
  );
}

function Row({
  row,
  stalls,
  by,
  scale,
}: {
  row: StallRow;
  stalls: Stalls;
  by: PageState['lastBy'];
  scale: number;
}) {
  const at = (days: number) => `${Math.min(100, (days / scale) * 100)}%`;
  const money = { amountMinor: row.openMinor, currency: stalls.currency };
  const title = `${row.stageName}, last touch: ${row.label}`;
  return (
    <li className={classes.stall}>
      <span className={classes.stallName}>
        <span className={classes.chip} data-tone={toneOf(row.kind)}>
          {row.label}
        </span>
        <span className={classes.small}>
          {row.sinceTouchDays === null ? '' : `${daysWords(row.sinceTouchDays)} ago`}
        </span>
      </span>
      <span className={classes.pathCount}>
        {stalls.of === 'deals' ? (
          <Figure
            evidence={{ show: 'deals', title, stage: row.stage, lastTouch: row.key, by }}
            label={`${row.waiting} deals: ${title}`}
          >
            {formatCount(row.waiting)}
          </Figure>
        ) : (
          <strong>{formatCount(row.waiting)}</strong>
        )}{' '}
        waiting
      </span>
      <span
        className={classes.strip}
        role="img"
        aria-label={`Half stand here for ${daysWords(row.medianDays)} or longer${row.goneOnP90Days === null ? '' : `; nine in ten of those that went on took ${daysWords(row.goneOnP90Days)}`}`}
      >
        {row.goneOnP90Days === null ? null : (
          <span className={classes.stripRange} style={{ left: 0, width: at(row.goneOnP90Days) }} />
        )}
        {row.goneOnMedianDays === null ? null : (
          <span className={classes.stripMark} style={{ left: at(row.goneOnMedianDays) }} />
        )}
        <span
          className={classes.stripDot}
          data-stalled={row.stalled > 0 || undefined}
          style={{ left: at(row.medianDays) }}
        />
      </span>
      <span className={classes.stallDays}>
        {shortDays(row.medianDays)}
        <span className={classes.small}>{row.stalled > 0 ? `${formatCount(row.stalled)} stalled` : ''}</span>
      </span>
      <span className={classes.pathMoney}>
        {row.openMinor > 0 ? <Money of={money} style="compact" /> : <span className="mute">–</span>}
      </span>
    </li>
  );
}
