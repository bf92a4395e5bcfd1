import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { type Command, Option } from 'commander';
import type { AssetDetail, AssetSummary, libraryContract, Upload } from './contract.ts';
import { assetStates, uploadPartBytes } from './schemas.ts';

type Api = { content: { library: ContractRouterClient<typeof libraryContract> } };
type Library = Api['content']['library'];
type Connect = () => Promise<{ api: Api; close(): Promise<void> }>;

type Printed = { json?: boolean };
type ListOptions = Printed & { search?: string; state?: (typeof assetStates)[number] | 'all'; limit: string };
type AddOptions = Printed & {
  title?: string;
  type?: string;
  persona: string[];
  stage: string[];
  sellers?: boolean;
  to?: string;
  note?: string;
};

const collected = (value: string, before: string[]) => [...before, value];

/** `liaison content list|show|add`. */
export function registerContentCommands(program: Command, connect: Connect): void {
  const content = program
    .command('content')
    .description('what there is to read, for whom, and how it stands');
  const withLibrary = async (work: (library: Library) => Promise<string>) => {
    const { api, close } = await connect();
    try {
      process.stdout.write(`${await work(api.content.library)}\n`);
    } finally {
      await close();
    }
  };
  content
    .command('list')
    .description('pieces by title, with their versions, readers and shares')
    .option('--search <words>', 'only with these words in title or description')
    .addOption(new Option('--state <state>', 'only these').choices([...assetStates, 'all']))
    .option('--limit <count>', 'how many, up to 200', '50')
    .option('--json', 'print JSON')
    .action(({ json, limit, search, state }: ListOptions) =>
      withLibrary(async (library) => {
        const page = await library.list({
          limit,
          ...(search ? { search } : {}),
          ...(state ? { state } : {}),
        });
        return json ? JSON.stringify(page) : printList(page.items);
      }),
    );
  content
    .command('show')
    .description('one piece with its versions')
    .argument('<id>')
    .option('--json', 'print JSON')
    .action((assetId: string, { json }: Printed) =>
      withLibrary(async (library) => {
        const piece = await library.get({ assetId });
        return json ? JSON.stringify(piece) : printPiece(piece);
      }),
    );
  registerAdd(content, withLibrary);
}

function registerAdd(
  content: Command,
  withLibrary: (work: (library: Library) => Promise<string>) => Promise<void>,
): void {
  content
    .command('add')
    .description('add a file or an address as a piece, or as a version of one')
    .argument('<file>', 'a PDF, picture or film; or https://…')
    .option('--title <title>', 'else what the file calls itself')
    .option('--type <type>', 'case study, product sheet, …')
    .option('--persona <persona>', 'for whom; may be given again', collected, [])
    .option('--stage <stage>', 'for which buying stage; may be given again', collected, [])
    .option('--sellers', 'for sellers only')
    .option('--to <id>', 'as a new version of this piece')
    .option('--note <text>', 'what is new in it')
    .option('--json', 'print JSON')
    .action((file: string, options: AddOptions) =>
      withLibrary(async (library) => {
        const piece = await addPiece(library, file, options);
        return options.json ? JSON.stringify(piece) : printPiece(piece);
      }),
    );
}

async function addPiece(library: Library, file: string, options: AddOptions): Promise<AssetDetail> {
  const isAddress = /^https?:\/\//i.test(file);
  const upload = isAddress ? null : await sendFile(library, file);
  const source = {
    ...(upload === null ? { url: file } : { uploadId: upload.id }),
    ...(options.note ? { note: options.note } : {}),
  };
  if (options.to) return library.addVersion({ assetId: options.to, ...source });
  return library.create({
    title: options.title ?? upload?.checked?.title ?? file,
    type: options.type,
    audience: options.sellers ? 'seller' : 'buyer',
    personas: options.persona,
    buyingStages: options.stage,
    ...source,
  });
}

/** Part by part, as it is read from the disk. */
async function sendFile(library: Library, path: string): Promise<Upload> {
  const about = await stat(path).catch(() => null);
  if (!about?.isFile()) throw new Error(`There is no file "${path}".`);
  const blob = await openAsBlob(path);
  const { id: uploadId } = await library.beginUpload({ fileName: basename(path), fileBytes: about.size });
  for (let part = 0; part * uploadPartBytes < about.size; part += 1) {
    const slice = blob.slice(part * uploadPartBytes, (part + 1) * uploadPartBytes);
    await library.putPart({ uploadId, part, data: new File([slice], 'part') });
  }
  const upload = await library.completeUpload({ uploadId });
  const same = upload.checked?.sameAs;
  if (same) {
    await library.cancelUpload({ uploadId });
    throw new Error(
      `This very file is version ${same.versionNumber} of "${same.asset.title}". Nothing was added.`,
    );
  }
  return upload;
}

function printList(items: readonly AssetSummary[]): string {
  if (items.length === 0) return 'No piece fits.';
  const head = `${'id'.padEnd(38)}${'state'.padEnd(11)}${'version'.padEnd(9)}${'shares'.padStart(7)}${'readers'.padStart(9)}  title`;
  return [head, ...items.map(line)].join('\n');
}

function line({ id, state, currentVersion, shares, readers, title }: AssetSummary): string {
  const version = currentVersion === null ? '–' : `v${currentVersion.number}`;
  return `${id.padEnd(38)}${state.padEnd(11)}${version.padEnd(9)}${String(shares).padStart(7)}${String(readers).padStart(9)}  ${title}`;
}

function printPiece(piece: AssetDetail): string {
  const forWhom = piece.audience === 'seller' ? 'sellers' : piece.personas.join(', ') || 'every buyer';
  return [
    piece.title,
    `  id         ${piece.id}`,
    `  state      ${piece.state}${piece.useInstead ? `; use "${piece.useInstead.title}"` : ''}`,
    `  type       ${piece.type ?? '–'}`,
    `  for        ${forWhom}`,
    `  stages     ${piece.buyingStages.join(', ') || 'any'}`,
    `  owner      ${piece.owner?.name ?? 'nobody'}`,
    `  review on  ${piece.reviewOn ?? '–'}`,
    `  past year  ${piece.shares} shares, ${piece.readers} readers, ${piece.finished} of ${piece.measured} finished`,
    ...piece.versions.map(
      ({ number, format, state, isCurrent, fileName, url, refusedReason }) =>
        `  v${number}${isCurrent ? ' (shown)' : ''}  ${format}, ${state}  ${fileName ?? url ?? ''}${refusedReason ? `: ${refusedReason}` : ''}`,
    ),
  ].join('\n');
}
