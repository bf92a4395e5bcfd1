import { describe, expect, it } from 'vitest';
import { deviceName, saidWords, spanWords } from './device-words.ts';

const asDay = (at: string) => at.slice(0, 10);
const said = { at: '2026-02-03T10:00:00.000Z', source: 'tracking', email: null, userId: null };

describe('words for devices', () => {
  it('shorten a random name and tell a server from a browser', () => {
    expect(deviceName('3f9a2c1e-5f7b-4f57-9d6e-111111111111')).toBe('Device 3f9a2c1e');
    expect(deviceName('kiosk')).toBe('kiosk');
    expect(deviceName('user:u-17')).toBe('Seen by a server as u-17');
  });

  it('say who said it', () => {
    expect(saidWords({ ...said, kind: 'identify', email: 'ada@acme.com' })).toBe('signed in as ada@acme.com');
    expect(saidWords({ ...said, kind: 'form' })).toBe('filled in a form');
    expect(saidWords({ ...said, kind: 'hand', source: 'Grace' })).toBe('as Grace says');
    expect(saidWords(null)).toBe('');
  });

  it('say for how long it was theirs, where that is not always', () => {
    const from = '2026-02-03T10:00:00.000Z';
    const to = '2026-03-01T10:00:00.000Z';
    expect(spanWords({ from: null, to: null }, asDay)).toBe('');
    expect(spanWords({ from: null, to }, asDay)).toBe('until 2026-03-01, when somebody else signed in');
    expect(spanWords({ from, to: null }, asDay)).toBe('since 2026-02-03');
    expect(spanWords({ from, to }, asDay)).toBe('from 2026-02-03 to 2026-03-01');
  });
});
