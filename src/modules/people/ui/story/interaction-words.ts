import type { Interaction } from '../api-types.ts';

type Words = { noun: string; did: string };

/** How each known type of interaction is called: as a dot's label, and as what happened. */
const known: Record<string, Words> = {
  page_view: { noun: 'page', did: 'Read' },
  asset_viewed: { noun: 'asset', did: 'Read' },
  asset_shared: { noun: 'shared', did: 'Was shown' },
  ad_clicked: { noun: 'ad', did: 'Clicked an ad' },
  email_sent: { noun: 'mail', did: 'Was sent' },
  email_opened: { noun: 'mail', did: 'Opened a mail' },
  email_clicked: { noun: 'mail', did: 'Followed a mail' },
  email_unsubscribed: { noun: 'unsubscribed', did: 'Unsubscribed' },
  form_submitted: { noun: 'form', did: 'Filled in a form' },
  webinar_registered: { noun: 'webinar', did: 'Registered for a webinar' },
  webinar_attended: { noun: 'webinar', did: 'Attended a webinar' },
  event_attended: { noun: 'event', did: 'Came to an event' },
  event_talk: { noun: 'talk', did: 'Talked at an event' },
  email_exchange: { noun: 'e-mail', did: 'E-mail' },
  message: { noun: 'message', did: 'Message' },
  call: { noun: 'call', did: 'Call' },
  meeting: { noun: 'meeting', did: 'Meeting' },
  demo: { noun: 'demo', did: 'Demo' },
};

export function wordsOf(type: string): Words {
  const plain = type.replaceAll(/[_-]+/g, ' ');
  return known[type] ?? { noun: plain, did: plain.charAt(0).toUpperCase() + plain.slice(1) };
}

type Titled = Pick<Interaction, 'asset' | 'subject' | 'url' | 'campaign'>;

/** What it was about: the asset, the subject, the page, or the campaign. */
export function titleOf(interaction: Titled): string | null {
  return (
    interaction.asset?.title ??
    interaction.subject ??
    pathOf(interaction.url) ??
    interaction.campaign?.name ??
    null
  );
}

function pathOf(url: string | null): string | null {
  if (url === null) return null;
  try {
    return new URL(url).pathname;
  } catch {
    return url;
  }
}

const secondsPerMinute = 60;
const worthSaying = 10;

/** `6 min, 92 % read`: how long and how far; null where that is not known. */
export function attentionWords(
  interaction: Pick<Interaction, 'engagedSeconds' | 'completion'>,
): string | null {
  const { engagedSeconds, completion } = interaction;
  const parts: string[] = [];
  if (engagedSeconds !== null && engagedSeconds >= worthSaying) {
    parts.push(
      engagedSeconds < secondsPerMinute
        ? `${engagedSeconds} s`
        : `${Math.round(engagedSeconds / secondsPerMinute)} min`,
    );
  }
  if (completion !== null) parts.push(`${Math.round(completion * 100)} % read`);
  return parts.length === 0 ? null : parts.join(', ');
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : null;

/** What was exchanged: the topic (where it is not the title already), what they asked, how it ended. */
export function exchangedIn(interaction: Pick<Interaction, 'properties'> & Titled) {
  const { topic, question, outcome } = interaction.properties;
  const about = textOf(topic);
  return {
    topic: about === titleOf(interaction) ? null : about,
    question: textOf(question),
    outcome: textOf(outcome),
  };
}
