import type { ContractRouterClient } from '@orpc/contract';
import type { Command } from 'commander';
import type { interactionsContract } from './contract.ts';

type Connect = () => Promise<{
  api: { interactions: ContractRouterClient<typeof interactionsContract> };
  close(): Promise<void>;
}>;

const pollMs = 250;

/** `liaison rebuild`: makes the analytical projection anew, with progress. */
export function registerProjectionCommands(program: Command, connect: Connect): void {
  program
    .command('rebuild')
    .description('make the ClickHouse projection anew from the interaction log')
    .option('--json', "print the projection's state when done")
    .action(async (options: { json?: boolean }) => {
      const { api, close } = await connect();
      try {
        let status = await api.interactions.rebuildProjection();
        // The rebuild has begun when it is first seen under way or the state has moved past it.
        do {
          await new Promise((resolve) => setTimeout(resolve, pollMs));
          status = await api.interactions.getProjection();
          const { rebuild } = status;
          if (rebuild) process.stderr.write(`\r${share(rebuild)} of ${rebuild.totalRows} interactions`);
        } while (status.rebuild || status.state === 'rebuilding');
        if (status.lastError)
          throw new Error(`The rebuild failed, the old projection stays in use: ${status.lastError}`);
        process.stderr.write('\n');
        process.stdout.write(
          options.json
            ? `${JSON.stringify(status)}\n`
            : `The projection stands at position ${status.position}.\n`,
        );
      } finally {
        await close();
      }
    });
}

function share(rebuild: { doneRows: number; totalRows: number }): string {
  return rebuild.totalRows === 0 ? '100 %' : `${Math.floor((rebuild.doneRows / rebuild.totalRows) * 100)} %`;
}
