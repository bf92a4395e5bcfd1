import { stringify } from 'csv-stringify/sync';
import type { Tx } from '../../../platform/postgres/database.ts';
import { guardCell } from '../../people/index.ts';
import { type AssetFilters, listAssets } from './list-assets.ts';
import type { AssetSummary } from './schemas.ts';

const pageSize = 200;
const mostPages = 500;

const columns: readonly { heading: string; cell: (asset: AssetSummary) => string | number | null }[] = [
  { heading: 'Id', cell: ({ id }) => id },
  { heading: 'Title', cell: ({ title }) => title },
  { heading: 'Description', cell: ({ description }) => description },
  { heading: 'Type', cell: ({ type }) => type },
  { heading: 'For', cell: ({ audience }) => (audience === 'buyer' ? 'buyers' : 'sellers') },
  { heading: 'Personas', cell: ({ personas }) => personas.join('; ') },
  { heading: 'Buying stages', cell: ({ buyingStages }) => buyingStages.join('; ') },
  { heading: 'State', cell: ({ state }) => state },
  { heading: 'Format', cell: ({ currentVersion }) => currentVersion?.format ?? null },
  { heading: 'Version', cell: ({ currentVersion }) => currentVersion?.number ?? null },
  { heading: 'Pages', cell: ({ currentVersion }) => currentVersion?.pageCount ?? null },
  { heading: 'Address', cell: ({ url }) => url },
  { heading: 'Owner', cell: ({ owner }) => owner?.name ?? null },
  { heading: 'Campaign', cell: ({ campaign }) => campaign?.name ?? null },
  { heading: 'Review on', cell: ({ reviewOn }) => reviewOn },
  { heading: 'Retired at', cell: ({ retiredAt }) => retiredAt },
  { heading: 'Use instead', cell: ({ useInstead }) => useInstead?.title ?? null },
  { heading: 'Shares', cell: ({ shares }) => shares },
  { heading: 'Readers', cell: ({ readers }) => readers },
  { heading: 'Readers measured', cell: ({ measured }) => measured },
  { heading: 'Finished', cell: ({ finished }) => finished },
];

/** The list as CSV, as the filters and the sort have it. Shares, readers and finished are of the past twelve months. */
export async function exportAssets(options: AssetFilters & { tx: Tx; now: Date }): Promise<File> {
  const lines = [stringify([columns.map(({ heading }) => heading)])];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { items, nextCursor } = await listAssets({ ...options, cursor, limit: pageSize });
    lines.push(stringify(items.map((asset) => columns.map(({ cell }) => guardedCell(cell(asset))))));
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  // The mark tells spreadsheets that this is UTF-8.
  return new File([`\ufeff${lines.join('')}`], 'content.csv', { type: 'text/csv' });
}

const guardedCell = (value: string | number | null) =>
  typeof value === 'string' ? guardCell(value) : String(value ?? '');
