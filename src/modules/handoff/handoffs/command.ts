import type { ContractRouterClient } from '@orpc/contract';
import type { Command } from 'commander';
import type { Handoff, HandoffRow, handoffsContract } from './contract.ts';

type Api = { handoff: { handoffs: ContractRouterClient<typeof handoffsContract> } };
type Connect = () => Promise<{ api: Api; close(): Promise<void> }>;

type Printed = { json?: boolean };

/** `liaison handoffs list|show|offer|accept|reject|recycle|return|withdraw`. */
export function registerHandoffCommands(program: Command, connect: Connect): void {
  const handoffs = program.command('handoffs').description('leads that marketing offers and sales answers');
  const run = async (options: Printed, work: (api: Api['handoff']['handoffs']) => Promise<Handoff>) => {
    const { api, close } = await connect();
    try {
      const one = await work(api.handoff.handoffs);
      process.stdout.write(options.json ? `${JSON.stringify(one)}\n` : printHandoff(one));
    } finally {
      await close();
    }
  };
  registerList(handoffs, connect);
  handoffs
    .command('show')
    .description('one hand-off with its clocks and every move')
    .argument('<id>')
    .option('--json', 'print JSON')
    .action((id: string, options: Printed) => run(options, (api) => api.get({ id })));
  handoffs
    .command('offer')
    .description('offer a lead to sales')
    .argument('<contact>', 'the id of the contact')
    .option('--owner <teammate>', 'to whom; else as the routing says')
    .option('--note <text>', 'what marketing adds in its own words')
    .option('--json', 'print JSON')
    .action((contactId: string, options: Printed & { owner?: string; note?: string }) =>
      run(options, (api) => api.offer({ contactId, ownerId: options.owner, note: options.note })),
    );
  registerAnswers(handoffs, run);
}

function registerList(handoffs: Command, connect: Connect): void {
  handoffs
    .command('list')
    .description('what waits in sales, in the order in which to do it; or what came back, or all')
    .option('--view <view>', 'queue, returned or all', 'queue')
    .option('--late', 'only what is late')
    .option('--limit <count>', 'how many', '50')
    .option('--json', 'print JSON')
    .action(async (options: Printed & { view: string; late?: boolean; limit: string }) => {
      const { api, close } = await connect();
      try {
        const list = await api.handoff.handoffs.list({
          view: viewOf(options.view),
          whose: 'everybody',
          limit: options.limit,
          ...(options.late ? { late: 'true' } : {}),
        });
        process.stdout.write(options.json ? `${JSON.stringify(list)}\n` : printList(list.items));
      } finally {
        await close();
      }
    });
}

type Run = (options: Printed, work: (api: Api['handoff']['handoffs']) => Promise<Handoff>) => Promise<void>;

/** Each answers the hand-off as it stands now: whoever types a command has no older page open. */
function registerAnswers(handoffs: Command, run: Run): void {
  const answer = (name: string, description: string) =>
    handoffs.command(name).description(description).argument('<id>').option('--json', 'print JSON');
  answer('accept', 'accept a lead').action((id: string, options: Printed) =>
    run(options, async (api) => api.accept({ id, revision: (await api.get({ id })).revision })),
  );
  answer('reject', 'reject a lead')
    .requiredOption('--reason <key>', 'one of the agreed reject reasons, such as no_budget')
    .requiredOption('--would-accept-if <text>', 'what would have made it acceptable')
    .option('--text <text>', 'more about the reason')
    .action((id: string, options: Printed & { reason: string; wouldAcceptIf: string; text?: string }) =>
      run(options, async (api) =>
        api.reject({
          id,
          revision: (await api.get({ id })).revision,
          reasonKey: options.reason,
          wouldAcceptIf: options.wouldAcceptIf,
          reason: options.text,
        }),
      ),
    );
  answer('recycle', 'give a lead back until a day')
    .requiredOption('--until <day>', 'YYYY-MM-DD')
    .requiredOption('--reason <text>', 'why')
    .action((id: string, options: Printed & { until: string; reason: string }) =>
      run(options, async (api) => {
        const { revision } = await api.get({ id });
        return api.recycle({ id, revision, until: options.until, reason: options.reason });
      }),
    );
  answer('return', 'give an accepted lead back')
    .requiredOption('--reason <text>', 'why')
    .action((id: string, options: Printed & { reason: string }) =>
      run(options, async (api) =>
        api.giveBack({ id, revision: (await api.get({ id })).revision, reason: options.reason }),
      ),
    );
  answer('withdraw', 'take an offer back that sales has not answered')
    .requiredOption('--reason <text>', 'why')
    .action((id: string, options: Printed & { reason: string }) =>
      run(options, async (api) =>
        api.withdraw({ id, revision: (await api.get({ id })).revision, reason: options.reason }),
      ),
    );
}

const views = ['queue', 'returned', 'all'] as const;

function viewOf(word: string): (typeof views)[number] {
  const view = views.find((one) => one === word);
  if (view === undefined) throw new Error(`There is no view "${word}". There are: ${views.join(', ')}.`);
  return view;
}

const minuteOf = (time: string) => `${time.slice(0, 10)} ${time.slice(11, 16)}`;

function printList(items: readonly HandoffRow[]): string {
  if (items.length === 0) return 'Nothing here.\n';
  return items
    .map((one) => {
      const due = one.firstResponseAt === null ? one.responseDueAt : one.dispositionDueAt;
      const when = due === null ? 'no time promised' : `due ${minuteOf(due)} UTC${one.late ? ', late' : ''}`;
      const whose = one.owner?.name ?? (one.pool === null ? 'nobody yet' : `pool ${one.pool.name}`);
      const account = one.account === null ? '' : ` (${one.account.name})`;
      return `${one.id}  ${(one.grade ?? '--').padEnd(2)}  ${one.state.padEnd(9)}  ${one.contact.name}${account}, ${whose}, ${when}\n`;
    })
    .join('');
}

function printHandoff(one: Handoff): string {
  const lines = [
    `${one.contact.name}${one.account === null ? '' : `, ${one.account.name}`}: ${one.state}, round ${one.round}`,
    `with ${one.owner?.name ?? one.pool?.name ?? 'nobody yet'}; offered by ${one.offeredBy} on ${minuteOf(one.offeredAt)} UTC`,
    one.slaVersion === null
      ? 'no agreement was in force'
      : `under ${one.slaVersion.word}, version ${one.slaVersion.number}${one.slaVersion.unsigned ? ', which nobody has signed' : ''}`,
    `packet: ${one.packetItems.length} items, ${one.promisedItems.filter((item) => one.packetItems.includes(item)).length} of ${one.promisedItems.length} promised`,
    one.summary === '' ? null : one.summary,
    '',
    ...one.clocks.map(
      ({ kind, state, dueAt }) =>
        `${kind.replaceAll('_', ' ').padEnd(15)} ${state}${dueAt === null ? '' : `, ${minuteOf(dueAt)} UTC`}`,
    ),
    '',
    ...one.events.map(({ at, text }) => `${minuteOf(at)}  ${text}`),
  ];
  return `${lines.filter((line) => line !== null).join('\n')}\n`;
}
