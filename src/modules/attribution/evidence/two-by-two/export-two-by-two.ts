import { stringify } from 'csv-stringify/sync';
import { guardCell } from '../../../people/index.ts';
import { quadrantNames, type TwoByTwo } from '../contract.ts';

const headings = [
  'Key',
  'Name',
  'Leads',
  'Times as often as the alternative',
  'From',
  'To',
  'Can show (0 to 100)',
  'From',
  'To',
  'Place',
  'Settled',
  'In words',
];

/** The table of the two-by-two, as it is shown to whoever asks. */
export function exportTwoByTwo({ points, by }: TwoByTwo): File {
  const rows = points.map((point) => [
    guardCell(point.key),
    guardCell(point.label),
    point.leads,
    point.delivers?.ratio ?? '',
    point.delivers?.low ?? '',
    point.delivers?.high ?? '',
    point.demonstrates.score,
    point.demonstrates.low,
    point.demonstrates.high,
    point.quadrant === null ? 'waits' : quadrantNames[point.quadrant].name,
    point.quadrant === null ? '' : point.isSettled ? 'yes' : 'no',
    guardCell(point.words),
  ]);
  // The mark tells spreadsheets that this is UTF-8.
  return new File([`\ufeff${stringify([headings, ...rows])}`], `two-by-two-by-${by.replace('_', '-')}.csv`, {
    type: 'text/csv',
  });
}
