import { newId } from '../../platform/ids.ts';
import type { InteractionWords } from '../conversations/index.ts';
import type { SimulatedAccountStory, SimulatedInteraction } from './simulator/types.ts';

/** What was said in a conversation of the story, before the log has a row for it. */
export type StoryWords = Omit<InteractionWords, 'interactionId'>;
type Item = StoryWords['items'][number];

const talks: ReadonlySet<string> = new Set([
  'call',
  'meeting',
  'email_exchange',
  'demo',
  'event_talk',
  'message',
]);
const dayMs = 86_400_000;

/** What follows from an outcome, and after how many days. */
const nextSteps: Readonly<Record<string, readonly [text: string, days: number]>> = {
  'next step agreed': ['Walk through their plant', 7],
  'asked for an offer': ['Send the offer', 3],
  'send more': ['Send the case studies', 2],
  'call again next week': ['Call again', 7],
  'wants proof from the industry': ['Name two references from their industry', 4],
  'asked for prices': ['Send the price list', 2],
  'IT must look at it': ['Set up a call with their IT', 7],
  'needs a colleague': ['Meet the colleague who decides', 10],
  'wants a better offer': ['Bring a new offer', 5],
  'wants it on their own line': ['Plan a trial on their line', 10],
};

const answersTo: Readonly<Record<string, string>> = {
  'Can you show which machine makes our peak?': 'Yes, by the minute, once the meters are in.',
  'How do you find a leak without stopping the line?': 'By ultrasound, while it runs.',
  'Will the auditor take your readings?': 'Yes, the meters are calibrated and listed.',
  'How long is the line down for fitting?': 'Half a shift; clamp-on meters need no stop at all.',
  'Does it buy when power is cheap?': 'It shifts what can wait to the cheap hours.',
  'Does it read our meters from 2009?': 'By their pulse output, yes.',
  'Where do the 18 months come from?': 'From forty plants of their size; the calculator is open.',
  'Which ports must be open?': 'One, outbound, 443.',
  'Does it speak to our ERP?': 'By file every night, or by the API.',
  'Can we wait for the new line in spring?': 'The meters move along with the line.',
  'What about downtime at change-over?': 'Fitted during the change-over itself.',
  'Does it give the figures for the yearly report?': 'Yes, as a file the auditor knows.',
  'Who comes when a meter fails?': 'The installer from their region, within two days.',
};

const learned = [
  'Their budget is decided in the autumn.',
  'The works council must agree.',
  'The audit is due in spring.',
  'They compare with one other supplier.',
  'The plant manager decides, the CFO signs.',
  'A second plant would follow.',
] as const;

const ourQuestions = [
  'Who else has a say in it?',
  'What does a day of standstill cost them?',
  'When is the audit?',
] as const;

/**
 * What was said in the conversations of one story, by the interaction's id. It follows from the story alone, and moves
 * nothing in it: questions wait for an answer until a later talk, steps are done by the time people talk again.
 */
export function whatWasSaid(story: SimulatedAccountStory, endAt: Date): Map<string, StoryWords> {
  const said = new Map<string, StoryWords>();
  const open: { id: string; text: string }[] = [];
  const ours = story.interactions.filter(({ type, kind }) => kind === 'person' && talks.has(type));
  for (const [index, interaction] of ours.entries()) {
    const next = ours.slice(index + 1).find(({ contactId }) => contactId === interaction.contactId);
    const items: Item[] = [];
    const answered = luck(interaction, 'answer') < 0.75 ? open.shift() : undefined;
    if (answered) items.push(item('answer', 'from_us', answersTo[answered.text] ?? null, answered.id));
    items.push(...itemsOf(interaction));
    const asked = items.find(({ what, direction }) => what === 'question' && direction === 'from_them');
    if (asked?.text) open.push({ id: asked.id, text: asked.text });
    said.set(interaction.id, {
      private: isPrivate(interaction),
      subject: interaction.topic,
      body: bodyOf(interaction),
      outcome: interaction.outcome,
      durationMinutes:
        interaction.engagedSeconds > 0 ? Math.max(1, Math.round(interaction.engagedSeconds / 60)) : null,
      nextStep: stepAfter(interaction, next?.at ?? null, endAt),
      items,
    });
  }
  return said;
}

/** One talk in twenty: a mail or meeting that was between those who were there. */
function isPrivate(interaction: SimulatedInteraction): boolean {
  const { type } = interaction;
  return (type === 'email_exchange' || type === 'meeting') && luck(interaction, 'private') < 0.12;
}

function itemsOf(interaction: SimulatedInteraction): Item[] {
  const { topic, question, direction, type, assetId } = interaction;
  const items: Item[] = [];
  if (topic) items.push(item('topic', direction === 'inbound' ? 'from_them' : 'from_us', topic));
  if (question) items.push(item('question', 'from_them', question));
  if (topic && luck(interaction, 'ask') < 0.12)
    items.push(item('question', 'from_us', oneOf(ourQuestions, interaction)));
  if ((type === 'meeting' || type === 'demo') && luck(interaction, 'learn') < 0.5)
    items.push(item('learned', 'from_them', oneOf(learned, interaction)));
  if (assetId)
    items.push({ ...item('asset', 'from_us', null), how: type === 'email_exchange' ? 'sent' : 'shown' });
  return items;
}

function item(
  what: Item['what'],
  direction: Item['direction'],
  text: string | null,
  answersId: string | null = null,
): Item {
  return { id: newId(), what, direction, text, answersId };
}

function bodyOf({ topic, outcome }: SimulatedInteraction): string | null {
  const parts = [topic ? `Talked about ${topic}.` : null, outcome ? `${capital(outcome)}.` : null];
  return parts.filter((part) => part !== null).join(' ') || null;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function stepAfter(
  interaction: SimulatedInteraction,
  nextAt: Date | null,
  endAt: Date,
): StoryWords['nextStep'] {
  const [text, days] = nextSteps[interaction.outcome ?? ''] ?? [];
  if (text === undefined || days === undefined) return null;
  const dueAt = new Date(interaction.at.getTime() + days * dayMs);
  const on = dueAt.toISOString().slice(0, 10);
  if (nextAt) return { text, on, doneAt: nextAt };
  const isDone = dueAt < endAt && luck(interaction, 'step') < 0.85;
  return { text, on, doneAt: isDone ? dueAt : null };
}

/** A number from 0 to 1 that is always the same for the same interaction and purpose (FNV-1a). */
function luck({ id, at }: SimulatedInteraction, purpose: string): number {
  let hash = 0x811c9dc5;
  for (const char of `${purpose}:${id}:${at.getTime()}`) {
    hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  }
  return (hash % 10_007) / 10_007;
}

function oneOf<Value>(values: readonly [Value, ...Value[]], interaction: SimulatedInteraction): Value {
  return values[Math.floor(luck(interaction, 'which') * values.length)] ?? values[0];
}

/** The deal that was open with the person then, if one was. */
export function dealAt(story: SimulatedAccountStory, { contactId, at }: SimulatedInteraction): string | null {
  const deal = story.opportunities.find(
    ({ createdAt, closedAt, group }) =>
      createdAt <= at &&
      (closedAt === null || at <= closedAt) &&
      group.some((member) => member.contactId === contactId),
  );
  return deal?.id ?? null;
}
