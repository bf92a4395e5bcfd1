import { lazy, Suspense } from 'react';
import { csvHref } from '../../../../web/csv.ts';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import classes from './backtest.module.css';
import type { PanelState, SetPanelState } from './state.ts';
import type { Backtest, BacktestSide } from './types.ts';
import { daysWords, monthYear, outcomeWords, shareWords } from './words.ts';

const Curves = lazy(async () => ({ default: (await import('./curves.tsx')).Curves }));

type CloserLookProps = { backtest: Backtest; state: PanelState; set: SetPanelState };

/** What stands behind the few figures: months, curves, agreement, days; one at a time. */
export function CloserLook({ backtest, state, set }: CloserLookProps) {
  const options = [
    { value: 'none' as const, label: 'In short' },
    { value: 'months' as const, label: 'Months' },
    { value: 'curves' as const, label: 'Curves' },
    ...(backtest.agreement ? [{ value: 'agreement' as const, label: 'Agreement' }] : []),
    { value: 'days' as const, label: 'More' },
  ];
  return (
    <div className={classes.closer}>
      <Segmented
        label="A closer look"
        value={state.closer ?? 'none'}
        onChange={(value) => set({ closer: value === 'none' ? undefined : value })}
        options={options}
      />
      {state.closer === 'months' ? <Months backtest={backtest} /> : null}
      {state.closer === 'curves' ? (
        <Suspense fallback={<p className="mute">Drawing…</p>}>
          <Curves backtest={backtest} />
        </Suspense>
      ) : null}
      {state.closer === 'agreement' && backtest.agreement ? <Agreement backtest={backtest} /> : null}
      {state.closer === 'days' ? <More backtest={backtest} /> : null}
    </div>
  );
}

const sidesOf = ({ subject, against }: Backtest): { name: 'subject' | 'against'; side: BacktestSide }[] => [
  ...(against ? [{ name: 'against' as const, side: against }] : []),
  { name: 'subject' as const, side: subject },
];

function Months({ backtest }: { backtest: Backtest }) {
  const sides = sidesOf(backtest);
  const { capacity } = backtest;
  const csv = [
    ['month', ...sides.map(({ side }) => side.label), ...(capacity ? ['sales can take'] : [])],
    ...backtest.subject.perMonth.map(({ month }, index) => [
      month,
      ...sides.map(({ side }) => side.perMonth[index]?.qualified ?? 0),
      ...(capacity ? [capacity.perMonth] : []),
    ]),
  ];
  return (
    <div className={classes.scroll}>
      <table className={classes.figures}>
        <thead>
          <tr>
            <td>
              <a className={classes.quiet} href={csvHref(csv)} download="backtest-months.csv">
                CSV
              </a>
            </td>
            {sides.map(({ side, name }) => (
              <th scope="col" key={name}>
                {side.label}
              </th>
            ))}
            {capacity ? <th scope="col">sales can take</th> : null}
          </tr>
        </thead>
        <tbody>
          {backtest.subject.perMonth.map(({ month }, index) => (
            <tr key={month}>
              <th scope="row">{monthYear(month)}</th>
              {sides.map(({ side, name }) => (
                <td key={name}>
                  <Figure evidence={{ of: 'backtest', which: 'qualified', side: name, month }}>
                    {formatCount(side.perMonth[index]?.qualified ?? 0)}
                  </Figure>
                </td>
              ))}
              {capacity ? <td>{formatCount(capacity.perMonth)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Agreement({ backtest }: { backtest: Backtest }) {
  const { agreement, subject, against, leads } = backtest;
  if (!agreement || !against) return null;
  const same = leads === 0 ? null : (agreement.both + agreement.neither) / leads;
  const csv = [
    ['', `${against.label}: yes`, `${against.label}: no`],
    [`${subject.label}: yes`, agreement.both, agreement.onlySubject],
    [`${subject.label}: no`, agreement.onlyAgainst, agreement.neither],
  ];
  const only = (which: 'onlySubject' | 'onlyAgainst') => (
    <Figure evidence={{ of: 'backtest', which }}>{formatCount(agreement[which])}</Figure>
  );
  return (
    <>
      <p className="mute">The two say the same of {shareWords(same)} of the leads.</p>
      <table className={classes.figures}>
        <thead>
          <tr>
            <td>
              <a className={classes.quiet} href={csvHref(csv)} download="backtest-agreement.csv">
                CSV
              </a>
            </td>
            <th scope="col">{against.label}: qualified</th>
            <th scope="col">{against.label}: not</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{subject.label}: qualified</th>
            <td>{formatCount(agreement.both)}</td>
            <td>{only('onlySubject')}</td>
          </tr>
          <tr>
            <th scope="row">{subject.label}: not</th>
            <td>{only('onlyAgainst')}</td>
            <td>{formatCount(agreement.neither)}</td>
          </tr>
        </tbody>
      </table>
    </>
  );
}

const twoDigits = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const orDash = (value: number | null): string => (value === null ? '–' : twoDigits.format(value));

function More({ backtest }: { backtest: Backtest }) {
  const sides = sidesOf(backtest);
  const outcome = outcomeWords[backtest.outcome];
  const rows: [label: string, of: (side: BacktestSide) => string][] = [
    ['qualified', (side) => formatCount(side.qualified)],
    ['became an opportunity', (side) => shareWords(side.opportunity.share)],
    ['won', (side) => shareWords(side.won.share)],
    [`precision: of the qualified, ${outcome}`, (side) => shareWords(side.precision)],
    [`recall: of those ${outcome}, qualified before`, (side) => shareWords(side.recall)],
    ['lift: precision against everybody', (side) => orDash(side.lift)],
    ['of the won, found before this period', (side) => formatCount(side.wonFoundBefore)],
    ['ahead of what happened, median', (side) => daysWords(side.daysGained)],
    ['people it is measured on', (side) => formatCount(side.daysGained?.people ?? 0)],
    [`from qualified to ${outcome}, median`, (side) => daysWords(side.daysToOutcome)],
    ['area under the curve', (side) => orDash(side.auc)],
  ];
  const csv = [
    ['', ...sides.map(({ side }) => side.label)],
    ...rows.map(([label, of]) => [label, ...sides.map(({ side }) => of(side))]),
  ];
  return (
    <div className={classes.scroll}>
      <table className={classes.figures}>
        <thead>
          <tr>
            <td>
              <a className={classes.quiet} href={csvHref(csv)} download="backtest-figures.csv">
                CSV
              </a>
            </td>
            {sides.map(({ side, name }) => (
              <th scope="col" key={name}>
                {side.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, of]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {sides.map(({ side, name }) => (
                <td key={name}>{of(side)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
