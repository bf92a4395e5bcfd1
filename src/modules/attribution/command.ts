import { readFile } from 'node:fs/promises';
import type { ContractRouterClient } from '@orpc/contract';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { AppError } from '../../platform/errors.ts';
import type { Credit, creditContract } from './credit/contract.ts';
import { microsEach } from './credit/contract.ts';
import { type AttributionModel, attributionModels } from './models/models.ts';
import { attributePaths, type PathCredit } from './paths/attribute-paths.ts';
import { readPaths } from './paths/read-paths.ts';
import { eligibilities } from './settings/contract.ts';

type Connect = () => Promise<{
  api: { results: { credit: ContractRouterClient<typeof creditContract> } };
  close(): Promise<void>;
}>;

type Options = {
  model: AttributionModel;
  paths?: string;
  by: string;
  value: string;
  from?: string;
  to?: string;
  basis: 'result' | 'touch';
  eligibility?: (typeof eligibilities)[number];
  lookback?: 'all' | number;
  currency?: string;
  json?: boolean;
};

/** `liaison attribution`: who gets the credit, in this workspace or in a file of aggregated journeys. */
export function registerAttributionCommand(program: Command, connect: Connect): void {
  program
    .command('attribution')
    .description('say who gets the credit for results')
    .addOption(
      new Option('--model <model>', 'how it is shared out')
        .choices([...attributionModels])
        .makeOptionMandatory(),
    )
    .option(
      '--paths <file>',
      'instead of this workspace: a CSV of aggregated journeys: path, total_conversions, total_conversion_value, total_null',
    )
    .option(
      '--by <dimension>',
      'channel (or origin), campaign, asset, kind, type, persona, buying_stage, teammate or any field',
      'channel',
    )
    .option('--value <value>', 'revenue, pipeline, wins, opportunities or stage:<key>', 'revenue')
    .option('--from <day>', 'first day, YYYY-MM-DD (default: all time)')
    .option('--to <day>', 'last day, YYYY-MM-DD')
    .addOption(
      new Option('--basis <basis>', 'what lies in the period: results, or touchpoints')
        .choices(['result', 'touch'])
        .default('result'),
    )
    .addOption(
      new Option('--eligibility <whose>', 'whose touchpoints count (default: as the settings say)').choices([
        ...eligibilities,
      ]),
    )
    .option('--lookback <days>', 'how long before the result touchpoints count, or all', daysOf)
    .option('--currency <code>', 'in which money is told (default: the workspace’s own)')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const answer =
        options.paths === undefined
          ? await ofWorkspace(options, connect)
          : await ofPaths(options, options.paths);
      process.stdout.write(`${answer}\n`);
    });
}

function daysOf(text: string): 'all' | number {
  if (text === 'all') return text;
  const days = Number(text);
  if (Number.isInteger(days) && days > 0) return days;
  throw new InvalidArgumentError('Give whole days, or all.');
}

async function ofPaths({ model, json }: Options, file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new AppError('invalid_input', `The file ${file} cannot be read.`, { cause: error });
  });
  const rows = await attributePaths(readPaths(text), model);
  return json ? JSON.stringify({ model, rows }) : asTable(rows);
}

async function ofWorkspace(options: Options, connect: Connect): Promise<string> {
  const { model, by, value, from, to, basis, eligibility, lookback, currency, json } = options;
  const { api, close } = await connect();
  try {
    const credit = await api.results.credit.read({
      models: model,
      by,
      value,
      basis,
      withCounts: 'true',
      ...(from === undefined && to === undefined ? { period: 'all' as const } : {}),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(eligibility === undefined ? {} : { eligibility }),
      ...(lookback === undefined ? {} : { lookbackDays: lookback }),
      ...(currency === undefined ? {} : { currency }),
    });
    const rows = rowsOf(credit, model);
    if (!json) return [asTable(rows), ...notesOf(credit)].join('\n');
    return JSON.stringify({
      model,
      by: credit.plan.by.key,
      value,
      unit: credit.unit === 'minor' ? credit.currency : 'results',
      rows,
      total: amountOf(credit, credit.total),
      withoutTouchpoint: {
        conversions: credit.withoutTouch.deals,
        value: amountOf(credit, credit.withoutTouch.value),
      },
      noRate: credit.noRate,
    });
  } finally {
    await close();
  }
}

/** Money in units of the currency, with the digits it has; results as numbers. */
function amountOf({ unit, currency }: Credit, amount: number): number {
  if (unit === 'micro') return amount / microsEach;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);
}

function rowsOf(credit: Credit, model: AttributionModel): PathCredit[] {
  return credit.rows
    .map(({ key, credits, results, removalEffect }) => {
      const effect = removalEffect[model];
      return {
        key: key === '' ? '(not known)' : key,
        conversions: (results?.[model] ?? 0) / microsEach,
        value: amountOf(credit, credits[model] ?? 0),
        ...(effect === undefined ? {} : { removalEffect: effect }),
      };
    })
    .toSorted((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1));
}

function notesOf(credit: Credit): string[] {
  const { withoutTouch, noRate, unit } = credit;
  const notes = [
    `total ${amountOf(credit, credit.total).toFixed(2)}${unit === 'minor' ? ` ${credit.currency}` : ''}, ${credit.results} results`,
  ];
  if (withoutTouch.deals > 0)
    notes.push(
      `no touchpoint known: ${withoutTouch.deals} results, ${amountOf(credit, withoutTouch.value).toFixed(2)}`,
    );
  for (const { currency, deals } of noRate)
    notes.push(`left out: ${deals} deals in ${currency}, for which there is no rate`);
  return notes;
}

function asTable(rows: readonly PathCredit[]): string {
  const width = Math.max(3, ...rows.map(({ key }) => key.length));
  const line = (cells: readonly string[]) =>
    [cells[0]?.padEnd(width), ...cells.slice(1).map((cell) => cell.padStart(14))].join('  ').trimEnd();
  return [
    line(['key', 'conversions', 'value', 'removal effect']),
    ...rows.map(({ key, conversions, value, removalEffect }) =>
      line([
        key,
        conversions.toFixed(2),
        value.toFixed(2),
        ...(removalEffect === undefined ? [] : [removalEffect.toFixed(4)]),
      ]),
    ),
  ].join('\n');
}
