import { stringify } from 'csv-stringify/sync';
import { guardCell } from '../../people/index.ts';
import type { Usage } from './contract.ts';

const headings = [
  'Id',
  'Title',
  'Type',
  'For',
  'Shares by sales',
  'Sellers',
  'Readers',
  'Of them measured',
  'Finished',
  'Median seconds',
  'People with a next step',
  'Last shared at',
  'Not shared in a year',
  'Never finished in a year',
];

/** Use of each piece in use; nobody of ours is named in it. */
export function exportUsage({ pieces }: Usage): File {
  const rows = pieces.map((piece) => [
    piece.asset.id,
    guardCell(piece.asset.title),
    guardCell(piece.asset.type ?? ''),
    piece.asset.audience === 'buyer' ? 'buyers' : 'sellers',
    piece.shares,
    piece.sellers,
    piece.readers,
    piece.measured,
    piece.finished,
    piece.medianMs === null ? '' : Math.round(piece.medianMs / 1_000),
    piece.nextSteps,
    piece.lastSharedAt ?? '',
    piece.neverShared ? 'yes' : 'no',
    piece.neverFinished ? 'yes' : 'no',
  ]);
  // The mark tells spreadsheets that this is UTF-8.
  return new File([`\ufeff${stringify([headings, ...rows])}`], 'use-of-content.csv', { type: 'text/csv' });
}
