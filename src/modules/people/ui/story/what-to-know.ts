import { formatDate, formatRelative } from '../../../../web/parts/when.tsx';
import type { Interaction } from '../api-types.ts';
import { exchangedIn, titleOf, wordsOf } from './interaction-words.ts';

const dayMs = 24 * 3_600_000;
const recentDays = 14;

/**
 * What stands out in a story, in a few words: what they read of late, and when one of us last talked to them.
 * `interactions` are the latest, newest first.
 */
export function whatToKnow(interactions: readonly Interaction[], now: Date): string {
  const content = interactions.filter((one) => one.kind === 'content');
  const talk = interactions.find((one) => one.kind === 'person' && isTalk(one)) ?? null;
  return [readingWords(content, now), talkWords(content, talk, now)].filter((part) => part !== '').join('; ');
}

const unanswered = new Set(['no reply', 'no answer', 'voicemail']);

/** An e-mail nobody answered is no conversation. */
const isTalk = (one: Interaction): boolean =>
  one.type !== 'asset_shared' && !unanswered.has(exchangedIn(one).outcome ?? '');

function readingWords(content: readonly Interaction[], now: Date): string {
  const latest = content[0];
  if (!latest) return 'has read nothing of ours yet';
  const recent = content.filter((one) => now.getTime() - Date.parse(one.occurredAt) < recentDays * dayMs);
  if (recent.length === 0) return `last read something ${formatRelative(new Date(latest.occurredAt), now)}`;
  const [title, times] = mostFrequent(recent.map(titleOf)) ?? ['', 0];
  if (times >= 2) return `read “${title}” ${times === 2 ? 'twice' : `${times} times`} in two weeks`;
  if (recent.length > 1) return `looked at our content ${recent.length} times in two weeks`;
  const what = titleOf(latest);
  const at = formatRelative(new Date(latest.occurredAt), now);
  return what ? `last read “${what}” ${at}` : `last seen ${at}`;
}

function mostFrequent(words: readonly (string | null)[]): [string, number] | null {
  const counts = new Map<string, number>();
  for (const word of words) if (word !== null) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? null;
}

function talkWords(content: readonly Interaction[], talk: Interaction | null, now: Date): string {
  if (!talk) return 'nobody has talked with them yet';
  const at = new Date(talk.occurredAt);
  const isOld = now.getTime() - at.getTime() > recentDays * dayMs;
  const readSince = content.some((one) => one.occurredAt > talk.occurredAt);
  if (isOld && readSince) return `nobody has talked with them since ${formatDate(at)}`;
  const { question } = exchangedIn(talk);
  const noun = wordsOf(talk.type).noun;
  const when = formatRelative(at, now);
  const talked = talk.teammate ? `talked with ${talk.teammate.name} ${when} (${noun})` : `${noun} ${when}`;
  return question ? `${talked} and asked “${question}”` : talked;
}
