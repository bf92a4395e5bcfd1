import { Select } from '@mantine/core';
import { Fragment } from 'react';
import { csvHref } from '../../../../web/csv.ts';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount, formatShare, Money } from '../../../../web/parts/money.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import type { Flow, PathRow, Paths } from './api-types.ts';
import { FlowPicture } from './flow-picture.tsx';
import classes from './journeys.module.css';
import type { PageState, SetState } from './state.ts';
import { stepKinds } from './state.ts';
import { byWords, majorUnits, rateWords, shortDays, toneOf } from './words.ts';

type Props = { paths: Paths; flow: Flow | undefined; state: PageState; set: SetState };

/** The ways that deals take: as a flow, and the commonest of them in a table. */
export function PathsView({ paths, flow, state, set }: Props) {
  return (
    <>
      <section className={`panel ${classes.card}`} aria-labelledby="flow-heading">
        <div className={classes.cardHead}>
          <h2 id="flow-heading">
            What came first, and how it ended{' '}
            <span className={classes.about}>· a band is as broad as the journeys that took it</span>
          </h2>
          <Controls state={state} set={set} />
        </div>
        {flow ? <FlowPicture flow={flow} /> : <p className="mute">Counting…</p>}
        {flow ? <FlowTable flow={flow} /> : null}
      </section>
      <PathsTable paths={paths} />
    </>
  );
}

const stepOptions = (['2', '3', '4', '5', '6'] as const).map((value) => ({ value, label: value }));

function Controls({ state, set }: { state: PageState; set: SetState }) {
  return (
    <div className={classes.controls}>
      <Select
        aria-label="Steps are told apart by"
        className={classes.select}
        size="xs"
        data={stepKinds.map((value) => ({ value, label: `by ${byWords[value]}` }))}
        value={state.by}
        allowDeselect={false}
        onChange={(by) => set({ by: stepKinds.find((kind) => kind === by) })}
      />
      <Segmented
        label="Steps shown"
        value={String(state.steps)}
        options={stepOptions}
        onChange={(steps) => set({ steps: Number(steps) })}
      />
    </div>
  );
}

/** The picture in words, for whoever cannot see it or wants it elsewhere. */
function FlowTable({ flow }: { flow: Flow }) {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const place = (id: string) => {
    const node = nodes.get(id);
    if (!node) return id;
    return id.startsWith('end:') ? node.label : `${node.step + 1}. ${node.label}`;
  };
  const csv = csvHref([
    ['From', 'To', 'Journeys', 'Won', `Won and open (${flow.currency})`],
    ...flow.links.map((link) => [
      place(link.from),
      place(link.to),
      link.journeys,
      link.wins,
      majorUnits(link.minor, flow.currency),
    ]),
  ]);
  return (
    <details className={classes.details}>
      <summary>The same as a table</summary>
      <a className={classes.quiet} href={csv} download="journeys-as-a-flow.csv">
        CSV
      </a>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
      <section className={classes.scroll} tabIndex={0} aria-label="Journeys from step to step">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col" data-text="">
                To
              </th>
              <th scope="col">Journeys</th>
              <th scope="col">Won</th>
              <th scope="col">Won and open</th>
            </tr>
          </thead>
          <tbody>
            {flow.links.map((link) => (
              <tr key={`${link.from} ${link.to}`}>
                <th scope="row">{place(link.from)}</th>
                <td data-text="">{place(link.to)}</td>
                <td>
                  <Figure
                    evidence={{
                      show: 'deals',
                      title: `${place(link.from)} → ${place(link.to)}`,
                      node: link.from,
                      nextNode: link.to,
                      steps: flow.steps,
                      by: flow.by,
                    }}
                  >
                    {formatCount(link.journeys)}
                  </Figure>
                </td>
                <td>{formatCount(link.wins)}</td>
                <td>
                  <Money of={{ amountMinor: link.minor, currency: flow.currency }} style="compact" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

function PathsTable({ paths }: { paths: Paths }) {
  const csv = csvHref([
    [
      'Path',
      'Journeys',
      'Won',
      'Lost',
      'Open',
      'Win rate',
      'From',
      'To',
      `Won (${paths.currency})`,
      'Median days',
    ],
    ...paths.rows.map((row) => [
      `${row.steps.map(({ label }) => label).join(' > ')}${row.isCut ? ' > …' : ''}`,
      row.journeys,
      row.wins,
      row.losses,
      row.open,
      row.winRate?.value ?? null,
      row.winRate?.low ?? null,
      row.winRate?.high ?? null,
      majorUnits(row.wonMinor, paths.currency),
      row.medianDays,
    ]),
  ]);
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="paths-heading">
      <div className={classes.cardHead}>
        <h2 id="paths-heading">
          The commonest ways{' '}
          <span className={classes.about}>
            · {formatCount(paths.differentPaths)} different ones, told apart by their first {paths.steps}{' '}
            steps
          </span>
        </h2>
        <a className={classes.quiet} href={csv} download="journeys.csv">
          CSV
        </a>
      </div>
      <ol className={classes.paths}>
        {paths.rows.map((row) => (
          <Path key={row.path} row={row} paths={paths} />
        ))}
      </ol>
      <p className={classes.below}>
        What follows upon the same is one step. Win rate: won of those decided, with the 95 % interval
        (Wilson).
      </p>
    </section>
  );
}

function Path({ row, paths }: { row: PathRow; paths: Paths }) {
  const title = `${row.steps.map(({ label }) => label).join(' → ')}${row.isCut ? ' → …' : ''}`;
  const evidence = { show: 'deals', path: row.path, steps: paths.steps, by: paths.by };
  return (
    <li className={classes.path}>
      <span className={classes.pathSteps}>
        {row.steps.length === 0 ? <span className="mute">no touchpoint known</span> : null}
        {row.steps.map((step, nth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the path.
          <Fragment key={nth}>
            {nth > 0 ? <span className={classes.arrow}>→</span> : null}
            <span className={classes.chip} data-tone={toneOf(step.kind)}>
              {step.label}
            </span>
          </Fragment>
        ))}
        {row.isCut ? <span className="mute">→ …</span> : null}
      </span>
      <span className={classes.pathCount}>
        <Figure evidence={{ ...evidence, title }} label={`${row.journeys} journeys: ${title}`}>
          {formatCount(row.journeys)}
        </Figure>{' '}
        {row.journeys === 1 ? 'journey' : 'journeys'}
      </span>
      <span className={classes.pathRate}>
        {row.winRate ? (
          <>
            <RateStrip rate={row.winRate} />
            <span title={rateWords(row.winRate)}>
              {formatCount(row.wins)} of {formatCount(row.winRate.n)} won
            </span>
          </>
        ) : (
          <span className="mute">none decided</span>
        )}
      </span>
      <span className={classes.pathMoney}>
        {row.wonMinor > 0 ? (
          <Money of={{ amountMinor: row.wonMinor, currency: paths.currency }} style="compact" />
        ) : (
          <span className="mute">–</span>
        )}
        <span className={classes.small}>
          {row.medianDays === null ? '' : `${shortDays(row.medianDays)} to won`}
        </span>
      </span>
    </li>
  );
}

/** A share with its interval, from 0 to 100 %. */
function RateStrip({ rate }: { rate: { value: number; low: number; high: number } }) {
  return (
    <span className={classes.strip} role="img" aria-label={`${formatShare(rate.value)}, ${rateWords(rate)}`}>
      <span
        className={classes.stripRange}
        style={{ left: `${rate.low * 100}%`, width: `${(rate.high - rate.low) * 100}%` }}
      />
      <span className={classes.stripDot} style={{ left: `${rate.value * 100}%` }} />
    </span>
  );
}
