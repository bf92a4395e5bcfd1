import type { packetItems, SlaPolicy } from '../../language/contract.ts';
import type { CommitmentKey } from './contract.ts';

export const itemNames: Readonly<Record<(typeof packetItems)[number], string>> = {
  who: 'Who and which company',
  tests: 'The three tests',
  ledger: "The score's ledger",
  read: 'What they read',
  told: 'What they were told',
  brief: "The campaign's brief",
  questions: 'Open questions',
  next_asset: 'A next asset',
  talking_points: 'Talking points',
};

const plural = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

/** What was promised, in words; null: nothing. */
export function promiseWords(policy: SlaPolicy | undefined, key: CommitmentKey): string | null {
  if (!policy) return null;
  const { marketing, sales } = policy;
  switch (key) {
    case 'volume':
      return marketing.volumePerMonth === null ? null : `${plural(marketing.volumePerMonth, 'lead')} a month`;
    case 'completeness':
      return marketing.packetCompletenessPercent === null
        ? null
        : `packets hold ${marketing.packetCompletenessPercent} % of the ${marketing.packetItems.length} items promised, on average`;
    case 'acceptance':
      return marketing.acceptancePercent === null
        ? null
        : `sales accepts ${marketing.acceptancePercent} % of what is offered`;
    case 'response':
      return `a person answers within ${responseWords(policy)}`;
    case 'attempts':
      return sales.attempts === null
        ? null
        : `${plural(sales.attempts.atLeast, 'try')} within ${plural(sales.attempts.withinDays, 'day')} before giving up`.replace(
            'trys',
            'tries',
          );
    case 'disposition':
      return `accepted, rejected or recycled within ${plural(sales.dispositionDays, 'business day')}`;
    case 'expired':
      return `no offer is left for ${plural(sales.expiresDays, 'business day')} without an answer`;
  }
}

function responseWords({ sales }: SlaPolicy): string {
  const hours = [...sales.firstResponse.map((one) => one.hours), sales.firstResponseHours];
  const [least, most] = [Math.min(...hours), Math.max(...hours)];
  return least === most
    ? plural(least, 'business hour')
    : `${least} to ${plural(most, 'business hour')}, by grade`;
}
