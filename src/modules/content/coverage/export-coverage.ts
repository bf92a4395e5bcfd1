import { stringify } from 'csv-stringify/sync';
import type { Tx } from '../../../platform/postgres/database.ts';
import { guardCell } from '../../people/index.ts';
import type { CoveragePeriod } from './contract.ts';
import { readMap } from './read-coverage.ts';

const headings = [
  'Persona',
  'Buying stage',
  'Steps',
  'State',
  'Pieces',
  'Readers',
  'Of them measured',
  'Finished',
  'Shares by sales',
  'Sellers',
  'Open deals',
  'Money waiting',
  'Currency',
  'Open requests',
];

/** The map, a row for each cell. Money is in whole and decimal units. */
export async function exportCoverage(tx: Tx, options: { period: CoveragePeriod; now: Date }): Promise<File> {
  const { personas, phases, cells } = await readMap(tx, options);
  const names = new Map(personas.map(({ key, name }) => [key, name]));
  const columns = new Map(phases.map((phase) => [phase.key, phase]));
  const rows = cells.map((cell) => {
    const phase = columns.get(cell.phase);
    return [
      guardCell(names.get(cell.persona) ?? cell.persona),
      guardCell(phase?.name ?? cell.phase),
      guardCell(cell.steps.map((step) => phase?.steps[step] ?? '').join('; ')),
      cell.state,
      cell.pieces,
      cell.readers,
      cell.measured,
      cell.finished,
      cell.shares,
      cell.sellers,
      cell.deals,
      decimalOf(cell.money.amountMinor, cell.money.currency),
      cell.money.currency,
      cell.requests,
    ];
  });
  // The mark tells spreadsheets that this is UTF-8.
  return new File([`\ufeff${stringify([headings, ...rows])}`], 'coverage.csv', { type: 'text/csv' });
}

function decimalOf(amountMinor: number, currency: string): string {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return (amountMinor / 10 ** digits).toFixed(digits);
}
