import type { ReactNode } from 'react';
import { DataTable } from '../../../../web/parts/data-table.tsx';
import type { Column } from '../../../../web/parts/data-table-types.ts';
import { useShowEvidence } from '../../../../web/parts/evidence-drawer.tsx';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount, Money } from '../../../../web/parts/money.tsx';
import type { Value, ValueRow } from './api-types.ts';
import type { LeadsShown } from './state.ts';
import classes from './value.module.css';
import { daysText, dimensionNames, percentText, timesText, verdictText } from './words.ts';

type Shown = Omit<LeadsShown, 'key' | 'side'> & { side?: LeadsShown['side'] };

function opens(row: ValueRow, { side = 'row', state }: Shown, children: ReactNode, label: string) {
  return (
    <Figure evidence={{ key: row.key, side, state }} label={`${row.label}: ${label}`}>
      {children}
    </Figure>
  );
}

function columnsOf(value: Value): Column<ValueRow>[] {
  const money = (amountMinor: number | null) => (
    <Money of={amountMinor === null ? null : { amountMinor, currency: value.currency }} />
  );
  const { stage, baseline } = value;
  return [
    { id: 'label', heading: dimensionNames[value.by], cell: (row) => <RowName row={row} /> },
    {
      id: 'leads',
      heading: 'Leads',
      align: 'end',
      width: 66,
      cell: (row) => opens(row, { state: 'came' }, formatCount(row.leads), 'leads'),
    },
    {
      id: 'passed',
      heading: value.tests ? `${value.tests.names.length} tests met` : 'Tests met',
      align: 'end',
      width: 104,
      cell: (row) =>
        row.passed === null ? (
          <span className="mute">–</span>
        ) : (
          <>
            {opens(row, { state: 'passed' }, formatCount(row.passed), 'met all tests')}{' '}
            <span className="mute">{row.leads === 0 ? '' : percentText(row.passed / row.leads)}</span>
          </>
        ),
    },
    {
      id: 'converted',
      heading: `To ${stage.name}`,
      align: 'end',
      width: 138,
      cell: (row) =>
        row.rate === null ? (
          <span className="mute">{row.young > 0 ? 'all too young' : '–'}</span>
        ) : (
          <>
            {opens(row, { state: 'converted' }, formatCount(row.converted), `came to ${stage.name}`)}
            <span className="mute">
              {' '}
              of {formatCount(row.judged)}, {percentText(row.rate)}
            </span>
          </>
        ),
    },
    {
      id: 'alternative',
      heading: baseline.isRateAssumed ? 'Assumed' : 'Comparable',
      align: 'end',
      width: 92,
      cell: (row) => <Alternative row={row} value={value} />,
    },
    {
      id: 'ratio',
      heading: 'Times as often',
      width: 172,
      cell: (row) => {
        const ratio = row.comparison?.ratio;
        return ratio ? (
          <>
            <strong>{timesText(ratio.value)}</strong>{' '}
            <span className="mute">
              {timesText(ratio.low)} to {timesText(ratio.high)}
            </span>
          </>
        ) : (
          <span className="mute">{row.isBaseline ? 'the alternative' : '–'}</span>
        );
      },
    },
    {
      id: 'verdict',
      heading: 'Verdict',
      width: 112,
      cell: (row) =>
        row.comparison ? (
          <span
            className={classes.verdict}
            data-verdict={row.comparison.verdict}
            title={row.comparison.verdictWords}
          >
            {verdictText(row.comparison)}
          </span>
        ) : null,
    },
    {
      id: 'revenue',
      heading: 'Revenue',
      align: 'end',
      width: 92,
      cell: (row) =>
        row.revenueMinor === 0
          ? money(0)
          : opens(row, { state: 'won' }, money(row.revenueMinor), 'won revenue'),
    },
    { id: 'cost', heading: 'Cost', align: 'end', width: 84, cell: (row) => money(row.costMinor) },
    { id: 'each', heading: 'A lead', align: 'end', width: 66, cell: (row) => money(row.costPerLeadMinor) },
    {
      id: 'conversion',
      heading: `A ${stage.name}`,
      align: 'end',
      width: 110,
      optional: true,
      cell: (row) => money(row.costPerConversionMinor),
    },
    {
      id: 'planned',
      heading: 'Planned',
      align: 'end',
      width: 92,
      optional: true,
      cell: (row) => money(row.plannedMinor),
    },
    { id: 'days', heading: 'Median', align: 'end', width: 80, cell: (row) => daysText(row.medianDays) },
  ];
}

function RowName({ row }: { row: ValueRow }) {
  return <span className={row.key === '' ? 'mute' : undefined}>{row.label}</span>;
}

function Alternative({ row, value }: { row: ValueRow; value: Value }) {
  const compared = row.comparison;
  if (!compared || compared.baselineRate === null) return <span className="mute">–</span>;
  if (value.baseline.isRateAssumed)
    return <span className={classes.assumed}>{percentText(compared.baselineRate)}</span>;
  return (
    <>
      {opens(
        row,
        { side: 'baseline', state: 'judged' },
        percentText(compared.baselineRate),
        `rate of ${compared.baselineLeads} comparable leads of ${value.baseline.name}`,
      )}
    </>
  );
}

/** Every way in, beside comparable leads of the alternative. */
export function ValueTable({ value, exportHref }: { value: Value; exportHref: string }) {
  const show = useShowEvidence();
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="value-table-heading">
      <h2 id="value-table-heading">By {dimensionNames[value.by].toLowerCase()}</h2>
      <DataTable
        label={`Value by ${dimensionNames[value.by].toLowerCase()}`}
        columns={columnsOf(value)}
        rows={[value.marketing, ...value.rows]}
        rowKey={(row) => row.key || 'unknown'}
        onOpen={(row) => show({ key: row.key, side: 'row', state: 'came' })}
        exportHref={exportHref}
        maxHeight="none"
      />
    </section>
  );
}
