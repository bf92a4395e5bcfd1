import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../web/api.ts';
import { Figure } from '../../../web/parts/first-line.tsx';
import { formatCount, formatShare } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import classes from './funnel.module.css';
import type { Funnel } from './rows.ts';
import { StageTerm } from './stage-term.tsx';
import { filterInput, type PageState } from './state.ts';

type Month = { month: string; stages: Record<string, number> };

const monthName = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });
const monthYear = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' });
const dateOf = (month: string) => new Date(`${month}-01T00:00:00Z`);

/** Months that fit and can be told apart; the table has them all. */
const drawnMonths = 36;

/** The funnel month by month: bars of one stage, and the table behind them. */
export function Trend({ state, funnel }: { state: PageState; funnel: Funnel }) {
  const query = useQuery(
    api.funnel.funnelTrend.queryOptions({ input: filterInput(state), placeholderData: keepPreviousData }),
  );
  const months = query.data?.months ?? [];
  return (
    <section className={classes.card} aria-label="By month">
      <div className={classes.cardHead}>
        <h2>
          {funnel.range.mode === 'cohort' ? 'By the month people came in' : 'By the month people moved'}
        </h2>
      </div>
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <p className="mute">Counting…</p> : null}
      {months.length > 0 ? <Bars months={months.slice(-drawnMonths)} funnel={funnel} /> : null}
      {months.length > 0 ? <MonthTable months={months} funnel={funnel} /> : null}
    </section>
  );
}

const chart = { height: 120, bar: 18, gap: 8 };

function Bars({ months, funnel }: { months: readonly Month[]; funnel: Funnel }) {
  const [pointed, setPointed] = useState<string | null>(null);
  const highest = Math.max(1, ...months.map((month) => highestOf(month, funnel)));
  // As with the bands: a square root lets the few at the end be seen beside the many at the start.
  const heightOf = (count: number) =>
    count === 0 ? 0 : Math.max(2, Math.sqrt(count / highest) * chart.height);
  const step = chart.bar + chart.gap;
  const shown = months.find((one) => one.month === pointed) ?? months.at(-1);
  return (
    <div className={classes.trend}>
      <p className={classes.trendCaption} aria-hidden="true">
        {shown ? describe(shown, funnel) : null}. A bar is a month, its height the square root of its people;
        the deeper the teal, the further they got.
      </p>
      <svg
        viewBox={`0 0 ${Math.max(months.length, 12) * step} ${chart.height + 18}`}
        aria-hidden="true"
        className={classes.bars}
        onPointerLeave={() => setPointed(null)}
      >
        {months.map((month, index) => (
          <g
            key={month.month}
            className={classes.month}
            data-dim={(pointed !== null && shown !== month) || undefined}
            onPointerEnter={() => setPointed(month.month)}
          >
            <rect x={index * step} y={0} width={step} height={chart.height + 18} fill="transparent" />
            {funnel.stages.map((stage, depth) => {
              const height = heightOf(month.stages[stage.key] ?? 0);
              return (
                <rect
                  key={stage.key}
                  x={index * step}
                  y={chart.height - height}
                  width={chart.bar}
                  height={height}
                  fill={shadeOf(depth, funnel.stages.length)}
                />
              );
            })}
            {months.length <= 18 || index % 3 === 0 ? (
              <text
                x={index * step + chart.bar / 2}
                y={chart.height + 13}
                className={classes.axis}
                textAnchor="middle"
              >
                {monthName.format(dateOf(month.month))}
              </text>
            ) : null}
          </g>
        ))}
      </svg>
    </div>
  );
}

/** Paler for those who came, full for those who went all the way. */
const shadeOf = (depth: number, stages: number): string =>
  `color-mix(in srgb, var(--mk) ${Math.round((depth / Math.max(1, stages - 1)) * 100)}%, var(--mkbg))`;

const highestOf = (month: Month, funnel: Funnel): number =>
  Math.max(...funnel.stages.map((stage) => month.stages[stage.key] ?? 0));

function describe(month: Month, funnel: Funnel): string {
  const counts = funnel.stages.map((stage) => `${formatCount(month.stages[stage.key] ?? 0)} ${stage.name}`);
  return `${monthYear.format(dateOf(month.month))}: ${counts.join(', ')}`;
}

function MonthTable({ months, funnel }: { months: readonly Month[]; funnel: Funnel }) {
  const last = funnel.stages.at(-1);
  const first = funnel.stages[0];
  return (
    <details className={classes.details}>
      <summary>The months as a table</summary>
      <div className={classes.tableScroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Month</th>
              {funnel.stages.map((stage, index) => (
                <th
                  scope="col"
                  key={stage.key}
                  className={isMiddle(index, funnel) ? classes.wide : undefined}
                >
                  <StageTerm stage={stage} />
                </th>
              ))}
              <th scope="col">all the way</th>
            </tr>
          </thead>
          <tbody>
            {months.toReversed().map((month) => (
              <tr key={month.month}>
                <th scope="row">{monthYear.format(dateOf(month.month))}</th>
                {funnel.stages.map((stage, index) => (
                  <td key={stage.key} className={isMiddle(index, funnel) ? classes.wide : undefined}>
                    <Figure
                      evidence={{
                        of: 'people',
                        stage: stage.key,
                        state: 'reached',
                        ...daysOf(month.month, funnel),
                      }}
                    >
                      {formatCount(month.stages[stage.key] ?? 0)}
                    </Figure>
                  </td>
                ))}
                <td>{shareOf(month.stages[last?.key ?? ''], month.stages[first?.key ?? ''])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** What a phone has no room for. */
const isMiddle = (index: number, funnel: Funnel): boolean => index > 0 && index < funnel.stages.length - 1;

const shareOf = (part: number | undefined, whole: number | undefined): string =>
  whole ? formatShare((part ?? 0) / whole) : '–';

/** The days of a month that lie within the period. */
function daysOf(month: string, funnel: Funnel): { from: string; to: string } {
  const end = dateOf(month);
  end.setUTCMonth(end.getUTCMonth() + 1, 0);
  const [firstDay, lastDay] = [`${month}-01`, end.toISOString().slice(0, 10)];
  const { from, to } = funnel.range;
  return { from: from && from > firstDay ? from : firstDay, to: to && to < lastDay ? to : lastDay };
}
