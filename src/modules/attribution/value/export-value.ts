import { stringify } from 'csv-stringify/sync';
import { guardCell } from '../../people/index.ts';
import type { Value, ValueRow } from './contract.ts';

const headings = [
  'By',
  'Key',
  'Leads',
  'Passed all tests',
  'Old enough',
  'Converted',
  'Rate',
  'Rate from',
  'Rate to',
  'Won',
  'Revenue',
  'Cost',
  'Planned',
  'Cost per lead',
  'Median days',
  'Compared leads',
  'Baseline leads',
  'No comparable',
  'Baseline rate',
  'Ratio',
  'Ratio from',
  'Ratio to',
  'Method',
  'Verdict',
  'Currency',
];

const decimal = (minor: number | null): string => (minor === null ? '' : (minor / 100).toFixed(2));

/** One table, as the page shows it. */
export function exportValue(value: Value): File {
  const lines = [value.marketing, ...(value.baseline.row ? [value.baseline.row] : []), ...value.rows].map(
    (row) => lineOf(row, value.currency),
  );
  // The mark tells spreadsheets that this is UTF-8.
  return new File([`\ufeff${stringify([headings, ...lines])}`], 'value-against-the-alternative.csv', {
    type: 'text/csv',
  });
}

function lineOf(row: ValueRow, currency: string): (string | number)[] {
  const compared = row.comparison;
  return [
    guardCell(row.label),
    guardCell(row.key),
    row.leads,
    row.passed ?? '',
    row.judged,
    row.converted,
    row.rate ?? '',
    row.rateLow ?? '',
    row.rateHigh ?? '',
    row.won,
    decimal(row.revenueMinor),
    decimal(row.costMinor),
    decimal(row.plannedMinor),
    decimal(row.costPerLeadMinor),
    row.medianDays ?? '',
    compared?.leads ?? '',
    compared?.baselineLeads ?? '',
    compared?.notComparable ?? '',
    compared?.baselineRate ?? '',
    compared?.ratio?.value ?? '',
    compared?.ratio?.low ?? '',
    compared?.ratio?.high ?? '',
    compared?.method ?? '',
    guardCell(compared?.verdictWords ?? 'the baseline'),
    currency,
  ];
}
