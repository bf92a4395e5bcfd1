import { stringify } from 'csv-stringify/sync';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { guardCell } from '../../people/index.ts';
import type { DealReason, MatterKind } from './contract.ts';
import { readPeriod } from './period.ts';
import { standingReasons } from './standing-reasons.ts';

const headings = [
  'Deal id',
  'Deal',
  'Company',
  'Seller',
  'Outcome',
  'Stage before',
  'Amount (minor units)',
  'Currency',
  'Closed at',
  'Reasons',
  'Content',
  'Talks',
  'People',
  'Colleagues',
  'Competitors',
  'Note',
  'Said by',
  'Said at',
];

/** More than anybody reads in a spreadsheet; the list has them all. */
const mostRows = 50_000;

/** What stands of closed deals, a row each. */
export async function exportReasons(
  tx: Tx,
  options: { from?: string | undefined; to?: string | undefined; now: Date },
): Promise<File> {
  const { fromAt, untilAt } = await readPeriod(tx, options);
  const said = await standingReasons(tx, {
    having: sql`deal_closed_at >= ${fromAt} and deal_closed_at < ${untilAt}`,
    limit: mostRows,
  });
  const rows = said.map(rowOf);
  // The mark tells spreadsheets that this is UTF-8.
  return new File([`\ufeff${stringify([headings, ...rows])}`], 'reasons.csv', { type: 'text/csv' });
}

function rowOf({ deal, outcome, reasons, mattered, note, saidBy, saidAt }: DealReason) {
  const named = (kind: MatterKind) =>
    guardCell(mattered.flatMap((one) => (one.kind === kind ? [one.label] : [])).join('; '));
  return [
    deal.id,
    guardCell(deal.name),
    guardCell(deal.account?.name ?? ''),
    guardCell(deal.owner?.name ?? ''),
    outcome,
    guardCell(deal.stage ?? ''),
    deal.amountMinor ?? '',
    deal.currency ?? '',
    deal.closedAt,
    guardCell(reasons.map(({ label }) => label).join('; ')),
    named('asset'),
    named('interaction'),
    named('contact'),
    named('teammate'),
    named('competitor'),
    guardCell(note ?? ''),
    guardCell(saidBy),
    saidAt,
  ];
}
