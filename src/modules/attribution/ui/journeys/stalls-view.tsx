import { Select } from '@mantine/core';
import { csvHref } from '../../../../web/csv.ts';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount, Money } from '../../../../web/parts/money.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { DefinedTerm } from '../../../language/ui/terms/defined-term.tsx';
import type { StallRow, Stalls } from './api-types.ts';
import classes from './journeys.module.css';
import { type PageState, type SetState, stepKinds } from './state.ts';
import { byWords, daysWords, majorUnits, plural, shortDays, toneOf } from './words.ts';

type Props = { stalls: Stalls; state: PageState; set: SetState };

/** Where journeys stand still, stage by stage, by what the buyer met last. */
export function StallsView({ stalls, state, set }: Props) {
  const stages = [...Map.groupBy(stalls.rows, ({ stage }) => stage).values()];
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
          <Csv stalls={stalls} />
        </div>
      </div>
      {stages.map((rows) => (
        <Stage key={rows[0]?.stage} rows={rows} stalls={stalls} by={state.lastBy} />
      ))}
      <p className={classes.below}>
        The band is the time of nine in ten of those that went on, its mark half of them; the dot is how long
        half of these stand here now; each stage is drawn to its own scale. Stalled: longer than nine in ten
        took. Of fewer than five that went on nothing is said.
      </p>
    </section>
  );
}

type StageProps = { rows: readonly StallRow[]; stalls: Stalls; by: PageState['lastBy'] };

function Stage({ rows, stalls, by }: StageProps) {
  const [first] = rows;
  if (!first) return null;
  const waiting = rows.reduce((sum, row) => sum + row.waiting, 0);
  const stalled = rows.reduce((sum, row) => sum + row.stalled, 0);
  // Stages differ by months: on one scale the quick ones would be a dot.
  const scale = Math.max(1, ...rows.flatMap((row) => [row.medianDays, row.goneOnP90Days ?? 0]));
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
          {formatCount(waiting)} waiting
          {stalled > 0 ? (
            <>
              {', '}
              <StalledOf stage={first} stalls={stalls} stalled={stalled} />
            </>
          ) : null}
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

/** How many of a stage stand still; of leads it opens to them. */
function StalledOf({ stage, stalls, stalled }: { stage: StallRow; stalls: Stalls; stalled: number }) {
  if (stalls.of === 'deals') return <>{formatCount(stalled)} stalled</>;
  return (
    <>
      <Figure
        evidence={{
          show: 'leads',
          title: `${stage.stageName}: stalled`,
          stage: stage.stage,
          stalled: 'true',
        }}
        label={`${stalled} stalled at ${stage.stageName}`}
      >
        {formatCount(stalled)}
      </Figure>{' '}
      stalled
    </>
  );
}

type RowProps = { row: StallRow; stalls: Stalls; by: PageState['lastBy']; scale: number };

function Row({ row, stalls, by, scale }: RowProps) {
  const at = (days: number) => `${Math.min(100, (days / scale) * 100)}%`;
  const money = { amountMinor: row.openMinor, currency: stalls.currency };
  const title = `${row.stageName}, last touch: ${row.label}`;
  const untouched = row.kind === 'none' ? 'true' : 'false';
  const selection = { stage: row.stage, lastTouch: row.key, untouched, by };
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
        <Figure
          evidence={{ show: stalls.of, title, ...selection }}
          label={`${row.waiting} ${stalls.of}: ${title}`}
        >
          {formatCount(row.waiting)}
        </Figure>{' '}
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
        {row.stalled > 0 ? (
          <span className={classes.small}>
            {stalls.of === 'leads' ? (
              <Figure
                evidence={{ show: 'leads', title: `${title}; stalled`, ...selection, stalled: 'true' }}
                label={`${row.stalled} stalled: ${title}`}
              >
                {formatCount(row.stalled)}
              </Figure>
            ) : (
              formatCount(row.stalled)
            )}{' '}
            stalled
          </span>
        ) : null}
      </span>
      <span className={classes.pathMoney}>
        {row.openMinor > 0 ? <Money of={money} style="compact" /> : <span className="mute">–</span>}
      </span>
    </li>
  );
}

function Csv({ stalls }: { stalls: Stalls }) {
  const href = csvHref([
    [
      'Stage',
      'Last touch',
      'Waiting',
      'Stalled',
      'Median days here',
      'Longest',
      'Days since last touch',
      'Went on',
      'Their median days',
      'Nine in ten within',
      `Open (${stalls.currency})`,
    ],
    ...stalls.rows.map((row) => [
      row.stageName,
      row.label,
      row.waiting,
      row.stalled,
      row.medianDays,
      row.longestDays,
      row.sinceTouchDays,
      row.goneOn,
      row.goneOnMedianDays,
      row.goneOnP90Days,
      majorUnits(row.openMinor, stalls.currency),
    ]),
  ]);
  return (
    <a className={classes.quiet} href={href} download={`stalled-${stalls.of}.csv`}>
      CSV
    </a>
  );
}
