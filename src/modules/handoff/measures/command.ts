import type { ContractRouterClient } from '@orpc/contract';
import { type Command, Option } from 'commander';
import { type measuresContract, slaPeriods } from './contract.ts';
import { printSla } from './print-sla.ts';

type Connect = () => Promise<{
  api: { handoff: { measures: ContractRouterClient<typeof measuresContract> } };
  close(): Promise<void>;
}>;

type SlaOptions = { period: (typeof slaPeriods)[number]; from?: string; to?: string; json?: boolean };

/** `liaison handoffs sla`; the command `handoffs` may have been made by whoever registers another part of it. */
export function registerSlaCommand(program: Command, connect: Connect): void {
  const handoffs =
    program.commands.find((one) => one.name() === 'handoffs') ??
    program.command('handoffs').description('hand-offs between marketing and sales');
  handoffs
    .command('sla')
    .description('what both sides promised, what they did, who owes what today')
    .addOption(
      new Option('--period <period>', 'by the day of the offer').choices([...slaPeriods]).default('auto'),
    )
    .option('--from <day>', 'first day, YYYY-MM-DD')
    .option('--to <day>', 'last day, YYYY-MM-DD')
    .option('--json', 'print JSON')
    .action(async ({ period, from, to, json }: SlaOptions) => {
      const { api, close } = await connect();
      try {
        const sla = await api.handoff.measures.readSla({
          period,
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
        });
        process.stdout.write(`${json ? JSON.stringify(sla) : printSla(sla)}\n`);
      } finally {
        await close();
      }
    });
}
