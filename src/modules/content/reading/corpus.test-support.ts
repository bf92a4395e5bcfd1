import {
  defaultScannerAgents,
  defaultScannerNetworks,
  type ExclusionsInUse,
  networksOf,
} from '../../tracking/index.ts';
import type { Signals } from './beacon.ts';
import { judgeReader } from './judge-reader.ts';
import { judgeRequest } from './read-request.ts';

/** Somebody or something that opens a link: as whom, from where, and what their page would say at the end. */
export type Journey = {
  name: string;
  userAgent: string | null;
  ip: string;
  /** Null: no script runs, so nothing is said and nothing can change. */
  said: { signals: Signals; pages: readonly number[]; misfit?: boolean } | null;
};

/** A workspace that set up nothing. */
export const plainExclusions: ExclusionsInUse = {
  staffEmails: new Set(),
  staffDomains: new Set(),
  staffNetworks: [],
  staffProfiles: new Map(),
  staffMembers: true,
  scannerAgents: defaultScannerAgents,
  scannerNetworks: networksOf(defaultScannerNetworks),
};

/** Whether it counts as a reader at its end. */
export function counts({ userAgent, ip, said }: Journey): boolean {
  if (said === null) return false;
  const request = { ip, userAgent, isMember: false };
  const marks = judgeRequest({ ticket: { email: null }, request, exclusions: plainExclusions });
  return judgeReader({
    signals: { ...said.signals, ...marks, ...(said.misfit ? { misfit: true } : {}) },
    activeMs: said.pages.reduce((sum, ms) => sum + ms, 0),
    pagesSeen: said.pages.filter((ms) => ms >= 1_000).length,
    pagesPassed: said.pages.filter((ms) => ms > 0).length,
    ended: true,
  }).verified;
}

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
export const browsers = {
  'Chrome on Windows': `${windows} Chrome/140.0.0.0 Safari/537.36`,
  'Edge on Windows': `${windows} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`,
  'Firefox on Windows': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0',
  'Firefox on Linux': 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0',
  'Chrome on a Mac':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36',
  'Safari on a Mac':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
} as const;
export const phones = {
  'Safari on an iPhone': `${iphone} Version/18.5 Mobile/15E148 Safari/604.1`,
  'Chrome on an iPhone': `${iphone} CriOS/140.0.7339.39 Mobile/15E148 Safari/604.1`,
  'Chrome on Android':
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
  'Samsung Internet':
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
} as const;

/** Networks where people are: offices, homes, carriers. */
export const peoplesNetworks = [
  '93.184.32.7',
  '84.44.151.20',
  '2a02:8109:b5c0:1::7',
  '109.40.241.9',
] as const;
/** Amazon, Microsoft, Google, Hetzner, and gateways' own. */
export const cloudNetworks = ['52.31.4.9', '20.82.19.3', '34.90.1.7', '116.203.4.4'] as const;
export const gatewayNetworks = ['67.231.150.3', '207.211.30.20', '209.222.82.4', '104.47.2.36'] as const;

export const desk: Signals = {
  webdriver: false,
  visibleMs: 10_000,
  frames: 240,
  pictures: 2,
  focus: true,
  untrusted: 0,
  scrolls: 0,
  screen: [1920, 1080],
  outer: [1920, 1040],
  inner: [1905, 940],
  touchPoints: 0,
  languages: 2,
};
export const phone: Signals = {
  ...desk,
  screen: [390, 844],
  outer: [390, 844],
  inner: [390, 664],
  touchPoints: 5,
};

/** What steers a browser without a screen: no hand, a window without a frame. */
export const headless: Signals = {
  ...desk,
  frames: 120,
  screen: [800, 600],
  outer: [800, 600],
  inner: [800, 600],
  languages: 1,
};

const sum = (pages: readonly number[]) => pages.reduce((total, ms) => total + ms, 0);
export const saying = (signals: Signals, pages: readonly number[], more: Partial<Signals> = {}) => ({
  signals: { ...signals, visibleMs: sum(pages), ...more },
  pages,
});
export const each = <Value>(names: Readonly<Record<string, Value>>): [string, Value][] =>
  Object.entries(names);
