import emailProviders from 'email-providers/all.json' with { type: 'json' };
import { parse } from 'tldts';

// Mail providers that the list leaves out, met in European and American contact lists.
const moreProviders = [
  'aon.at',
  'fastmail.com',
  'fastmail.fm',
  'gmx.com',
  'hushmail.com',
  'keemail.me',
  'mailfence.com',
  'posteo.de',
  'posteo.net',
  'runbox.com',
  'tuta.com',
  'tuta.io',
  'tutamail.com',
  'tutanota.com',
  'tutanota.de',
  'ziggo.nl',
];

const freeMailDomains: ReadonlySet<string> = new Set([...emailProviders, ...moreProviders]);

// RFC 2606 and RFC 6761: names that are nobody's.
const reservedDomains: ReadonlySet<string> = new Set(['example.com', 'example.org', 'example.net']);
const reservedSuffixes: ReadonlySet<string> = new Set(['example', 'test', 'invalid', 'localhost', 'local']);

/**
 * The part of a domain, web address or e-mail's host that somebody registered (`www.sales.acme.co.uk` → `acme.co.uk`);
 * null for IP addresses, bare suffixes and reserved names.
 */
export function registrableDomain(address: string): string | null {
  const { domain, isIp, publicSuffix } = parse(address.trim().toLowerCase(), { validateHostname: true });
  if (!domain || isIp || !publicSuffix) return null;
  const suffix = publicSuffix.slice(publicSuffix.lastIndexOf('.') + 1);
  if (reservedSuffixes.has(suffix) || reservedDomains.has(domain)) return null;
  return domain;
}

/** Whether addresses of this domain are handed out to anybody, so that it says nothing about where they work. */
export function isFreeMailDomain(domain: string): boolean {
  return freeMailDomains.has(domain.toLowerCase());
}

/** The domain by which an address belongs to a company; null for free-mail and reserved ones. */
export function companyDomainOf(email: string): string | null {
  const host = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  if (isFreeMailDomain(host)) return null;
  const domain = registrableDomain(host);
  return domain === null || isFreeMailDomain(domain) ? null : domain;
}

/** A name one can read for a company known by its domain alone: `blue-harbour.co.uk` → `Blue Harbour`. */
export function companyNameOf(domain: string): string {
  const label = parse(domain).domainWithoutSuffix ?? domain;
  const words = label.split(/[-_]+/).filter((word) => word.length > 0);
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
  return name || domain;
}
