import { csvText } from '../../../web/csv.ts';
import type { Interaction, Item, Mix } from './api-types.ts';
import { attentionWords, flagWords, saidIn, titleOf, typeName } from './words.ts';

const headings = [
  'When',
  'Kind',
  'Type',
  'What',
  'Who of theirs',
  'Company',
  'Deal',
  'On our side',
  'Channel',
  'Campaign',
  'Attention',
  'Topics',
  'Questions',
  'Next step',
  'Counts',
  'Address',
  'Id',
];

/** What is listed, a line each; of a private conversation only that it was. */
export function timelineCsv(items: readonly Item[]): string {
  return csvText([headings, ...items.map(rowOf)]);
}

function rowOf(item: Item): (string | number)[] {
  if (item.what === 'interaction') return interactionRow(item);
  const { at, words, contact, account, opportunity, by, reason, id } = item;
  const whose = [contact?.name ?? '', account?.name ?? '', opportunity?.name ?? ''];
  return [at, 'stage', item.mark, words, ...whose, by ?? '', '', '', '', reason ?? '', '', '', '', '', id];
}

function interactionRow(item: Interaction): (string | number)[] {
  const said = saidIn(item);
  const next = item.conversation?.nextStep ?? null;
  const hidden = item.conversation !== null && !item.conversation.readable;
  return [
    item.occurredAt,
    item.kind === 'content' ? 'content' : 'person to person',
    typeName(item.type),
    hidden ? 'private' : (titleOf(item) ?? ''),
    item.participants.map((one) => one.name).join('; ') || (item.person?.name ?? ''),
    item.account?.name ?? '',
    item.opportunity?.name ?? '',
    item.teammate?.name ?? '',
    item.channel ?? '',
    item.campaign?.name ?? '',
    attentionWords(item) ?? '',
    said.topics.join('; '),
    said.questions.map(({ text, answer }) => (answer ? `${text} – ${answer}` : text)).join('; '),
    next ? [next.text, next.dueOn].filter((part) => part !== null).join(', ') : '',
    item.verified ? 'yes' : flagWords(item.flagReason),
    item.url ?? '',
    item.id,
  ];
}

/** The mix, a stage a line; shares as numbers from 0 to 1. */
export function mixCsv({ stages, total, reference }: Mix): string {
  return csvText([
    ['Buying stage', 'Content', 'Person to person', 'Person-to-person share'],
    ...[...stages, { ...total, stage: null, name: 'All' }].map((row) => [
      row.name ?? 'No stage known',
      row.content,
      row.person,
      row.personShare ?? '',
    ]),
    [`Reference: ${reference.words}`, '', '', reference.personShare],
  ]);
}
