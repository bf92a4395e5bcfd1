import type { InteractionFilter } from './rule.ts';

type Noun = { one: string; many: string; label: string };

/** How known types of interaction are called in a sentence and in a picker. */
const nouns: Record<string, Noun> = {
  page_view: { one: 'page view', many: 'page views', label: 'Page viewed' },
  screen_view: { one: 'screen opened', many: 'screens opened', label: 'Screen opened' },
  asset_viewed: { one: 'reading of content', many: 'readings of content', label: 'Content read' },
  asset_shared: {
    one: 'piece of content shown',
    many: 'pieces of content shown',
    label: 'Content shown or sent',
  },
  ad_clicked: { one: 'click on an ad', many: 'clicks on ads', label: 'Ad clicked' },
  ad_shown: { one: 'ad shown', many: 'ads shown', label: 'Ad shown' },
  email_sent: { one: 'mail sent', many: 'mails sent', label: 'Mail sent' },
  email_delivered: { one: 'mail delivered', many: 'mails delivered', label: 'Mail delivered' },
  email_bounced: { one: 'mail bounced', many: 'mails bounced', label: 'Mail bounced' },
  email_opened: { one: 'mail opened', many: 'mails opened', label: 'Mail opened' },
  email_clicked: { one: 'click in a mail', many: 'clicks in mails', label: 'Mail followed' },
  email_unsubscribed: { one: 'unsubscription', many: 'unsubscriptions', label: 'Unsubscribed' },
  form_submitted: { one: 'form filled in', many: 'forms filled in', label: 'Form filled in' },
  webinar_registered: {
    one: 'webinar registration',
    many: 'webinar registrations',
    label: 'Webinar registration',
  },
  webinar_attended: { one: 'webinar attended', many: 'webinars attended', label: 'Webinar attended' },
  event_attended: { one: 'event attended', many: 'events attended', label: 'Event attended' },
  event_talk: { one: 'talk at an event', many: 'talks at events', label: 'Talk at an event' },
  email_exchange: { one: 'e-mail exchange', many: 'e-mail exchanges', label: 'E-mail exchange' },
  message: { one: 'message', many: 'messages', label: 'Message' },
  call: { one: 'call', many: 'calls', label: 'Call' },
  meeting: { one: 'meeting', many: 'meetings', label: 'Meeting' },
  demo: { one: 'demo', many: 'demos', label: 'Demo' },
};

export const knownInteractionTypes: readonly string[] = Object.keys(nouns);

const plain = (type: string) => type.replaceAll(/[_-]+/g, ' ');

export function interactionTypeLabel(type: string): string {
  const words = plain(type);
  return nouns[type.toLowerCase()]?.label ?? words.charAt(0).toUpperCase() + words.slice(1);
}

const quotedWords = (words: readonly string[], joiner = 'or'): string =>
  listed(
    words.map((word) => `“${word}”`),
    joiner,
  );

/** "a, b or c". */
export function listed(words: readonly string[], joiner = 'or'): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${joiner} ${words.at(-1) ?? ''}`;
}

/** Names of campaigns and assets by id. */
export type NamesById = ReadonlyMap<string, string>;

const namesOf = (ids: readonly string[], names: NamesById, what: string) =>
  quotedWords(ids.map((id) => names.get(id.toLowerCase()) ?? `a deleted ${what}`));

function kindNoun(filter: InteractionFilter): Noun {
  const [kind] = filter.kinds ?? [];
  if (filter.kinds?.length === 1 && kind === 'person')
    return { one: 'conversation', many: 'conversations', label: '' };
  if (filter.kinds?.length === 1) return { one: 'look at content', many: 'looks at content', label: '' };
  return { one: 'interaction', many: 'interactions', label: '' };
}

/** "page views of “/pricing” in the last 30 days": which interactions are meant. */
export function filterInWords(filter: InteractionFilter, names: NamesById, count: 'one' | 'many'): string {
  const types = filter.types?.map(
    (type) => nouns[type.toLowerCase()] ?? { one: `“${plain(type)}”`, many: `“${plain(type)}”` },
  );
  const parts = [listed((types ?? [kindNoun(filter)]).map((noun) => noun[count]))];
  if (filter.pages) parts.push(`of ${quotedWords(filter.pages)}`);
  if (filter.assetIds) parts.push(`of ${namesOf(filter.assetIds, names, 'piece of content')}`);
  if (filter.assetTypes) parts.push(`of content of the type ${quotedWords(filter.assetTypes)}`);
  if (filter.topics) parts.push(`about ${quotedWords(filter.topics)}`);
  if (filter.campaignIds) parts.push(`in the campaign ${namesOf(filter.campaignIds, names, 'campaign')}`);
  if (filter.channels) parts.push(`by the channel ${quotedWords(filter.channels)}`);
  const [direction] = filter.directions ?? [];
  if (filter.directions?.length === 1)
    parts.push(direction === 'inbound' ? 'that came from them' : 'that came from us');
  if (filter.completionAtLeast !== undefined) parts.push(`seen to at least ${filter.completionAtLeast} %`);
  if (filter.withinDays !== undefined)
    parts.push(filter.withinDays === 1 ? 'in the last day' : `in the last ${filter.withinDays} days`);
  return parts.join(' ');
}
