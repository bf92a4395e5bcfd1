import { describe, expect, test } from 'vitest';
import { isSameOrigin } from './origins.ts';

const request = (headers: Record<string, string>) => new Headers(headers);

describe('a request that changes something', () => {
  test.each([
    ['the public address', 'https://liaison.example.com', { origin: 'https://liaison.example.com' }, true],
    ['another site', 'https://liaison.example.com', { origin: 'https://evil.example' }, false],
    [
      'another site, naming us as host',
      'https://a.example',
      { origin: 'https://evil.example', host: 'a.example' },
      false,
    ],
    ['a subdomain of ours', 'https://a.example', { origin: 'https://x.a.example', host: 'a.example' }, false],
    [
      'the address it was sent to',
      'https://a.example',
      { origin: 'http://10.0.0.5:4310', host: '10.0.0.5:4310' },
      true,
    ],
    ['localhost for 127.0.0.1', 'http://127.0.0.1:4310', { origin: 'http://localhost:4310' }, true],
    ['another port of this machine', 'http://127.0.0.1:4310', { origin: 'http://localhost:9999' }, false],
    ['a sandboxed frame', 'http://127.0.0.1:4310', { origin: 'null' }, false],
    ['no origin at all', 'http://127.0.0.1:4310', {}, false],
    [
      'no origin, but the browser vouches',
      'http://127.0.0.1:4310',
      { 'sec-fetch-site': 'same-origin' },
      true,
    ],
    ['no origin, from a sister site', 'http://127.0.0.1:4310', { 'sec-fetch-site': 'same-site' }, false],
  ])('from %s', (_, publicUrl, headers, allowed) => {
    expect(isSameOrigin(publicUrl, request(headers as Record<string, string>))).toBe(allowed);
  });
});
