import { formatDate } from '../../../../web/parts/when.tsx';
import type { Summary } from '../pages/api-types.ts';

// A card is read in passing; the whole text is one press away.
const longestMeaning = 260;

/** The first sentences of a meaning, as many as a card holds. */
export function shortMeaning(meaning: string): string {
  if (meaning.length <= longestMeaning) return meaning;
  const sentences = meaning.match(/[^.!?]+[.!?]+(\s|$)/g) ?? [];
  let short = '';
  for (const sentence of sentences) {
    if (short !== '' && short.length + sentence.length > longestMeaning) break;
    short += sentence;
  }
  short = short.trim();
  return short !== '' && short.length <= longestMeaning * 1.5
    ? short
    : `${meaning.slice(0, longestMeaning)}…`;
}

/** "In force: version 4, since 3 Sep, signed by Mara (marketing) and Sven (sales)." */
export function inForceWords({ inForce }: Pick<Summary, 'inForce'>): string {
  if (inForce === null) return 'Not in force yet.';
  const signers = inForce.signatures.map(({ name, side }) => `${name} (${side})`);
  if (inForce.unsigned) {
    const half = signers.length > 0 ? ` Only ${together(signers)} has.` : '';
    return `Not signed yet: it came with the workspace, and both sides have to sign it.${half}`;
  }
  return `In force: version ${inForce.number}, since ${formatDate(inForce.from)}, signed by ${together(signers)}.`;
}

const together = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** "Version 5 is proposed by marketing; sales has yet to sign." */
export function proposalWords({ proposal }: Pick<Summary, 'proposal'>): string | null {
  if (proposal === null || proposal.status === 'draft') return null;
  const { number, status, side, missing } = proposal;
  if (status === 'signed') return `Version ${number} has been signed and waits for its day.`;
  const by = side === null ? 'proposed' : `proposed by ${side}`;
  const yet =
    missing.length > 0 ? `; ${together(missing)} ${missing.length > 1 ? 'have' : 'has'} yet to sign` : '';
  return `Version ${number} is ${by}${yet}.`;
}

export const openQuestionWords = (count: number): string =>
  count === 1 ? '1 open question' : `${count} open questions`;
