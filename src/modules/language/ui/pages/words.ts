import { formatCount } from '../../../../web/parts/money.tsx';
import type { Definition, Kind, Side, Summary, Version } from './api-types.ts';
import type { Reader } from './use-language.ts';

export const sides: readonly Side[] = ['marketing', 'sales'];
export const otherSide = (side: Side): Side => (side === 'marketing' ? 'sales' : 'marketing');

/** Kinds in the order of the page; a heading, one of them, and what it is for. */
export const kindWords: Record<Kind, { heading: string; one: string; hint: string }> = {
  stage: {
    heading: 'Stages and their gates',
    one: 'stage',
    hint: 'where a lead stands, and what lets it in',
  },
  scoring: { heading: 'Scores', one: 'score', hint: 'how many points for what' },
  test: { heading: 'Tests', one: 'test', hint: 'whether a lead is worth offering' },
  persona: { heading: 'Personas', one: 'persona', hint: 'a kind of buyer, and who is one' },
  reject_reasons: { heading: 'Reject reasons', one: 'list of reasons', hint: 'why sales may say no' },
  sla: { heading: 'Promises', one: 'agreement', hint: 'what both sides promise each other about leads' },
  term: { heading: 'Glossary', one: 'word', hint: 'a word and its meaning, with no rule' },
};
export const kinds: readonly Kind[] = [
  'sla',
  'stage',
  'scoring',
  'test',
  'persona',
  'reject_reasons',
  'term',
];

/** Kinds that hold a rule, and so can be tried on the past. */
const judging: readonly Kind[] = ['stage', 'scoring', 'test'];

/** Whether a text of a definition can be tried on the past leads. */
export const canBacktest = (body: Version['body']): boolean =>
  judging.includes(body.kind) && (body.kind !== 'stage' || body.gate !== null);

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** "three", "14": small numbers are read as words. */
export const countWord = (count: number): string => small[count] ?? formatCount(count);

export const plural = (count: number, one: string, many = `${one}s`): string => (count === 1 ? one : many);

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "Ada and Ben", "Ada, Ben and Cleo". */
export function listWords(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** The first sentence of a meaning, for a list. */
export function firstSentence(text: string): string {
  const end = /[.!?](\s|$)/.exec(text);
  return end ? text.slice(0, end.index + 1) : text;
}

/** The first eight digits say which text it is, as with a commit. */
export const shortHash = (hash: string): string => `${hash.slice(0, 8)} ${hash.slice(8, 16)}`;

/** Signed by both, and what it means now. */
export const isSigned = (summary: Pick<Summary, 'inForce'>): boolean =>
  summary.inForce !== null && !summary.inForce.unsigned;

/** Whether the reader has yet to say something of this word: a proposal, or what came with the workspace. */
export function waitsFor(summary: Summary, reader: Reader): boolean {
  const { proposal } = summary;
  const proposed =
    proposal?.status === 'proposed' && reader.sides.some((side) => proposal.missing.includes(side));
  return proposed || reader.sides.some((side) => lacksSignature(summary, side, reader));
}

/** What came with the workspace and this side has not signed, nor the reader for the other. */
export const lacksSignature = (summary: Summary, side: Side, reader: Reader): boolean =>
  summary.inForce?.unsigned === true &&
  !summary.inForce.signatures.some((one) => one.side === side || one.name === reader.name);

/** A backtest's sentence after "It": "It passes 18 % fewer leads." */
export function backtestWords(sentence: string): string {
  const text = sentence.trim();
  if (text === '') return '';
  const opened = /^[a-z]/.test(text) ? `It ${text}` : text;
  return /[.!?]$/.test(opened) ? opened : `${opened}.`;
}

/** Versions of a definition that matter now: what holds, and what is open, newest first. */
export function openVersions(definition: Definition): {
  inForce: Version | null;
  open: readonly Version[];
  drafts: readonly Version[];
} {
  return {
    inForce: definition.versions.find((version) => version.status === 'in_force') ?? null,
    open: definition.versions.filter(({ status }) => status === 'proposed' || status === 'signed'),
    drafts: definition.versions.filter(({ status }) => status === 'draft'),
  };
}

/** "marketing's proposal", "draft", "what it meant". */
export function statusWords(version: Pick<Version, 'status' | 'unsigned' | 'answersId'>): string {
  const words: Record<Version['status'], string> = {
    draft: 'draft',
    proposed: version.answersId === null ? 'proposed' : 'counter-proposed',
    signed: 'signed by both, its day has not come',
    in_force: version.unsigned ? 'in force, not signed yet' : 'in force',
    superseded: 'superseded',
    withdrawn: 'withdrawn',
  };
  return words[version.status];
}
