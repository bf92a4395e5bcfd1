import {
  browsers,
  cloudNetworks,
  desk,
  each,
  gatewayNetworks,
  headless,
  type Journey,
  peoplesNetworks,
  phone,
  phones,
  saying,
} from './corpus.test-support.ts';

/** Those that say who they are. */
const named: Readonly<Record<string, string>> = {
  'Proofpoint URL Defense': 'Mozilla/5.0 (compatible; Proofpoint URL Defense; +https://www.proofpoint.com)',
  Mimecast: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Mimecast/1.0',
  'Barracuda Sentinel': 'Mozilla/5.0 (compatible; Barracuda Sentinel (EE))',
  'Barracuda link protection': 'BarracudaCentral/LinkProtect 2.1',
  'Microsoft Safe Links': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) SafeLinks-Detonation/1.2',
  'Cisco IronPort': 'IronPort-URL-Scanner/14.0',
  'Symantec click time': 'SymantecClickTime/2.0',
  'Sophos mail': 'Sophos-Email-URL-Check/1.1',
  'Trend Micro': 'TrendMicro-URL-Rating/3.0',
  Hornetsecurity: 'Mozilla/5.0 (compatible; Hornetsecurity ATP)',
  'Google image proxy':
    'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
  Slack: 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'Slack pictures': 'Slack-ImgProxy (+https://api.slack.com/robots)',
  Teams: 'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5',
  WhatsApp: 'WhatsApp/2.23.20.0 A',
  LinkedIn: 'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
  X: 'Twitterbot/1.0',
  Facebook: 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  Telegram: 'TelegramBot (like TwitterBot)',
  Discord: 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
  Googlebot: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  Bingbot: 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  Applebot: 'Mozilla/5.0 (compatible; Applebot/0.1; +http://www.apple.com/go/applebot)',
  Ahrefs: 'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
  curl: 'curl/8.5.0',
  wget: 'Wget/1.21.4',
  'Python requests': 'python-requests/2.32.3',
  Go: 'Go-http-client/2.0',
  Java: 'Apache-HttpClient/4.5.14 (Java/17.0.9)',
  Node: 'axios/1.7.2',
};

function namedScanners(): Journey[] {
  return each(named).flatMap(([who, userAgent], at) => {
    const ip = cloudNetworks[at % cloudNetworks.length] ?? '52.31.4.9';
    const home = peoplesNetworks[at % peoplesNetworks.length] ?? '93.184.32.7';
    const silent = (what: string): Journey => ({ name: `${who}: ${what}`, userAgent, ip, said: null });
    return [
      silent('HEAD'),
      silent('GET of the page'),
      silent('GET of every link'),
      silent('GET of every page picture'),
      { name: `${who}: runs the script for two seconds`, userAgent, ip, said: saying(headless, [2_000]) },
      {
        name: `${who}: reads all of it, from a home`,
        userAgent,
        ip: home,
        said: saying(desk, [8_000, 9_000, 4_000], { pointer: 40, wheel: 20 }),
      },
    ];
  });
}

const stays = [1_200, 2_000, 3_500, 5_000, 8_000] as const;
const everywhere = [...cloudNetworks, ...gatewayNetworks, ...peoplesNetworks];
const agents = Object.values(browsers);
const agentAt = (at: number): string => agents[at % agents.length] ?? '';

function headlessChromium(): Journey[] {
  return everywhere.flatMap((ip, at) =>
    stays.flatMap((ms): Journey[] => [
      {
        name: `headless Chromium by its name, ${ms} ms, from ${ip}`,
        userAgent: agentAt(0).replace('Chrome/', 'HeadlessChrome/'),
        ip,
        said: saying(headless, [ms], { webdriver: true }),
      },
      {
        name: `steered under another name, ${ms} ms, from ${ip}`,
        userAgent: agentAt(at),
        ip,
        said: saying(headless, [ms], { webdriver: true, wheel: 12, pointer: 8 }),
      },
      {
        name: `unsteered as far as it says, ${ms} ms without a hand, from ${ip}`,
        userAgent: agentAt(at),
        ip,
        said: saying(headless, [ms]),
      },
    ]),
  );
}

/** In clouds and gateways: with script, with wheels turned by a program, with times of their own. */
function detonations(): Journey[] {
  return [...cloudNetworks, ...gatewayNetworks].flatMap((ip, at): Journey[] => {
    const as = (name: string, said: Journey['said']): Journey => ({
      name: `${name}, from ${ip}`,
      userAgent: agentAt(at),
      ip,
      said,
    });
    return [
      as('a sandbox that waits 15 s', saying(desk, [15_000])),
      as('a sandbox that waits 40 s', saying(desk, [30_000], { visibleMs: 40_000 })),
      as('a sandbox that clicks once', saying(desk, [6_000], { pointer: 1 })),
      as('a sandbox that moves the mouse twice and leaves', saying(desk, [3_000], { pointer: 2 })),
      as('a wheel turned slowly', saying(desk, [2_000, 2_000, 2_000, 2_000], { wheel: 30, scrolls: 30 })),
      as('scrolled by script', saying(desk, [3_000, 3_000], { untrusted: 40, scrolls: 40 })),
      as('a phone that is none', saying(phone, [4_000])),
      as('a time of its own', { ...saying(headless, [120_000]), misfit: true }),
      as('no frame drawn', saying(headless, [5_000], { frames: 0, pictures: 0 })),
    ];
  });
}

/** From networks of people, where only what they do tells. */
function hidden(): Journey[] {
  return peoplesNetworks.flatMap((ip, at): Journey[] => {
    const as = (name: string, said: Journey['said']): Journey => ({
      name: `${name}, hidden in ${ip}`,
      userAgent: agentAt(at),
      ip,
      said,
    });
    const fast = (pages: number, ms: number) => [1_100, ...Array.from({ length: pages - 1 }, () => ms)];
    return [
      as('scrolls 12 pages in two seconds', saying(desk, fast(12, 90), { wheel: 60, scrolls: 60 })),
      as('scrolls 40 pages in five seconds', saying(desk, fast(40, 100), { wheel: 200, scrolls: 200 })),
      as('scrolls 8 pages with a key', saying(desk, fast(8, 150), { key: 8, scrolls: 8 })),
      as(
        'passes every page by at once',
        saying(
          desk,
          Array.from({ length: 20 }, () => 50),
          { wheel: 20 },
        ),
      ),
      as('says times that cannot be', { ...saying(desk, [60_000], { pointer: 9 }), misfit: true }),
      as('has no screen', saying(headless, [4_000], { screen: [0, 0], pointer: 3 })),
      as('has no window', saying(headless, [4_000], { inner: [0, 0], pointer: 3 })),
      as('speaks no language', saying(headless, [4_000], { languages: 0, pointer: 3 })),
      as('draws a thousand frames a second', saying(headless, [2_000], { frames: 9_000, key: 3 })),
      as('draws none', saying(headless, [9_000], { frames: 0 })),
      as('fetches no picture and stays', saying(headless, [25_000], { pictures: 0 })),
      as('has no focus and stays', saying(headless, [25_000], { focus: false })),
      as('moves by script', saying(desk, [6_000], { untrusted: 80, scrolls: 12 })),
      {
        name: `a beacon without a name, from ${ip}`,
        userAgent: null,
        ip,
        said: saying(desk, [9_000], { key: 4 }),
      },
    ];
  });
}

/** What no rule here can tell from a person: it stays as long as one, in a home, in a browser like any other. */
const indistinguishable: Journey[] = [
  {
    name: 'a crawler with a bought address that waits 12 s',
    userAgent: agentAt(0),
    ip: peoplesNetworks[0],
    said: saying(desk, [12_000]),
  },
  {
    name: 'a crawler with a bought address that acts a phone for 5 s',
    userAgent: phones['Chrome on Android'],
    ip: peoplesNetworks[3],
    said: saying(phone, [5_000]),
  },
];

export const scanners: Journey[] = [
  ...namedScanners(),
  ...headlessChromium(),
  ...detonations(),
  ...hidden(),
  ...indistinguishable,
];
