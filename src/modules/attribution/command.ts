import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { attributionModels } from './models/models.ts';
import { attributePaths, type PathCredit } from './paths/attribute-paths.ts';
import { readPaths } from './paths/read-paths.ts';

type Options = { model: (typeof attributionModels)[number]; paths: string; json?: boolean };

/** `liaison attribution`: who gets the credit. */
export function registerAttributionCommand(program: Command): void {
  program
    .command('attribution')
    .description('say who gets the credit for results')
    .addOption(
      new Option('--model <model>', 'how it is shared out')
        .choices([...attributionModels])
        .makeOptionMandatory(),
    )
    .requiredOption(
      '--paths <file>',
      'a CSV of aggregated journeys: path, total_conversions, total_conversion_value, total_null',
    )
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const rows = attributePaths(readPaths(await readFile(options.paths, 'utf8')), options.model);
      const answer = options.json ? JSON.stringify({ model: options.model, rows }) : asTable(rows);
      process.stdout.write(`${answer}\n`);
    });
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
