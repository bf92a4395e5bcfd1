import type { ConversationType } from '../contract.ts';

export type TypeWord = {
  type: ConversationType;
  label: string;
  /** The key that picks it. */
  key: string;
  /** "a call", in a sentence. */
  words: string;
};

/** The types in the order the form offers them. */
export const typeWords: readonly TypeWord[] = [
  { type: 'call', label: 'Call', key: 'c', words: 'a call' },
  { type: 'meeting', label: 'Meeting', key: 'm', words: 'a meeting' },
  { type: 'email_exchange', label: 'E-mail', key: 'e', words: 'an e-mail exchange' },
  { type: 'demo', label: 'Demo', key: 'd', words: 'a demo' },
  { type: 'event_talk', label: 'Talk', key: 't', words: 'a talk at an event' },
  { type: 'message', label: 'Message', key: 's', words: 'a message' },
];

const byType = new Map(typeWords.map((word) => [word.type, word]));

export const labelOf = (type: ConversationType): string => byType.get(type)?.label ?? type;
export const wordsOf = (type: ConversationType): string => byType.get(type)?.words ?? type;

/** Names in a sentence: "Ada, Bo and 2 more". */
export function namesInWords(names: readonly string[], shown = 2): string {
  if (names.length === 0) return 'nobody';
  if (names.length <= shown) return names.join(' and ');
  return `${names.slice(0, shown).join(', ')} and ${names.length - shown} more`;
}

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });

/** "3 Jun", with the year where it is another one. */
export function dayWords(at: string | Date, now = new Date()): string {
  const time = new Date(at);
  return (time.getFullYear() === now.getFullYear() ? day : dayOfYear).format(time);
}

/** A day without a time (`YYYY-MM-DD`), as that day is called wherever the reader is. */
export function dateWords(on: string, now = new Date()): string {
  return dayWords(new Date(`${on}T12:00:00`), now);
}
