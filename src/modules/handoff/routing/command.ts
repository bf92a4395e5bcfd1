import type { ContractRouterClient } from '@orpc/contract';
import type { Command } from 'commander';
import type { CapacityPicture, CapacityWeek, routingContract } from './contract.ts';

type Connect = () => Promise<{
  api: { handoff: { routing: ContractRouterClient<typeof routingContract> } };
  close(): Promise<void>;
}>;

/** `liaison report capacity`: takes the `report` command, under which every report stands. */
export function registerCapacityReport(report: Command, connect: Connect): void {
  report
    .command('capacity')
    .description('leads offered, what sales can answer, and the backlog, week by week, with a forecast')
    .option('--weeks <n>', 'past weeks shown, 4 to 52', '12')
    .option('--json', 'print JSON')
    .action(async (options: { weeks: string; json?: boolean }) => {
      const { api, close } = await connect();
      try {
        const picture = await api.handoff.routing.readCapacity({ weeks: options.weeks });
        process.stdout.write(options.json ? `${JSON.stringify(picture)}\n` : inWords(picture));
      } finally {
        await close();
      }
    });
}

const cell = (value: number | null | undefined) =>
  (value === null || value === undefined ? '–' : String(Math.round(value))).padStart(10);

function inWords({ next, backlog, weeks }: CapacityPicture): string {
  const first =
    next === null
      ? `${backlog} offers wait for an answer. There is no forecast yet.`
      : `Next week brings about ${Math.round(next.volume)} leads; sales can answer ${next.capacity === null ? 'nobody knows how many' : Math.round(next.capacity)}. ${backlog} wait for an answer now.`;
  const heads = ['offered', 'expected', 'answered', 'can answer', 'backlog'].map((head) => head.padStart(10));
  return [first, '', `${'week'.padEnd(10)}${heads.join('')}`, ...weeks.map(line), ''].join('\n');
}

function line({ week, when, offered, expected, answered, capacity, backlog }: CapacityWeek): string {
  const then = when === 'coming' ? expected?.backlog : backlog;
  return `${week.padEnd(10)}${cell(offered)}${cell(expected?.volume)}${cell(answered)}${cell(capacity)}${cell(then)}`;
}
