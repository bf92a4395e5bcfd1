import type { ContractRouterClient } from '@orpc/contract';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { definitionsContract } from '../definitions/contract.ts';
import { type backtestContract, type Outcome, outcomes } from './contract.ts';
import { lastTwelveMonths } from './last-year.ts';
import { printBacktest } from './print-backtest.ts';

type Connect = () => Promise<{
  api: { language: ContractRouterClient<typeof backtestContract & typeof definitionsContract> };
  close(): Promise<void>;
}>;
type Api = Awaited<ReturnType<Connect>>['api'];

type Options = {
  definition: string;
  against?: string;
  from?: string;
  to?: string;
  outcome: Outcome;
  threshold?: string;
  capacity?: number;
  json?: boolean;
};

/** `liaison backtest`: what a definition, or two, would have done. */
export function registerBacktestCommand(program: Command, connect: Connect): void {
  program
    .command('backtest')
    .description('say what a definition, or two side by side, would have done in the past')
    .requiredOption(
      '--definition <id>',
      'id or key, and a version after @: mql@5 (default: the one in force)',
    )
    .option('--against <version>', 'another: mql@4, or just 4 for a version of the same definition')
    .option('--from <day>', 'first day, YYYY-MM-DD (default: the twelve whole months before this one)')
    .option('--to <day>', 'last day, YYYY-MM-DD')
    .addOption(
      new Option('--outcome <outcome>', 'what precision, recall and the curves are about')
        .choices([...outcomes])
        .default('won'),
    )
    .option('--threshold <points or grades>', 'of a scoring model: 60, or A1,A2,B1')
    .option('--capacity <leads>', 'how many leads sales can take in a month', wholeNumber)
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const { api, close } = await connect();
      try {
        const period = lastTwelveMonths(new Date().toISOString().slice(0, 10));
        const subject = await findVersion(api, options.definition);
        const against =
          options.against === undefined
            ? undefined
            : await findVersion(api, qualify(options.against, options.definition));
        const threshold = options.threshold === undefined ? undefined : readThreshold(options.threshold);
        const backtest = await api.language.runBacktest({
          subject,
          ...(against === undefined ? {} : { against }),
          from: options.from ?? period.from,
          to: options.to ?? period.to,
          outcome: options.outcome,
          ...(threshold === undefined ? {} : { threshold }),
          ...(options.capacity === undefined ? {} : { capacityPerMonth: options.capacity }),
        });
        process.stdout.write(`${options.json ? JSON.stringify(backtest) : printBacktest(backtest)}\n`);
      } finally {
        await close();
      }
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('Take a whole number of leads.');
  return Number(text);
}

const readThreshold = (text: string): number | string[] =>
  /^-?\d+(\.\d+)?$/.test(text.trim()) && Number(text) > 4 ? Number(text) : text.split(',');

/** A number alone is a version of the definition that is judged. */
const qualify = (against: string, definition: string): string =>
  /^\d+$/.test(against) ? `${definition.split('@')[0]}@${against}` : against;

async function findVersion(api: Api, asked: string): Promise<{ versionId: string }> {
  const [id = '', wanted] = asked.split('@');
  const definition = await api.language.getDefinition({ id });
  const version =
    wanted === undefined
      ? (definition.versions.find((one) => one.status === 'in_force') ?? definition.versions[0])
      : definition.versions.find((one) => String(one.number) === wanted);
  if (version) return { versionId: version.id };
  const known = definition.versions.map((one) => one.number).join(', ');
  throw new Error(
    `"${definition.word}" has no version ${wanted ?? ''}. Its versions are: ${known || 'none'}.`,
  );
}
