import type { ContractRouterClient } from '@orpc/contract';
import { type Command, InvalidArgumentError } from 'commander';
import { emailGates, type linkStates, type linksContract, type ShareLink } from './contract.ts';

type Links = ContractRouterClient<typeof linksContract>;
type Api = { content: { links: Links } };
type Connect = () => Promise<{ api: Api; close(): Promise<void> }>;

type Printed = { json?: boolean };
type Run = (work: (links: Links) => Promise<string>) => Promise<void>;

/** `liaison links list|create|revoke`. */
export function registerLinkCommands(program: Command, connect: Connect): void {
  const links = program
    .command('links')
    .description('ways to read pieces, for somebody or for whoever has them');
  const run: Run = async (work) => {
    const { api, close } = await connect();
    try {
      process.stdout.write(await work(api.content.links));
    } finally {
      await close();
    }
  };
  registerList(links, run);
  registerCreate(links, run);
  links
    .command('revoke')
    .description('take a link back, at once')
    .argument('<id>')
    .option('--json', 'print JSON')
    .action((id: string, { json }: Printed) =>
      run(async (api) => {
        const link = await api.revoke({ id });
        return json ? asJson(link) : `Taken back: ${link.title}\n`;
      }),
    );
}

function registerList(links: Command, run: Run): void {
  links
    .command('list')
    .description('links and what became of them, latest first')
    .option('--contact <id>', 'for this person')
    .option('--account <id>', 'for this company')
    .option('--asset <id>', 'of this piece')
    .option('--state <state>', 'open, expired or revoked', stateOf)
    .option('--limit <count>', 'how many', '50')
    .option('--json', 'print JSON')
    .action(
      (
        options: Printed & {
          contact?: string;
          account?: string;
          asset?: string;
          state?: State;
          limit: string;
        },
      ) =>
        run(async (api) => {
          const list = await api.list({
            contactId: options.contact,
            accountId: options.account,
            assetId: options.asset,
            state: options.state,
            limit: options.limit,
          });
          return options.json ? asJson(list) : printList(list.items);
        }),
    );
}

type CreateOptions = Printed & {
  contact?: string;
  account?: string;
  deal?: string;
  title?: string;
  message?: string;
  note?: string;
  email: (typeof emailGates)[number];
  passcode?: boolean;
  allow?: string[];
  deny?: string[];
  expires?: Date;
  download?: boolean;
  watermark?: boolean;
  slug?: string;
};

function registerCreate(links: Command, run: Run): void {
  links
    .command('create')
    .description('share pieces; prints the address')
    .argument('<piece...>', 'ids of the pieces')
    .option('--contact <id>', 'for whom; left out: for whoever has the address')
    .option('--account <id>', 'for which company')
    .option('--deal <id>', 'for which deal')
    .option('--title <text>', 'what the reader sees')
    .option('--message <text>', 'a word to the reader')
    .option('--note <text>', 'a word to ourselves')
    .option('--email <gate>', 'none, ask or verify the reader’s address', gateOf, 'none')
    .option('--passcode', 'ask for a passcode; it is made, and printed this once')
    .option('--allow <address...>', 'addresses and domains that alone may read')
    .option('--deny <address...>', 'addresses and domains that never may read')
    .option('--expires <time>', 'until when, such as 2027-01-31', timeOf)
    .option('--download', 'let readers download')
    .option('--watermark', 'write the reader’s address over downloads')
    .option('--slug <words>', 'words of one’s own in the address')
    .option('--json', 'print JSON')
    .action((assetIds: string[], options: CreateOptions) =>
      run(async (api) => {
        const made = await api.create({
          assetIds,
          contactId: options.contact,
          accountId: options.account,
          opportunityId: options.deal,
          title: options.title,
          message: options.message,
          note: options.note,
          emailGate: options.email,
          makePasscode: options.passcode ?? false,
          allowed: options.allow,
          denied: options.deny,
          expiresAt: options.expires,
          mayDownload: options.download,
          watermark: options.watermark,
          slug: options.slug,
        });
        if (options.json) return asJson(made);
        const passcode = made.passcode === null ? '' : `Passcode, shown this once: ${made.passcode}\n`;
        return `${made.url}\n${passcode}`;
      }),
    );
}

type State = (typeof linkStates)[number];

function stateOf(word: string): State {
  if (word === 'open' || word === 'expired' || word === 'revoked') return word;
  throw new InvalidArgumentError('open, expired or revoked');
}

function gateOf(word: string): (typeof emailGates)[number] {
  const gate = emailGates.find((each) => each === word);
  if (gate) return gate;
  throw new InvalidArgumentError('none, ask or verify');
}

function timeOf(text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('a day or a time, such as 2027-01-31');
  return at;
}

const asJson = (value: unknown): string => `${JSON.stringify(value)}\n`;

function printList(items: readonly ShareLink[]): string {
  if (items.length === 0) return 'No links.\n';
  const lines = items.map((link) =>
    [
      link.createdAt.slice(0, 10),
      link.state.padEnd(7),
      `${link.visits} ${link.visits === 1 ? 'visit' : 'visits'}`.padEnd(10),
      link.title,
      `for ${link.contact?.name ?? link.account?.name ?? 'whoever has it'}`,
      `by ${link.createdBy.name}`,
      link.id,
    ].join('  '),
  );
  return `${lines.join('\n')}\n`;
}
