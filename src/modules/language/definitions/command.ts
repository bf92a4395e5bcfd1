import type { ContractRouterClient } from '@orpc/contract';
import type { Command } from 'commander';
import { AppError } from '../../../platform/errors.ts';
import type { Definition, DefinitionSummary, DefinitionVersion, definitionsContract } from './contract.ts';

type Connect = () => Promise<{
  api: { language: ContractRouterClient<typeof definitionsContract> };
  close(): Promise<void>;
}>;

/** `liaison definitions list|show`. */
export function registerDefinitionCommands(program: Command, connect: Connect): void {
  const definitions = program.command('definitions').description('what words mean, and who signed it');
  definitions
    .command('list')
    .description('every word, what is in force and what is proposed')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { api, close } = await connect();
      try {
        const list = await api.language.listDefinitions({});
        process.stdout.write(json ? `${JSON.stringify(list)}\n` : printList(list.items));
      } finally {
        await close();
      }
    });
  definitions
    .command('show')
    .description('one definition in full; KEY, or KEY@4 for its version 4')
    .argument('<key>', 'the key, such as mql, with @VERSION where another than the one in force is meant')
    .option('--json', 'print JSON')
    .action(async (named: string, { json }: { json?: boolean }) => {
      const { api, close } = await connect();
      try {
        const [key = '', number] = named.split('@');
        const definition = await api.language.getDefinition({ id: key });
        const version = pickVersion(definition, number);
        const { versions: _, ...about } = definition;
        process.stdout.write(
          json ? `${JSON.stringify({ ...about, version })}\n` : printVersion(definition, version),
        );
      } finally {
        await close();
      }
    });
}

/** The version that was named; else the one in force, else the newest. */
export function pickVersion(definition: Definition, number: string | undefined): DefinitionVersion {
  const { versions, key } = definition;
  const version =
    number === undefined
      ? (versions.find((one) => one.status === 'in_force') ?? versions[0])
      : versions.find((one) => String(one.number) === number);
  if (version !== undefined) return version;
  const known = versions.map((one) => one.number).join(', ');
  throw new AppError('not_found', `"${key}" has no version ${number ?? ''}. There are: ${known}.`);
}

const keyWidth = 30;
const wordWidth = 24;

export function printList(items: readonly DefinitionSummary[]): string {
  return items
    .map(
      (item) =>
        `${item.key.padEnd(keyWidth)} ${item.word.padEnd(wordWidth)} ${[
          inForceWords(item),
          proposalWords(item),
          openWords(item),
        ]
          .filter((words) => words !== null)
          .join('; ')}\n`,
    )
    .join('');
}

const dayOf = (time: string) => time.slice(0, 10);

function inForceWords({ inForce }: DefinitionSummary): string {
  if (inForce === null) return 'nothing in force';
  if (inForce.unsigned) return `version ${inForce.number}, not signed yet`;
  const signers = inForce.signatures.map(({ name, side }) => `${name} (${side})`).join(' and ');
  return `version ${inForce.number} since ${dayOf(inForce.from)}, signed by ${signers}`;
}

function proposalWords({ proposal }: DefinitionSummary): string | null {
  if (proposal === null) return null;
  const { number, status, missing } = proposal;
  return `version ${number} ${status}${missing.length > 0 ? `, ${missing.join(' and ')} yet to sign` : ''}`;
}

function openWords({ openQuestions }: DefinitionSummary): string | null {
  if (openQuestions === 0) return null;
  return `${openQuestions} open ${openQuestions === 1 ? 'question' : 'questions'}`;
}

export function printVersion(definition: Definition, version: DefinitionVersion): string {
  const lines = [
    `${definition.word} (${definition.key}), version ${version.number}, ${version.unsigned ? 'in force, not signed yet' : version.status.replace('_', ' ')}`,
    version.inForceFrom === null ? null : `in force from ${dayOf(version.inForceFrom)}`,
    version.inForceTo === null ? null : `until ${dayOf(version.inForceTo)}`,
    ...version.signatures.map(({ name, side, at }) => `signed for ${side} by ${name} on ${dayOf(at)}`),
    ...version.objections
      .filter((one) => one.settledAt === null)
      .map(({ name, side, reason }) => `${name}, for ${side}, objects: ${reason}`),
    `text ${version.hash}`,
    '',
    ...version.clauses.map(({ label, text }) => `${label}: ${text}`),
  ];
  return `${lines.filter((line) => line !== null).join('\n')}\n`;
}
