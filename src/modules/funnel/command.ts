import type { ContractRouterClient } from '@orpc/contract';
import { type Command, Option } from 'commander';
import { type funnelContract, funnelModes } from './contract.ts';
import { composeReport, printReport } from './report-funnel.ts';

type Connect = () => Promise<{
  api: { funnel: ContractRouterClient<typeof funnelContract> };
  close(): Promise<void>;
}>;

type ReportOptions = {
  by: string;
  from?: string;
  to?: string;
  mode: (typeof funnelModes)[number];
  json?: boolean;
};

/** Keys beyond it are told together as one row; a report of more is no report. */
const mostRows = 10_000;

/** `liaison report funnel`: takes the `report` command, under which every report stands. */
export function registerFunnelCommands(report: Command, connect: Connect): void {
  report
    .command('funnel')
    .description('the funnel by any field: people by stage, and won revenue')
    .requiredOption(
      '--by <field>',
      'channel, campaign, segment, industry, country, owner, persona or a custom field',
    )
    .option('--from <day>', 'first day, YYYY-MM-DD (default: all time)')
    .option('--to <day>', 'last day, YYYY-MM-DD')
    .addOption(
      new Option(
        '--mode <mode>',
        'cohort: who came in then, and how far they got; period: who reached a stage then',
      )
        .choices([...funnelModes])
        .default('cohort'),
    )
    .option('--json', 'print JSON')
    .action(async (options: ReportOptions) => {
      const { api, close } = await connect();
      try {
        const { by, from, to, mode } = options;
        const { rows, currency } = await api.funnel.splitFunnel({
          dimension: by,
          period: 'all',
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          mode,
          limit: mostRows,
        });
        const composed = composeReport({ by, currency, rows });
        process.stdout.write(`${options.json ? JSON.stringify(composed) : printReport(composed)}\n`);
      } finally {
        await close();
      }
    });
}
