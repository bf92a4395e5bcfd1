import { describe, expect, test } from 'vitest';
import { dayIn, type Gates, gatesOf, gateWords, inputOf, wishesOf } from './gates.ts';
import { openWishes } from './kept.ts';
import { linkedInAddressOf, mailAddressOf, titleOf } from './letters.ts';

const open: Gates = {
  emailGate: 'none',
  allowed: [],
  denied: [],
  lastDay: '',
  mayDownload: false,
  watermark: false,
};

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    text: () => [...kept.values()].join(),
  };
}

describe('what is remembered for the next link', () => {
  test('the question, the span and download, and nothing that is secret or of one company', () => {
    const store = storage();
    const gates: Gates = {
      ...open,
      emailGate: 'verify',
      allowed: ['acme.com'],
      denied: ['rival.com'],
      lastDay: dayIn(30),
      mayDownload: true,
    };
    openWishes('me', store).keep(wishesOf(gates));
    expect(openWishes('me', store).read()).toEqual({
      emailGate: 'verify',
      expiresInDays: 30,
      mayDownload: true,
      watermark: false,
    });
    expect(store.text()).not.toMatch(/acme|rival/);
    expect(gatesOf(openWishes('me', store).read())).toEqual({ ...gates, allowed: [], denied: [] });
    expect(openWishes('somebody else', store).read()).toMatchObject({ emailGate: 'none' });
  });

  test('what cannot be read is as if nothing was kept', () => {
    const store = storage();
    store.setItem('liaison-share-wishes:me', '{');
    expect(openWishes('me', store).read()).toMatchObject({ emailGate: 'none', expiresInDays: null });
    store.setItem('liaison-share-wishes:me', '{"emailGate":"always","mayDownload":true}');
    expect(openWishes('me', store).read()).toMatchObject({ emailGate: 'none', mayDownload: true });
  });
});

describe('gates', () => {
  test('lists are of addresses: where none is asked for, none is sent', () => {
    const listed = { ...open, allowed: ['acme.com'], denied: ['rival.com'] };
    expect(inputOf(listed)).toMatchObject({ allowed: [], denied: [] });
    expect(inputOf({ ...listed, emailGate: 'ask' })).toMatchObject({
      allowed: ['acme.com'],
      denied: ['rival.com'],
    });
  });

  test('the last day is over when it is, where the reader is', () => {
    const { expiresAt } = inputOf({ ...open, lastDay: '2027-03-01' });
    expect(new Date(expiresAt ?? '')).toEqual(new Date(2027, 2, 1, 23, 59, 59));
    expect(inputOf(open).expiresAt).toBeNull();
  });

  test('nothing is written over what cannot be downloaded', () => {
    expect(inputOf({ ...open, watermark: true })).toMatchObject({ watermark: false });
    expect(gateWords({ ...open, watermark: true }, false)).toEqual([]);
    expect(gateWords({ ...open, emailGate: 'ask', mayDownload: true }, true)).toEqual([
      'asks for their address',
      'passcode',
      'download',
    ]);
  });
});

describe('ways', () => {
  const mail = { to: 'ana@acme.com', name: 'Ana Ruiz', subject: 'Case & costs', message: '', title: 'Case' };

  test('a mail greets by the first name, and keeps what was written', () => {
    const url = 'https://content.example/v/x';
    const begun = new URL(mailAddressOf({ ...mail, url }));
    expect(begun.pathname).toBe('ana@acme.com');
    expect(begun.searchParams.get('subject')).toBe('Case & costs');
    expect(begun.searchParams.get('body')).toBe(`Hello Ana,\n\nCase:\n${url}\n`);
    const written = new URL(mailAddressOf({ ...mail, message: 'As promised + more', url }));
    expect(written.searchParams.get('body')).toMatch(/^As promised \+ more\n\nCase:/);
    expect(mailAddressOf({ ...mail, url })).not.toContain('+');
  });

  test('an address with signs in it names nothing but itself', () => {
    const odd = mailAddressOf({ ...mail, to: 'a?cc=b@acme.com', url: 'https://content.example/v/x' });
    expect(odd.split('?')).toHaveLength(2);
    expect(new URL(linkedInAddressOf('https://content.example/v/x?a=b&c')).searchParams.get('url')).toBe(
      'https://content.example/v/x?a=b&c',
    );
  });

  test('several pieces are named by the first', () => {
    expect(titleOf([])).toBe('');
    expect(titleOf([{ title: 'A' }])).toBe('A');
    expect(titleOf([{ title: 'A' }, { title: 'B' }])).toBe('A and one more');
    expect(titleOf([{ title: 'A' }, { title: 'B' }, { title: 'C' }])).toBe('A and 2 more');
  });
});
