import type { ContractRouterClient } from '@orpc/contract';
import { type Command, Option } from 'commander';
import type { DeadLetter, trackingContract } from './contract.ts';

type Connect = () => Promise<{
  api: { tracking: ContractRouterClient<typeof trackingContract> };
  close(): Promise<void>;
}>;

/** `liaison report log`: takes the `report` command, under which every report stands. */
export function registerLogReport(report: Command, connect: Connect): void {
  report
    .command('log')
    .description('events received, and what became of them')
    .option('--from <day>', 'first day of arrival, YYYY-MM-DD, UTC (default: all time)')
    .option('--to <day>', 'last day of arrival, YYYY-MM-DD')
    .option('--json', 'print {"received","accepted","duplicate","deadLettered"}')
    .action(async ({ from, to, json }: { from?: string; to?: string; json?: boolean }) => {
      const { api, close } = await connect();
      try {
        const { received, accepted, duplicate, deadLettered, doors } = await api.tracking.countLog({
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
        });
        const total = { received, accepted, duplicate, deadLettered };
        if (json) process.stdout.write(`${JSON.stringify(total)}\n`);
        else process.stdout.write(table([...doors, { door: 'all', ...total }]));
      } finally {
        await close();
      }
    });
}

function table(
  rows: readonly {
    door: string;
    received: number;
    accepted: number;
    duplicate: number;
    deadLettered: number;
  }[],
): string {
  const lines = rows.map((row) =>
    [row.door.padEnd(10), ...[row.received, row.accepted, row.duplicate, row.deadLettered].map(column)].join(
      ' ',
    ),
  );
  const heading = [
    'door'.padEnd(10),
    ...['received', 'accepted', 'duplicate', 'dead letters'].map(column),
  ].join(' ');
  return `${heading}\n${lines.join('\n')}\n`;
}

function column(value: string | number): string {
  return String(value).padStart(13);
}

type ListOptions = {
  state: 'waiting' | 'replayed' | 'all';
  reason?: string;
  search?: string;
  limit: string;
  json?: boolean;
};

/** `liaison dead-letters list|replay`. */
export function registerDeadLetterCommands(program: Command, connect: Connect): void {
  const deadLetters = program.command('dead-letters').description('events that could not be taken');
  deadLetters
    .command('list')
    .description('list them, latest first')
    .addOption(
      new Option('--state <state>', 'which').choices(['waiting', 'replayed', 'all']).default('waiting'),
    )
    .option('--reason <code>', 'only those of this reason')
    .option('--search <text>', 'only those that hold this text')
    .option('--limit <number>', 'how many, up to 200', '50')
    .option('--json', 'print JSON')
    .action(async ({ state, reason, search, limit, json }: ListOptions) => {
      const { api, close } = await connect();
      try {
        const page = await api.tracking.listDeadLetters({
          state,
          limit: Number(limit),
          ...(reason === undefined ? {} : { reasonCode: reason }),
          ...(search === undefined ? {} : { search }),
        });
        process.stdout.write(json ? `${JSON.stringify(page)}\n` : page.items.map(line).join(''));
      } finally {
        await close();
      }
    });
  deadLetters
    .command('replay')
    .description('replay one, or all that wait for a reason')
    .option('--id <id>', 'this one')
    .option('--corrected <json>', 'with --id: the event as it should have come')
    .option('--reason <code>', 'all that wait for this reason')
    .option('--json', 'print JSON')
    .action((options: ReplayOptions) => replay(options, connect));
}

type ReplayOptions = { id?: string; corrected?: string; reason?: string; json?: boolean };

async function replay({ id, corrected, reason, json }: ReplayOptions, connect: Connect): Promise<void> {
  if ((id === undefined) === (reason === undefined)) throw new Error('Say either --id or --reason.');
  const { api, close } = await connect();
  try {
    const outcome =
      id === undefined
        ? await api.tracking.replayDeadLetters({ reasonCode: reason ?? '' })
        : await api.tracking.replayDeadLetter({
            deadLetterId: id,
            ...(corrected === undefined ? {} : { correctedJson: corrected }),
          });
    const words = `${outcome.accepted} accepted, ${outcome.duplicate} duplicate, ${outcome.deadLettered} refused`;
    const why = 'reason' in outcome && outcome.reason !== null ? `: ${outcome.reason}` : '';
    process.stdout.write(json ? `${JSON.stringify(outcome)}\n` : `${words}${why}\n`);
  } finally {
    await close();
  }
}

function line(letter: DeadLetter): string {
  const what = [letter.receivedAt, letter.id, letter.reasonCode, letter.messageId ?? '-'].join('  ');
  return `${what}\n  ${letter.reason}\n  ${letter.excerpt.replaceAll(/\s+/g, ' ').slice(0, 120)}\n`;
}
