import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counts, desk, plainExclusions, saying } from './corpus.test-support.ts';
import { humans } from './humans.test-support.ts';
import { judgeReader, type ReaderFacts, type ReaderSignals } from './judge-reader.ts';
import { mergeSignals } from './merge-signals.ts';
import { judgeRequest } from './read-request.ts';
import { scanners } from './scanners.test-support.ts';

describe('the corpus', () => {
  it('is large, and calls each case by a name of its own', () => {
    expect(scanners.length).toBeGreaterThanOrEqual(300);
    expect(humans.length).toBeGreaterThanOrEqual(200);
    const names = [...scanners, ...humans].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('leaves out 99 % of scanners and more', () => {
    const counted = scanners.filter(counts).map(({ name }) => name);
    expect(counted.length / scanners.length, counted.join('\n')).toBeLessThanOrEqual(0.01);
  });

  it('loses no person', () => {
    expect(humans.filter((journey) => !counts(journey)).map(({ name }) => name)).toEqual([]);
  });
});

const reading: ReaderFacts = {
  signals: { ...desk, pointer: 9 },
  activeMs: 6_000,
  pagesSeen: 2,
  pagesPassed: 2,
  ended: false,
};

describe('who reads', () => {
  it.each<[what: string, facts: Partial<ReaderFacts>, reason: string | null]>([
    [
      'a steered browser, for ever',
      { signals: { ...desk, pointer: 90, webdriver: true } },
      'headless_browser',
    ],
    ['a program by its name', { signals: { ...desk, pointer: 90, machine: 'bot' } }, 'bot'],
    ['one of our own', { signals: { ...desk, pointer: 90, staff: 'staff_domain' } }, 'staff_domain'],
    ['times that cannot be', { signals: { ...desk, pointer: 90, misfit: true } }, 'impossible'],
  ])('%s', (_, facts, reason) => {
    expect(judgeReader({ ...reading, ...facts })).toEqual({ verified: false, flagReason: reason });
  });

  it('waits where too little was seen, and says why it does not count once it is over', () => {
    const shy = { ...reading, signals: desk, activeMs: 2_000, pagesSeen: 1, pagesPassed: 1 };
    expect(judgeReader(shy)).toEqual({ verified: false, flagReason: null });
    expect(judgeReader({ ...shy, ended: true })).toEqual({ verified: false, flagReason: 'no_hand' });
  });

  it('comes to believe a person behind a scanner’s network who scrolls and stays', () => {
    const behind = { ...reading, signals: { ...desk, network: 'scanner' as const } };
    expect(judgeReader({ ...behind, ended: true }).flagReason).toBe('link_scanner');
    const scrolled = { ...behind.signals, wheel: 12, pointer: 30 };
    expect(judgeReader({ ...behind, signals: scrolled, activeMs: 2_000 }).verified).toBe(false);
    expect(judgeReader({ ...behind, signals: scrolled }).verified).toBe(true);
  });
});

describe('requests', () => {
  it('are judged by the rules of the workspace, each kind of reason by itself', () => {
    const exclusions = { ...plainExclusions, staffDomains: new Set(['ours.example']) };
    const marks = judgeRequest({
      ticket: { email: 'Ada@Ours.example ', isMember: false },
      request: { ip: '67.231.150.3', userAgent: 'curl/8.5.0', isMember: false },
      exclusions,
    });
    expect(marks).toEqual({ machine: 'bot', staff: 'staff_domain', network: 'scanner' });
    const member = judgeRequest({
      ticket: { email: null, isMember: true },
      request: { ip: null, userAgent: humans[0]?.userAgent ?? null, isMember: false },
      exclusions,
    });
    expect(member).toEqual({ staff: 'staff_member' });
  });
});

const anySignals: fc.Arbitrary<ReaderSignals> = fc.record(
  {
    webdriver: fc.boolean(),
    misfit: fc.boolean(),
    focus: fc.boolean(),
    frames: fc.nat(500),
    pointer: fc.nat(50),
    key: fc.nat(5),
    pictures: fc.nat(5),
    screen: fc.tuple(fc.nat(2_000), fc.nat(2_000)),
    languages: fc.nat(3),
    machine: fc.constantFrom('bot' as const, 'link_scanner' as const),
    network: fc.constantFrom('scanner' as const, 'data_centre' as const),
  },
  { requiredKeys: [] },
);

describe('what is heard adds up', () => {
  it('whatever the order and however often', () => {
    fc.assert(
      fc.property(anySignals, anySignals, anySignals, (a, b, c) => {
        const once = mergeSignals(mergeSignals(a, b), c);
        expect(mergeSignals(a, mergeSignals(c, b))).toEqual(once);
        expect(mergeSignals(once, mergeSignals(b, a))).toEqual(once);
      }),
      { numRuns: 500 },
    );
  });

  it('and a name of ours does not stand in the way of who has none', () => {
    expect(counts({ name: 'x', userAgent: null, ip: '93.184.32.7', said: saying(desk, [9_000]) })).toBe(
      false,
    );
  });
});
