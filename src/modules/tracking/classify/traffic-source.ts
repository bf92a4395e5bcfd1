import { getDomain } from 'tldts';
import type { SourceKind } from './channel-rules.ts';
import { siteOfHost, siteOfSource } from './known-sites.ts';

export type Visit = {
  url: string | null;
  referrer: string | null;
  campaign: {
    source: string | null;
    medium: string | null;
    name: string | null;
    term: string | null;
    content: string | null;
  };
};

/** Where a visit came from, in the words the rules of the channel table look at; lower-case, '' where not said. */
export type TrafficSource = {
  source: string;
  medium: string;
  campaign: string;
  term: string;
  content: string;
  kind: SourceKind | null;
  clickId: string | null;
  referrerHost: string | null;
  /** The visitor came from the site itself. */
  internal: boolean;
};

/**
 * What an ad platform or mailer adds to the address of a page, and what it tells where no UTM parameter does. Facebook
 * adds its own to every link, paid for or not, so it says no more than the place.
 */
export const clickIds: Readonly<Record<string, { source: string; medium: string }>> = {
  gclid: { source: 'google', medium: 'cpc' },
  gbraid: { source: 'google', medium: 'cpc' },
  wbraid: { source: 'google', medium: 'cpc' },
  dclid: { source: 'dv360', medium: 'display' },
  msclkid: { source: 'bing', medium: 'cpc' },
  yclid: { source: 'yandex', medium: 'cpc' },
  li_fat_id: { source: 'linkedin', medium: 'cpc' },
  ttclid: { source: 'tiktok', medium: 'cpc' },
  twclid: { source: 'twitter', medium: 'cpc' },
  rdt_cid: { source: 'reddit', medium: 'cpc' },
  sccid: { source: 'snapchat', medium: 'cpc' },
  fbclid: { source: 'facebook', medium: 'referral' },
  epik: { source: 'pinterest', medium: 'referral' },
  igshid: { source: 'instagram', medium: 'referral' },
  mc_cid: { source: 'mailchimp', medium: 'email' },
  mc_eid: { source: 'mailchimp', medium: 'email' },
  mkt_tok: { source: 'marketo', medium: 'email' },
  _hsenc: { source: 'hubspot', medium: 'email' },
};

const maxWordLength = 200;

/**
 * Null where nothing is known of where it came from: no page, no referrer, no campaign, as with events that a server
 * sends.
 */
export function trafficSourceOf(
  visit: Visit,
  internalHosts: ReadonlySet<string> = new Set(),
): TrafficSource | null {
  const page = addressOf(visit.url);
  const referrer = addressOf(visit.referrer);
  const referrerHost = referrer?.hostname ? withoutWww(referrer.hostname) : null;
  const utm = {
    source: word(visit.campaign.source),
    medium: word(visit.campaign.medium),
    campaign: word(visit.campaign.name),
    term: word(visit.campaign.term),
    content: word(visit.campaign.content),
  };
  const clickId = page === null ? null : clickIdOf(page);
  const saysUtm = utm.source !== '' || utm.medium !== '' || utm.campaign !== '';
  if (page === null && referrerHost === null && !saysUtm) return null;
  const comesFromUs = referrerHost !== null && isOurs(referrerHost, page, internalHosts);
  const base = baseOf(clickId, comesFromUs ? null : referrerHost);
  const named = utm.source !== '' || utm.medium !== '';
  const source = named ? utm.source : base.source;
  return {
    source,
    medium: named ? utm.medium || (utm.source === base.source ? base.medium : '') : base.medium,
    campaign: utm.campaign,
    term: utm.term,
    content: utm.content,
    kind: siteOfSource(source)?.kind ?? null,
    clickId,
    referrerHost,
    internal: comesFromUs && !saysUtm && clickId === null,
  };
}

function baseOf(clickId: string | null, referrerHost: string | null): { source: string; medium: string } {
  const clicked = clickId === null ? undefined : clickIds[clickId];
  if (clicked) return clicked;
  if (referrerHost === null) return { source: '(direct)', medium: '(none)' };
  const site = siteOfHost(referrerHost);
  if (site === null) return { source: referrerHost, medium: 'referral' };
  return { source: site.name, medium: mediumOfKind(site.kind) };
}

function mediumOfKind(kind: SourceKind): string {
  if (kind === 'search') return 'organic';
  return kind === 'mail' ? 'email' : 'referral';
}

/** The host of the page itself, another under its domain, or one the workspace calls its own. */
function isOurs(referrerHost: string, page: URL | null, internalHosts: ReadonlySet<string>): boolean {
  for (const host of internalHosts) {
    if (referrerHost === withoutWww(host) || referrerHost.endsWith(`.${host}`)) return true;
  }
  if (page === null) return false;
  const pageHost = withoutWww(page.hostname);
  if (pageHost === referrerHost) return true;
  const domain = domainOf(pageHost);
  return domain !== null && domain === domainOf(referrerHost);
}

const maxRemembered = 5_000;
const domains = new Map<string, string | null>();

/** Private suffixes count: two sites on github.io are not each other's. */
function domainOf(host: string): string | null {
  const known = domains.get(host);
  if (known !== undefined) return known;
  const found = getDomain(host, { allowPrivateDomains: true });
  if (domains.size >= maxRemembered) domains.clear();
  domains.set(host, found);
  return found;
}

function clickIdOf(page: URL): string | null {
  if (page.search === '') return null;
  for (const [name, value] of page.searchParams) {
    const id = name.toLowerCase();
    if (value !== '' && Object.hasOwn(clickIds, id)) return id;
  }
  return null;
}

function addressOf(text: string | null): URL | null {
  return text === null || text === '' ? null : URL.parse(text);
}

function withoutWww(host: string): string {
  return host.startsWith('www.') ? host.slice(4) : host;
}

function word(text: string | null): string {
  return text === null ? '' : text.trim().toLowerCase().slice(0, maxWordLength);
}
