import { parse } from 'tldts';
import type { SourceKind } from './channel-rules.ts';

export type KnownSite = {
  /** How the site is called as a source, as GA4 would. */
  name: string;
  kind: SourceKind;
};

type Entry = {
  kind: SourceKind;
  name: string;
  /** Hosts, each with everything below it. */
  hosts?: readonly string[];
  /** The same name under any ending: google.com, google.co.uk. */
  brand?: boolean;
  /** Other words that utm_source carries for it. */
  alias?: readonly string[];
};

// Short lists of what B2B visitors come from; whoever misses a site adds a rule on its host.
const entries: readonly Entry[] = [
  ...named('mail', {
    gmail: ['mail.google.com', 'com.google.android.gm'],
    outlook: [
      'outlook.live.com',
      'outlook.office.com',
      'outlook.office365.com',
      'com.microsoft.office.outlook',
    ],
    'yahoo mail': ['mail.yahoo.com'],
    gmx: ['navigator.gmx.net', 'bap.navigator.gmx.net'],
    'web.de': ['navigator.web.de'],
    proton: ['mail.proton.me'],
    zoho: ['mail.zoho.com', 'mail.zoho.eu'],
  }),
  ...named('assistant', {
    chatgpt: ['chatgpt.com', 'chat.openai.com'],
    perplexity: ['perplexity.ai'],
    gemini: ['gemini.google.com'],
    copilot: ['copilot.microsoft.com'],
    claude: ['claude.ai'],
    mistral: ['chat.mistral.ai'],
    deepseek: ['chat.deepseek.com'],
  }),
  ...branded('search', ['google', 'bing', 'yahoo', 'yandex', 'baidu', 'duckduckgo', 'ecosia', 'qwant']),
  ...named('search', {
    startpage: ['startpage.com'],
    brave: ['search.brave.com'],
    kagi: ['kagi.com'],
    naver: ['search.naver.com', 'naver.com'],
    daum: ['search.daum.net'],
    seznam: ['search.seznam.cz', 'seznam.cz'],
    sogou: ['sogou.com'],
    '360.cn': ['so.com'],
    aol: ['search.aol.com', 'aol.com'],
    ask: ['ask.com'],
    lycos: ['search.lycos.com'],
    mojeek: ['mojeek.com'],
    swisscows: ['swisscows.com'],
    metager: ['metager.org', 'metager.de'],
    't-online': ['suche.t-online.de'],
    'web.de search': ['suche.web.de'],
    'gmx search': ['suche.gmx.net'],
    dogpile: ['dogpile.com'],
    coccoc: ['coccoc.com'],
    'google app': ['com.google.android.googlequicksearchbox'],
  }),
  ...named(
    'social',
    {
      linkedin: ['linkedin.com', 'lnkd.in', 'com.linkedin.android'],
      facebook: ['facebook.com', 'fb.com', 'fb.me', 'com.facebook.katana'],
      instagram: ['instagram.com', 'com.instagram.android'],
      twitter: ['twitter.com', 'x.com', 't.co'],
      xing: ['xing.com'],
      reddit: ['reddit.com', 'redd.it'],
      pinterest: ['pinterest.com', 'pinterest.de', 'pinterest.co.uk', 'pin.it'],
      tiktok: ['tiktok.com'],
      threads: ['threads.net', 'threads.com'],
      bluesky: ['bsky.app'],
      mastodon: ['mastodon.social', 'joinmastodon.org'],
      whatsapp: ['whatsapp.com', 'wa.me'],
      telegram: ['telegram.org', 't.me'],
      snapchat: ['snapchat.com'],
      quora: ['quora.com'],
      slack: ['slack.com', 'com.slack'],
      discord: ['discord.com', 'discord.gg'],
      'hacker news': ['news.ycombinator.com'],
      'stack overflow': ['stackoverflow.com', 'stackexchange.com'],
      tumblr: ['tumblr.com'],
      vk: ['vk.com', 'vk.ru'],
      weibo: ['weibo.com', 'weibo.cn'],
      meetup: ['meetup.com'],
    },
    {
      linkedin: ['li', 'linkedin ads'],
      facebook: ['fb', 'meta', 'facebook ads'],
      instagram: ['ig'],
      twitter: ['x'],
      'hacker news': ['hackernews'],
      'stack overflow': ['stackoverflow'],
    },
  ),
  ...named(
    'video',
    {
      youtube: ['youtube.com', 'youtu.be', 'com.google.android.youtube'],
      vimeo: ['vimeo.com'],
      twitch: ['twitch.tv'],
      dailymotion: ['dailymotion.com'],
      wistia: ['wistia.com', 'wistia.net'],
      vidyard: ['vidyard.com'],
      netflix: ['netflix.com'],
      hulu: ['hulu.com'],
    },
    { youtube: ['yt'] },
  ),
  ...branded('shopping', ['amazon', 'ebay', 'etsy', 'alibaba', 'aliexpress', 'walmart', 'rakuten']),
  ...named('shopping', {
    'google shopping': ['shopping.google.com'],
    idealo: ['idealo.de', 'idealo.co.uk', 'idealo.fr'],
    mercateo: ['mercateo.com', 'mercateo.de'],
    'wer liefert was': ['wlw.de', 'wlw.at', 'wlw.ch'],
    europages: ['europages.com', 'europages.de', 'europages.co.uk'],
    shopify: ['shop.app', 'shopify.com'],
    temu: ['temu.com'],
  }),
];

function named(
  kind: SourceKind,
  sites: Record<string, readonly string[]>,
  aliases: Record<string, readonly string[]> = {},
): Entry[] {
  return Object.entries(sites).map(([name, hosts]) => ({ kind, name, hosts, alias: aliases[name] ?? [] }));
}

function branded(kind: SourceKind, names: readonly string[]): Entry[] {
  return names.map((name) => ({ kind, name, brand: true }));
}

const byHost = new Map<string, KnownSite>();
const byBrand = new Map<string, KnownSite>();
const byName = new Map<string, KnownSite>();
for (const { kind, name, hosts = [], brand = false, alias = [] } of entries) {
  const site: KnownSite = { name, kind };
  for (const host of hosts) byHost.set(host, site);
  if (brand) byBrand.set(name, site);
  for (const word of [name, ...alias]) byName.set(word, site);
}

// Hosts repeat endlessly and taking one apart costs more than a look-up; bounded, for the hosts are anybody's.
const maxRemembered = 5_000;
const remembered = new Map<string, KnownSite | null>();

/** The known site a host belongs to; the longest entry wins, so that mail.google.com is no search engine. */
export function siteOfHost(host: string): KnownSite | null {
  const known = remembered.get(host);
  if (known !== undefined) return known;
  const found = findByHost(host);
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(host, found);
  return found;
}

function findByHost(host: string): KnownSite | null {
  const parts = host.split('.');
  for (let from = 0; from < parts.length; from += 1) {
    const site = byHost.get(parts.slice(from).join('.'));
    if (site) return site;
  }
  const { domainWithoutSuffix, subdomain } = parse(host);
  const site = byBrand.get(domainWithoutSuffix ?? '') ?? null;
  return site?.kind === 'search' && !isSearchHost(subdomain ?? '') ? null : site;
}

/** www.google.com and de.search.yahoo.com find; docs.google.com and meet.google.com do not. */
function isSearchHost(subdomain: string): boolean {
  return subdomain
    .split('.')
    .every((label) => label.length <= 2 || ['www', 'search', 'images', 'html', 'lite'].includes(label));
}

/** The known site that a utm_source means: its name, a usual short form, or one of its hosts. */
export function siteOfSource(source: string): KnownSite | null {
  return byName.get(source) ?? (source.includes('.') ? siteOfHost(source) : null);
}

/** The lists as a reader sees them: names by kind. */
export function knownSiteNames(): Record<SourceKind, string[]> {
  const names: Record<SourceKind, string[]> = {
    search: [],
    social: [],
    video: [],
    shopping: [],
    mail: [],
    assistant: [],
  };
  for (const { kind, name } of entries) names[kind].push(name);
  return names;
}
