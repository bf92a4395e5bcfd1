import { writeFile } from 'node:fs/promises';
import type { ContractRouterClient } from '@orpc/contract';
import { type Command, Option } from 'commander';
import { type boardContract, papers } from './contract.ts';
import { moneyWords } from './words.ts';

type Connect = () => Promise<{
  api: { results: { board: ContractRouterClient<typeof boardContract> } };
  close(): Promise<void>;
}>;

type Options = { quarter?: string; pdf?: string; paper: (typeof papers)[number]; json?: boolean };

/** `liaison board`: the page for the board in words, as JSON or as a PDF. */
export function registerBoardCommand(program: Command, connect: Connect): void {
  program
    .command('board')
    .description('the page for the board: revenue, pipeline, both teams’ part, cost, forecast, what changed')
    .option('--quarter <quarter>', 'such as 2026-Q3 (default: the running one)')
    .option('--pdf <file>', 'write the PDF to a file')
    .addOption(new Option('--paper <paper>', 'of the PDF').choices([...papers]).default('a4'))
    .option('--json', 'print the figures as JSON')
    .action(async (options: Options) => {
      const { api, close } = await connect();
      try {
        const asked = options.quarter === undefined ? {} : { quarter: options.quarter };
        if (options.pdf !== undefined) {
          const pdf = await api.results.board.pdf({ ...asked, paper: options.paper });
          await writeFile(options.pdf, new Uint8Array(await pdf.arrayBuffer()));
          process.stderr.write(`Written to ${options.pdf}.\n`);
          if (!options.json) return;
        }
        const { figures, note } = await api.results.board.read(asked);
        const words = [
          ...figures.headline,
          figures.changesWords,
          ...figures.changes.map(({ words }) => `- ${words}`),
          ...figures.stages.map(
            ({ name, people, peopleBefore }) => `${name}: ${people} (${peopleBefore} before)`,
          ),
          `Open: ${moneyWords(figures.open.amountMinor, figures.currency)} in ${figures.open.deals} deals`,
          ...(note.text === '' ? [] : [`“${note.text}”`]),
        ];
        process.stdout.write(`${options.json ? JSON.stringify(figures) : words.join('\n')}\n`);
      } finally {
        await close();
      }
    });
}
