import type { Tx } from '../../../platform/postgres/database.ts';
import { readContactLedger } from '../../conversations/index.ts';
import { cutText } from './cut-text.ts';
import type { Packet } from './packet.ts';

const mostTold = 20;
const mostQuestions = 10;
const mostAnswersOfForm = 6;

export type Said = Pick<Packet, 'told' | 'questions'> & {
  /** What they have from us: read, shown to them or sent. */
  knownAssetIds: string[];
};

/**
 * What was said between us and a lead. A packet is read by both teams, so it holds no word of a private conversation,
 * whoever builds it.
 */
export async function whatWasSaid(tx: Tx, contactId: string, now: Date): Promise<Said> {
  const { fromUs, fromThem } = await readContactLedger({ tx, userId: null, contactId, now });
  const saying =
    (from: 'us' | 'them') =>
    ({ text, at, conversationId }: { text: string | null; at: string; conversationId: string | null }) =>
      text === null ? [] : [{ conversationId, text: cutText(text), at, from }];
  const given = fromUs.assets.flatMap(({ asset, given }) =>
    given?.conversationId == null
      ? []
      : [
          {
            conversationId: given.conversationId,
            text: cutText(`${given.how === 'sent' ? 'We sent' : 'We showed'} “${asset.title}”`),
            at: given.at,
            from: 'us' as const,
          },
        ],
  );
  const forms = fromThem.forms.map(({ subject, answers, at }) => ({
    conversationId: null,
    text: formWords(subject, answers),
    at,
    from: 'them' as const,
  }));
  const told = [
    ...[...fromThem.learned, ...fromThem.topics, ...fromThem.answers].flatMap(saying('them')),
    ...[...fromUs.topics, ...fromUs.answers].flatMap(saying('us')),
    ...given,
    ...forms,
  ];
  return {
    told: told.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, mostTold),
    questions: fromThem.openQuestions
      .flatMap(({ id, text, at }) => (text === null ? [] : [{ itemId: id, text: cutText(text), at }]))
      .slice(0, mostQuestions),
    knownAssetIds: fromUs.assets.map(({ asset }) => asset.id),
  };
}

/** Who they are stands in the packet already; what they wrote is what counts. */
const ofPerson = /^(e-?mail|(first|last|full)?_?name|company|phone|utm_.*|consent|gclid|page_message_id)$/i;

function formWords(subject: string | null, answers: Readonly<Record<string, string>>): string {
  const said = Object.entries(answers)
    .filter(([field, answer]) => answer !== '' && !ofPerson.test(field.replaceAll(/[\s-]/g, '_')))
    .slice(0, mostAnswersOfForm)
    .map(([field, answer]) => `${field.replaceAll('_', ' ')}: ${answer}`);
  return cutText(`${subject ?? 'A form'}${said.length === 0 ? '' : `, ${said.join(', ')}`}`);
}
