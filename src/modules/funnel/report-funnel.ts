import type { FunnelByRow } from './contract.ts';

export type FunnelReport = {
  by: string;
  rows: { key: string; stages: Record<string, number>; value: { amountMinor: number; currency: string } }[];
};

/** What `liaison report funnel --json` prints: owners and campaigns by name, won revenue in the main currency. */
export function composeReport(options: {
  by: string;
  currency: string;
  rows: readonly FunnelByRow[];
}): FunnelReport {
  const { by, currency } = options;
  const rows = options.rows.map((row) => ({
    key: row.key === '' && !row.isRest ? '' : row.label,
    stages: row.stages,
    value: row.value.find((money) => money.currency === currency) ?? { amountMinor: 0, currency },
  }));
  return { by, rows };
}

/** The same as a table of text, for people. */
export function printReport(report: FunnelReport): string {
  const stages = Object.keys(report.rows[0]?.stages ?? {});
  const heading = [report.by, ...stages, 'won'];
  const lines = report.rows.map((row) => [
    row.key === '' ? '(none)' : row.key,
    ...stages.map((stage) => String(row.stages[stage] ?? 0)),
    showMoney(row.value),
  ]);
  const all = [heading, ...lines];
  const widths = heading.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  return all.map((line) => line.map(pad).join('  ')).join('\n');
}

function showMoney({ amountMinor, currency }: { amountMinor: number; currency: string }): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
