import { flagReasonText } from '../../tracking/settings/contract.ts';
import type { Interaction } from './api-types.ts';

type Words = { noun: string; nouns: string; did: string };

/** How each known type of interaction is called: as a dot's label, counted, and as what happened. */
const known: Record<string, Words> = {
  page_view: { noun: 'page', nouns: 'pages', did: 'Read' },
  screen_view: { noun: 'screen', nouns: 'screens', did: 'Opened' },
  asset_viewed: { noun: 'asset', nouns: 'assets', did: 'Read' },
  asset_shared: { noun: 'shared', nouns: 'assets shared', did: 'Was shown' },
  ad_clicked: { noun: 'ad', nouns: 'ads', did: 'Clicked an ad' },
  email_sent: { noun: 'mail', nouns: 'mails', did: 'Was sent' },
  email_opened: { noun: 'mail', nouns: 'mails', did: 'Opened a mail' },
  email_clicked: { noun: 'mail', nouns: 'mails', did: 'Followed a mail' },
  email_unsubscribed: { noun: 'unsubscribed', nouns: 'times unsubscribed', did: 'Unsubscribed' },
  form_submitted: { noun: 'form', nouns: 'forms', did: 'Filled in a form' },
  webinar_registered: { noun: 'webinar', nouns: 'webinars', did: 'Registered for a webinar' },
  webinar_attended: { noun: 'webinar', nouns: 'webinars', did: 'Attended a webinar' },
  event_attended: { noun: 'event', nouns: 'events', did: 'Came to an event' },
  event_talk: { noun: 'talk', nouns: 'talks', did: 'Talked at an event' },
  email_exchange: { noun: 'e-mail', nouns: 'e-mails', did: 'E-mail' },
  message: { noun: 'message', nouns: 'messages', did: 'Message' },
  call: { noun: 'call', nouns: 'calls', did: 'Call' },
  meeting: { noun: 'meeting', nouns: 'meetings', did: 'Meeting' },
  demo: { noun: 'demo', nouns: 'demos', did: 'Demo' },
};
export const knownTypes: readonly string[] = Object.keys(known);

export function wordsOf(type: string): Words {
  const plain = type.replaceAll(/[_-]+/g, ' ');
  const did = plain.charAt(0).toUpperCase() + plain.slice(1);
  return known[type] ?? { noun: plain, nouns: `× ${plain}`, did };
}

/** A type of interaction by its name, as a filter shows it. */
export const typeName = (type: string): string => {
  const named: Record<string, string> = {
    page_view: 'Page read',
    screen_view: 'Screen opened',
    asset_viewed: 'Asset read',
    asset_shared: 'Asset shown or sent',
    ad_clicked: 'Ad clicked',
    email_sent: 'Mail sent',
    email_opened: 'Mail opened',
    email_clicked: 'Mail followed',
    form_submitted: 'Form filled in',
    webinar_registered: 'Webinar registration',
    webinar_attended: 'Webinar attended',
    event_attended: 'Event attended',
    event_talk: 'Event talk',
    email_exchange: 'E-mail exchange',
  };
  return named[type] ?? wordsOf(type).did;
};

type Titled = Pick<Interaction, 'asset' | 'subject' | 'url' | 'campaign'> &
  Partial<Pick<Interaction, 'type' | 'properties'>>;

/** What it was about: the asset, the form, the subject, the page, or the campaign. */
export function titleOf(interaction: Titled): string | null {
  return (
    interaction.asset?.title ??
    formOf(interaction) ??
    interaction.subject ??
    pathOf(interaction.url) ??
    interaction.campaign?.name ??
    null
  );
}

/** A watched form says its name; "Form Submitted" says nothing that its type does not. */
function formOf({ type, properties }: Titled): string | null {
  const form = type === 'form_submitted' ? properties?.form : null;
  return typeof form === 'string' && form !== '' ? form : null;
}

function pathOf(url: string | null): string | null {
  if (url === null) return null;
  try {
    return new URL(url).pathname;
  } catch {
    return url;
  }
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** `40 s`, `12 min`, `1 h 5 min` */
export function spanWords(spanMs: number): string {
  if (spanMs < minuteMs) return `${Math.max(1, Math.round(spanMs / 1_000))} s`;
  if (spanMs < hourMs) return `${Math.round(spanMs / minuteMs)} min`;
  const minutes = Math.round((spanMs % hourMs) / minuteMs);
  const hours = Math.floor(spanMs / hourMs);
  return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
}

const worthSayingSeconds = 10;

/** `6 min, 92 % read`: how long and how far; null where that is not known. */
export function attentionWords(
  interaction: Pick<Interaction, 'engagedSeconds' | 'completion'>,
): string | null {
  const { engagedSeconds, completion } = interaction;
  const parts: string[] = [];
  if (engagedSeconds !== null && engagedSeconds >= worthSayingSeconds) {
    parts.push(spanWords(engagedSeconds * 1_000));
  }
  if (completion !== null) parts.push(`${Math.round(completion * 100)} % read`);
  return parts.length === 0 ? null : parts.join(', ');
}

type OfContent = Pick<Interaction, 'type' | 'asset' | 'properties'>;

/** What was given by a link was sent, not shown. */
export const didWords = ({ type, properties }: OfContent): string =>
  type === 'asset_shared' && linkIdOf(properties) !== null ? 'Was given' : wordsOf(type).did;

const waysWords: Record<string, string> = {
  mailto: 'by mail',
  linkedin: 'on LinkedIn',
  liaison: 'by mail from Liaison',
};

/** "pages 1–4 of 12", "downloaded", "passed on, it seems", "by mail": what else is known of a piece that was given or read. */
export function contentWords({ type, properties }: OfContent): string[] {
  if (type === 'asset_shared') {
    const way = typeof properties.sentBy === 'string' ? waysWords[properties.sentBy] : undefined;
    return way === undefined ? [] : [way];
  }
  if (type !== 'asset_viewed') return [];
  return [
    pagesWords(properties),
    properties.downloaded === true ? 'downloaded' : null,
    typeof properties.forwarded === 'string' ? 'passed on, it seems' : null,
  ].filter((part) => part !== null);
}

/** `pages 1–4, 7 of 12`: of a document; a picture has one, and a film's parts are no pages. */
function pagesWords({ pages, pageCount, format }: Interaction['properties']): string | null {
  if (!Array.isArray(pages) || typeof pageCount !== 'number' || pageCount < 2) return null;
  if (format !== 'pdf' && format !== 'slides') return null;
  const runs: [from: number, to: number][] = [];
  for (const page of pages) {
    if (typeof page !== 'number') return null;
    const last = runs.at(-1);
    if (last && page === last[1] + 1) last[1] = page;
    else runs.push([page, page]);
  }
  if (runs.length === 0) return null;
  const shown = runs.slice(0, shownRuns).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  const list = `${shown.join(', ')}${runs.length > shownRuns ? ', …' : ''}`;
  return `${pages.length === 1 ? 'page' : 'pages'} ${list} of ${pageCount}`;
}

const shownRuns = 4;

/** Where more is known of it: the link it was given by or read through, the piece itself. */
export function contentPlaces({ type, asset, properties }: OfContent): { label: string; href: string }[] {
  if (type !== 'asset_shared' && type !== 'asset_viewed') return [];
  const linkId = linkIdOf(properties);
  return [
    ...(linkId === null ? [] : [{ label: 'its link', href: `/content/links/${linkId}` }]),
    ...(asset ? [{ label: 'the piece', href: `/content/assets/${asset.id}` }] : []),
  ];
}

const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Others write to the log too: what looks like no id leads nowhere. */
const linkIdOf = ({ linkId }: Interaction['properties']): string | null =>
  typeof linkId === 'string' && idPattern.test(linkId) ? linkId : null;

type Visited = Pick<Interaction, 'type' | 'occurredAt' | 'channel' | 'engagedSeconds'> & Titled;

/** "6 pages and a form in 12 min, from LinkedIn": a visit in a few words. Latest first. */
export function visitWords(entries: readonly Visited[]): string {
  const counts = new Map<string, number>();
  for (const { type } of entries) counts.set(type, (counts.get(type) ?? 0) + 1);
  const parts = [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([type, count]) => countWords(count, wordsOf(type)));
  const last = parts.pop() ?? '';
  const what = parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
  const from = Date.parse(entries.at(-1)?.occurredAt ?? '');
  const to = Date.parse(entries[0]?.occurredAt ?? '') + (entries[0]?.engagedSeconds ?? 0) * 1_000;
  const spanMs = to - from;
  const channel = entries.at(-1)?.channel ?? null;
  const capital = what.charAt(0).toUpperCase() + what.slice(1);
  return [
    `${capital}${spanMs >= 1_000 ? ` in ${spanWords(spanMs)}` : ''}`,
    channel ? channelWords(channel) : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** "from LinkedIn"; who types the address came by no channel. */
export const channelWords = (channel: string): string =>
  channel.toLowerCase() === 'direct' ? 'direct' : `from ${channel}`;

function countWords(count: number, { noun, nouns }: Words): string {
  if (count === 1) return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
  return `${count} ${nouns}`;
}

/** The pages of a visit, the same again in a row told once with how often. Latest first. */
export function pagesOf<Entry extends Visited>(entries: readonly Entry[]): { entry: Entry; times: number }[] {
  const pages: { entry: Entry; times: number }[] = [];
  for (const entry of entries) {
    const last = pages.at(-1);
    if (last && last.entry.type === entry.type && titleOf(last.entry) === titleOf(entry)) last.times += 1;
    else pages.push({ entry, times: 1 });
  }
  return pages;
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : null;

export type Said = {
  topics: string[];
  questions: { text: string; answered: boolean; answer: string | null; by: 'them' | 'us' }[];
  outcome: string | null;
};

/** What was exchanged: topics (where they are not the title already), questions, how it ended. */
export function saidIn(interaction: Pick<Interaction, 'properties' | 'conversation'> & Titled): Said {
  const title = titleOf(interaction);
  const { conversation, properties } = interaction;
  const topic = textOf(properties.topic);
  const question = textOf(properties.question);
  const topics = conversation && conversation.topics.length > 0 ? conversation.topics : topic ? [topic] : [];
  const questions =
    conversation && conversation.questions.length > 0
      ? conversation.questions
      : question
        ? [{ text: question, answered: false, answer: null, by: 'them' as const }]
        : [];
  const outcome = conversation ? conversation.outcome : textOf(properties.outcome);
  return { topics: topics.filter((one) => one !== title), questions, outcome };
}

/** Why a flagged row is not counted, in words. */
export function flagWords(reason: string | null): string {
  return reason === null ? 'not a person' : flagReasonText(reason);
}
