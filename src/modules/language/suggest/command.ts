import type { ContractRouterClient } from '@orpc/contract';
import type { Command } from 'commander';
import type { Suggestion, suggestContract } from './contract.ts';

type Connect = () => Promise<{
  api: { language: ContractRouterClient<typeof suggestContract> };
  close(): Promise<void>;
}>;

type Options = {
  outcome: string;
  outcomeValue?: string;
  from?: string;
  to?: string;
  keep: string[];
  json?: boolean;
};

/** `liaison suggest`: what the past says foretells an outcome, as points. It proposes; nothing is changed. */
export function registerSuggestCommand(program: Command, connect: Connect): void {
  program
    .command('suggest')
    .description('learn from the past which signals foretell an outcome, and turn them into points')
    .requiredOption(
      '--outcome <field>',
      'accepted, opportunity, won, or a field: contact.custom.converted, its key or its label',
    )
    .option('--outcome-value <value>', 'of a field: the value that counts as yes')
    .option('--from <day>', 'leads known from this day on (YYYY-MM-DD)')
    .option('--to <day>', 'as it stood on this day')
    .option('--keep <field>', 'use this suspected leak all the same; may be repeated', collect, [])
    .option('--json', 'print JSON')
    .action(async ({ json, ...asked }: Options) => {
      const { api, close } = await connect();
      try {
        const found = await api.language.suggest(asked);
        process.stdout.write(json ? `${JSON.stringify(asJson(found))}\n` : inWords(found));
      } finally {
        await close();
      }
    });
}

const collect = (value: string, before: string[]): string[] => [...before, value];

/** `rule` is the sentence that people read; the rule itself stands beside it. */
function asJson({ signals, auc, folds, ...rest }: Suggestion) {
  return {
    auc,
    folds,
    signals: signals.map(({ field, rule, sentence, points, weight, ...more }) => ({
      field,
      rule: sentence,
      points,
      weight,
      ...more,
      ruleGroup: rule,
    })),
    ...rest,
  };
}

function inWords(found: Suggestion): string {
  const signed = (points: number) => (points > 0 ? `+${points}` : `−${-points}`);
  const share = (one: number) => `${Math.round(one * 100)} %`;
  const lines = [
    found.sentence,
    `Folds: ${found.folds.map((fold) => fold.toFixed(3)).join(', ')}`,
    '',
    ...found.signals.map(
      ({ points, sentence, support, rateWith, rateWithout }) =>
        `${signed(points).padStart(5)}  ${sentence} (${support} leads: ${share(rateWith)}, others ${share(rateWithout)})`,
    ),
    ...(found.leaks.length === 0 ? [] : ['', 'Suspected leaks:']),
    ...found.leaks.map(
      ({ label, field, why, kept }) => `  ${label} (${field}): ${why}; ${kept ? 'kept' : 'left out'}`,
    ),
    ...(found.notes.length === 0 ? [] : ['', ...found.notes]),
  ];
  return `${lines.join('\n')}\n`;
}
