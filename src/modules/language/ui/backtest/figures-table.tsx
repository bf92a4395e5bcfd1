import type { ReactNode } from 'react';
import { csvHref } from '../../../../web/csv.ts';
import { Figure } from '../../../../web/parts/first-line.tsx';
import classes from './backtest.module.css';
import { CapacityEdit } from './capacity-edit.tsx';
import type { Backtest, BacktestSide } from './types.ts';
import {
  capacityRemark,
  daysRemark,
  daysWords,
  outcomeWords,
  perMonthWords,
  pointsRemark,
  type Remark,
  shareWords,
  wonRemark,
} from './words.ts';

type Row = {
  label: string;
  value: (side: BacktestSide) => string;
  /** Which list is behind the value. */
  which?: 'qualified' | 'won_found' | 'won_missed';
  remark: Remark | null;
  more?: ReactNode;
};

function rowsOf(backtest: Backtest): Row[] {
  const { subject, against, outcome } = backtest;
  return [
    {
      label: 'qualified a month',
      value: perMonthWords,
      which: 'qualified',
      remark: capacityRemark(backtest),
      more: <CapacityEdit backtest={backtest} />,
    },
    {
      label: 'accepted by sales',
      value: (side) => shareWords(side.accepted.share),
      remark: against && pointsRemark(subject.accepted.share, against.accepted.share),
    },
    ...(outcome === 'accepted'
      ? []
      : [
          {
            label: `of the qualified, ${outcomeWords[outcome]}`,
            value: (side: BacktestSide) => shareWords(side.precision),
            remark: against && pointsRemark(subject.precision, against.precision),
          },
        ]),
    {
      label: 'of the won, found',
      value: (side) => shareWords(side.wonFound.share),
      which: 'won_found',
      remark: wonRemark(backtest.wonChange),
    },
    {
      label: 'ahead of what happened',
      value: (side) => daysWords(side.daysGained),
      remark: against && daysRemark(subject.daysGained, against.daysGained),
    },
  ];
}

/** The few figures that decide, side by side; each opens the leads it is made of. */
export function FiguresTable({ backtest }: { backtest: Backtest }) {
  const { subject, against } = backtest;
  const rows = rowsOf(backtest);
  const csv = [
    ['', ...(against ? [against.label] : []), subject.label, ''],
    ...rows.map((row) => [
      row.label,
      ...(against ? [row.value(against)] : []),
      row.value(subject),
      row.remark?.text ?? '',
    ]),
  ];
  return (
    <table className={classes.figures}>
      <thead>
        <tr>
          <td />
          {against ? <th scope="col">{against.label}</th> : null}
          <th scope="col">{subject.label}</th>
          <td className={classes.remark}>
            <a className={classes.quiet} href={csvHref(csv)} download="backtest.csv">
              CSV
            </a>
          </td>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label}>
            <th scope="row">{row.label}</th>
            {against ? (
              <td>
                <Value row={row} of={against} side="against" />
              </td>
            ) : null}
            <td className={classes.own}>
              <Value row={row} of={subject} side="subject" />
            </td>
            <td className={classes.remark}>
              {row.remark ? <span className={row.remark.tone ?? undefined}>{row.remark.text}</span> : null}
              {row.more}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ row, of, side }: { row: Row; of: BacktestSide; side: 'subject' | 'against' }) {
  const text = row.value(of);
  if (row.which === undefined || text === '–') return <>{text}</>;
  return (
    <Figure
      evidence={{ of: 'backtest', which: row.which, side }}
      label={`${row.label}, ${of.label}: ${text}. Show the leads`}
    >
      {text}
    </Figure>
  );
}
