import type { ContractRouterClient } from '@orpc/contract';
import type { Command } from 'commander';
import type { sampleContract } from './contract.ts';

type Connect = () => Promise<{
  api: { sample: ContractRouterClient<typeof sampleContract> };
  close(): Promise<void>;
}>;

const pollMs = 250;

/** `liaison demo`: loads the sample company, with progress. */
export function registerSampleCommand(program: Command, connect: Connect): void {
  program
    .command('demo')
    .description('load the sample company: eighteen months of a simulated B2B company')
    .option('--seed <n>', 'another seed, another company', '7')
    .option('--scale <s>', '1 is about 30,000 interactions, 0.04 a thousand, 350 over ten million', '1')
    .option('--end <date>', 'the day it ends (YYYY-MM-DD); by default today')
    .option('--json', 'print what was loaded as JSON')
    .action(async (options: { seed: string; scale: string; end?: string; json?: boolean }) => {
      const { api, close } = await connect();
      try {
        let load = await api.sample.loadSampleCompany({
          seed: Number(options.seed),
          scale: Number(options.scale),
          ...(options.end ? { endAt: new Date(`${options.end}T00:00:00Z`) } : {}),
        });
        while (load.status === 'running') {
          await new Promise((resolve) => setTimeout(resolve, pollMs));
          load = await api.sample.getSampleLoad({ sampleLoadId: load.id });
          process.stderr.write(
            `\r${load.storiesDone} of ${load.storyCount} stories, ${load.interactions} interactions`,
          );
        }
        process.stderr.write('\n');
        if (load.status === 'failed')
          throw new Error(`The sample company could not be loaded: ${load.error}`);
        const summary = `${load.contacts} people and ${load.interactions} interactions of the sample company are in.`;
        process.stdout.write(`${options.json ? JSON.stringify(load) : summary}\n`);
      } finally {
        await close();
      }
    });
}
