import { expect, test } from 'vitest';
import { type ExclusionsInUse, judge } from './judge.ts';
import { defaultScannerAgents, defaultScannerNetworks } from './known-scanners.ts';
import { networkOf, networksOf } from './networks.ts';
import { flagReasonText } from './reasons.ts';
import type { JudgedEvent, JudgedRequest } from './types.ts';

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

const exclusions: ExclusionsInUse = {
  staffEmails: new Set(['freelancer@mail-invented.com']),
  staffDomains: new Set(['watteline-invented.com']),
  staffNetworks: networksOf(['203.0.113.0/24', '2001:db8:7::/48', '192.0.2.9']),
  staffProfiles: new Map([['device-of-ada', 'staff_domain']]),
  staffMembers: true,
  scannerAgents: defaultScannerAgents,
  scannerNetworks: networksOf(defaultScannerNetworks),
};

const request: JudgedRequest = { origin: 'https://site-invented.com', purpose: null, isMember: false };
const visit: JudgedEvent = {
  call: 'page',
  url: 'https://site-invented.com/',
  referrer: null,
  campaign: { source: null, medium: null, name: null, term: null, content: null },
  userAgent: chrome,
  ip: '198.51.100.7',
  email: null,
  request,
};

test.each<[what: string, event: Partial<JudgedEvent>, reason: string | null]>([
  ['a person', {}, null],
  ['a server that sends for others', { userAgent: null, ip: null }, null],
  [
    'a search bot',
    { userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
    'bot',
  ],
  ['a program', { userAgent: 'curl/8.5.0' }, 'bot'],
  ['a steered browser', { userAgent: chrome.replace('Chrome', 'HeadlessChrome') }, 'headless_browser'],
  ['a steered browser under another name', { automated: true }, 'headless_browser'],
  [
    'a mail gateway by name',
    { userAgent: 'Mozilla/5.0 (compatible; Barracuda Sentinel (EE))' },
    'link_scanner',
  ],
  ['a mail gateway by network', { ip: '67.231.150.3' }, 'link_scanner'],
  ['a mail gateway by its address in IPv6 clothes', { ip: '::ffff:67.231.150.3' }, 'link_scanner'],
  ['a page fetched ahead', { request: { ...request, purpose: 'prefetch' } }, 'prefetch'],
  ['a page drawn ahead', { request: { ...request, purpose: 'prefetch;prerender' } }, 'prefetch'],
  ['a member', { request: { ...request, isMember: true } }, 'staff_member'],
  ['an address on the list', { email: 'freelancer@mail-invented.com' }, 'staff_email'],
  ['an address of the company', { email: 'ada@watteline-invented.com' }, 'staff_domain'],
  ['an address below the company', { email: 'ada@de.watteline-invented.com' }, 'staff_domain'],
  ['an address that only ends like it', { email: 'ada@notwatteline-invented.com' }, null],
  ['a device known to be a colleague’s', { profileKey: 'device-of-ada' }, 'staff_domain'],
  ['the office', { ip: '203.0.113.77' }, 'staff_network'],
  ['the office by IPv6', { ip: '2001:db8:7:1::5' }, 'staff_network'],
  ['the one address beside it', { ip: '192.0.2.10' }, null],
  ['the one address itself', { ip: '192.0.2.9' }, 'staff_network'],
  ['an address that is none', { ip: 'unknown' }, null],
])('%s', (_, event, reason) => {
  expect(judge({ ...visit, ...event }, exclusions)).toBe(reason);
});

test('members count where the workspace says so', () => {
  const member = { ...visit, request: { ...request, isMember: true } };
  expect(judge(member, { ...exclusions, staffMembers: false })).toBeNull();
});

test('networks are read as people write them', () => {
  expect(networkOf('10.0.0.0/8')).not.toBeNull();
  expect(networkOf('2001:db8::1')).not.toBeNull();
  for (const wrong of ['', 'ten', '10.0.0.0/99', 'example.com', '10.0.0.0/'])
    expect(networkOf(wrong)).toBeNull();
});

test('a reason reads as words, also one that an import brought', () => {
  expect(flagReasonText('bot')).toBe('a known bot or program');
  expect(flagReasonText('mail scanner')).toBe('mail scanner');
});
