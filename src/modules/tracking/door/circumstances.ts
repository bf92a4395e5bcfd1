import type { JudgedEvent } from '../classify/types.ts';
import type { TrackedEvent } from './event.ts';
import { type JsonObject, objectIn, textIn } from './json.ts';

const address = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/;
const maxAddressLength = 320;

/** Lower-case and trimmed; null where it is no e-mail address. */
function readEmail(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > maxAddressLength) return null;
  const email = value.trim().toLowerCase();
  return address.test(email) ? email : null;
}

export type Circumstances = {
  title: string | null;
  url: string | null;
  referrer: string | null;
  campaign: JudgedEvent['campaign'];
  userAgent: string | null;
  ip: string | null;
  email: string | null;
  isForm: boolean;
};

/** What an event says around itself, wherever the clients put it. */
export function circumstancesOf(event: TrackedEvent, type: string | null): Circumstances {
  const { properties, context } = event;
  const page = objectIn(context, 'page');
  const traits = traitsOf(event);
  const url = textIn(properties, 'url') ?? textIn(page, 'url');
  const isForm = event.call === 'track' && (type === 'form_submitted' || context.form !== undefined);
  return {
    title: textIn(properties, 'title') ?? textIn(page, 'title'),
    url,
    referrer:
      textIn(page, 'referrer') ??
      textIn(properties, 'referrer') ??
      textIn(objectIn(context, 'referrer'), 'url'),
    campaign: campaignOf(objectIn(context, 'campaign'), url),
    userAgent: textIn(context, 'userAgent'),
    ip: textIn(context, 'ip'),
    email: readEmail(traits.email) ?? (isForm ? readEmail(properties.email) : null),
    isForm,
  };
}

/** Traits stand in the call or, with some clients, in its context. */
export function traitsOf({ traits, context }: TrackedEvent): JsonObject {
  return Object.keys(traits).length > 0 ? traits : objectIn(context, 'traits');
}

function campaignOf(said: JsonObject, url: string | null): JudgedEvent['campaign'] {
  const campaign = {
    source: textIn(said, 'source'),
    medium: textIn(said, 'medium'),
    name: textIn(said, 'name'),
    term: textIn(said, 'term'),
    content: textIn(said, 'content'),
  };
  if (campaign.source !== null || campaign.medium !== null || campaign.name !== null) return campaign;
  const start = url?.includes('utm_') ? url.indexOf('?') : -1;
  if (url === null || start < 0) return campaign;
  const query = new URLSearchParams(url.slice(start + 1).split('#', 1)[0]);
  const parameter = (name: string) => cleanParameter(query.get(name));
  return {
    source: parameter('utm_source'),
    medium: parameter('utm_medium'),
    name: parameter('utm_campaign'),
    term: parameter('utm_term'),
    content: parameter('utm_content'),
  };
}

/** An address may hold %00 though its own text does not. */
function cleanParameter(value: string | null): string | null {
  const text = value?.replaceAll('\0', '').toWellFormed().trim() ?? '';
  return text === '' ? null : text;
}
