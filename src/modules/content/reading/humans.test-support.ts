import type { Signals } from './beacon.ts';
import {
  browsers,
  cloudNetworks,
  desk,
  each,
  gatewayNetworks,
  type Journey,
  peoplesNetworks,
  phone,
  phones,
  saying,
} from './corpus.test-support.ts';

type Said = NonNullable<Journey['said']>;

/** On a desk: with a mouse, a pen, keys, or by ear. */
const atDesks: Readonly<Record<string, Said>> = {
  'a glance of 1.5 s, the mouse still moving': saying(desk, [1_500], { pointer: 3 }),
  'a glance of 3 s': saying(desk, [3_000], { pointer: 1 }),
  'a wheel through four pages': saying(desk, [2_000, 1_500, 4_000, 6_000], { wheel: 40, pointer: 20 }),
  'a long read without a move': saying(desk, [30_000], { visibleMs: 240_000 }),
  'a short read without a move': saying(desk, [12_000]),
  'leafing through, to read the last page': saying(
    desk,
    [1_200, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300, 14_000],
    { wheel: 50 },
  ),
  'leafing through, not too fast': saying(desk, [1_500, 700, 600, 800, 500, 900], { key: 6 }),
  'keys alone': saying(desk, [5_000, 8_000, 3_000], { key: 9, scrolls: 9 }),
  'keys alone, one page': saying(desk, [2_000], { key: 1 }),
  'a screen reader, which presses nothing': saying(desk, [30_000, 12_000], { scrolls: 6, focus: true }),
  'a screen reader with keys': saying(desk, [9_000, 14_000], { key: 12 }),
  'a tab that waited in the background': saying(desk, [4_000, 3_000], { pointer: 12, frames: 60 }),
  'gone to another tab and back': saying(desk, [2_000, 9_000], { pointer: 25, visibleMs: 11_000 }),
  'loaded again': saying(desk, [2_500], { pointer: 6, wheel: 3 }),
  'the second of two tabs': saying(desk, [6_000], { pointer: 9, focus: true }),
  'pictures blocked, words read': saying(desk, [8_000, 7_000], { pictures: 0, wheel: 14 }),
  'a film, looked at in full screen': saying(desk, [10_000, 10_000, 10_000], {
    pointer: 4,
    outer: [1920, 1080],
    inner: [1920, 1080],
  }),
  'a pen': saying({ ...desk, touchPoints: 10 }, [7_000], { pointer: 30 }),
  'a small window': saying({ ...desk, outer: [500, 400], inner: [484, 260] }, [6_000], { pointer: 8 }),
  'a zoomed page': saying({ ...desk, inner: [960, 470] }, [6_000], { wheel: 8 }),
};

/** An old browser says little: no focus, no frames, no count of touches. */
const little: Signals = { webdriver: false, visibleMs: 9_000 };
const oldBrowsers: Readonly<Record<string, Said>> = {
  'an old browser without sendBeacon': { signals: { ...little, pointer: 7 }, pages: [4_000, 5_000] },
  'an old browser, keys': { signals: { ...little, key: 3 }, pages: [9_000] },
  'an old browser that says nothing but times': { signals: {}, pages: [11_000, 6_000] },
};

const onPhones: Readonly<Record<string, Said>> = {
  'a glance without a touch': saying(phone, [1_600]),
  'a glance of 4 s without a touch': saying(phone, [4_000]),
  'a thumb through five pages': saying(phone, [2_000, 3_000, 1_000, 4_000, 2_500], { touch: 30 }),
  'a flick': saying(phone, [1_100, 600], { touch: 3 }),
  'a long read': saying(phone, [30_000, 25_000], { touch: 6, visibleMs: 120_000 }),
  'turned on its side': saying(
    { ...phone, screen: [844, 390], outer: [844, 390], inner: [844, 340] },
    [5_000],
    { touch: 4 },
  ),
  'an outer window of nothing, as some say': saying({ ...phone, outer: [0, 0] }, [5_000], { touch: 2 }),
  'inside of a mail program': saying({ ...phone, focus: false }, [6_000], { touch: 5 }),
  'read by VoiceOver': saying(phone, [20_000], { touch: 0, scrolls: 4 }),
};

/** Which calls itself a Mac. */
const tablet: Signals = { ...phone, screen: [820, 1180], outer: [820, 1180], inner: [820, 1106] };
const onTablets: Readonly<Record<string, Said>> = {
  'a glance at a tablet': saying(tablet, [2_500]),
  'a tablet leafed through': saying(tablet, [4_000, 3_000, 5_000], { touch: 14 }),
  'a tablet with a keyboard': saying(tablet, [6_000, 8_000], { key: 5, pointer: 9 }),
};

/** Behind what scanners stand behind too: a VPN in a cloud, a company's web gateway. */
const behind: Readonly<Record<string, Said>> = {
  'reads with a mouse': saying(desk, [6_000, 5_000], { pointer: 60, wheel: 20 }),
  'reads with keys': saying(desk, [9_000, 4_000], { key: 7 }),
  'reads on a phone': saying(phone, [4_000, 6_000], { touch: 12 }),
  'reads long, moving little': saying(desk, [30_000, 20_000], { pointer: 3, wheel: 4 }),
};

function across(
  what: Readonly<Record<string, Said>>,
  agents: Readonly<Record<string, string>>,
  networks: readonly string[],
): Journey[] {
  return each(what).flatMap(([name, said], at) =>
    each(agents).map(([agent, userAgent], turn) => {
      const ip = networks[(at + turn) % networks.length] ?? '93.184.32.7';
      return { name: `${name}, ${agent}, from ${ip}`, userAgent, ip, said };
    }),
  );
}

export const humans: Journey[] = [
  ...across(atDesks, browsers, peoplesNetworks),
  ...across(oldBrowsers, browsers, peoplesNetworks),
  ...across(onPhones, phones, peoplesNetworks),
  ...across(onTablets, { 'Safari on a tablet': browsers['Safari on a Mac'] }, peoplesNetworks),
  ...across(behind, browsers, [...cloudNetworks, ...gatewayNetworks]),
];
