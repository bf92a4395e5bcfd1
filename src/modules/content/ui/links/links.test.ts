import { describe, expect, test } from 'vitest';
import { readWords, shareText, spanText } from './link-words.ts';
import { isNarrowed, linkState, queryOf, whoseOf } from './links-state.ts';
import {
  callAddress,
  pageWords,
  placeOf,
  readersOf,
  whoReads,
  writeAddress,
} from './reading/reader-words.ts';

describe('the list’s address', () => {
  test('a seller begins with their own, but not on the list of one person', () => {
    expect(whoseOf(linkState.parse({}), 'sales')).toBe('mine');
    expect(whoseOf(linkState.parse({}), 'marketing')).toBe('all');
    const contactId = '018f4e9c-0000-7000-8000-000000000001';
    expect(whoseOf(linkState.parse({ contactId }), 'sales')).toBe('all');
    expect(whoseOf(linkState.parse({ contactId, whose: 'mine' }), 'sales')).toBe('mine');
  });

  test('what is mangled shows the list all the same', () => {
    const state = linkState.parse({ state: 'lost', contactId: 'x', sort: 1, q: '  ' });
    expect(queryOf(state, 'all')).toEqual({ sort: 'created' });
    expect(isNarrowed(linkState.parse({}))).toBe(false);
    expect(isNarrowed(linkState.parse({ read: 'false' }))).toBe(true);
    expect(queryOf(linkState.parse({ read: 'false', q: ' acme ' }), 'mine')).toMatchObject({
      read: 'false',
      search: 'acme',
      mine: 'true',
    });
  });
});

const at = (second: number) => new Date(Date.UTC(2027, 0, 1, 12, 0, second)).toISOString();
const reader = {
  visitId: '1',
  asset: { id: 'a', title: 'Case' },
  link: { id: 'l', title: 'Case', owner: 'Sven', ownerUserId: 'u' },
  contact: { id: 'c', name: 'Ana Ruiz', email: 'ana@acme.com', phone: '+49 171 / 555', account: null },
  email: null,
  forwarded: false,
  page: 3,
  pageCount: 5,
  pagesSeen: 3,
  activeMs: 1_000,
  since: at(0),
  lastAt: at(10),
};

describe('who reads now', () => {
  test('several pieces that one person has open are one reader, of what they read last', () => {
    const other = { ...reader, visitId: '2', asset: { id: 'b', title: 'Costs' }, lastAt: at(20) };
    expect(readersOf([reader, other]).map(({ visitId }) => visitId)).toEqual(['2']);
  });

  test('two whom nobody knows are two, whoever came last first', () => {
    const one = { ...reader, contact: null };
    const two = { ...one, visitId: '2', since: at(5) };
    expect(readersOf([one, two]).map(({ visitId }) => visitId)).toEqual(['2', '1']);
    expect(whoReads(one)).toBe('Somebody');
    expect(placeOf(one)).toBe('/content/links/l');
  });

  test('says the page where there are several, and how to reach them', () => {
    expect(pageWords(reader)).toBe(', page 3 of 5');
    expect(pageWords({ page: 1, pageCount: 1 })).toBe('');
    expect(callAddress('+49 171 / 555')).toBe('tel:+49171555');
    expect(writeAddress('ana@acme.com', 'A & B')).toBe('mailto:ana@acme.com?subject=A%20%26%20B');
  });
});

test('times and shares in words', () => {
  expect([
    spanText(400),
    spanText(42_000),
    spanText(252_000),
    spanText(120_000),
    spanText(3_700_000),
  ]).toEqual(['0 s', '42 s', '4 min 12 s', '2 min', '1 h 1 min']);
  expect(shareText(0.6)).toBe('60 %');
  expect(readWords({ visits: 0, people: 0 })).toBe('not yet');
  expect(readWords({ visits: 1, people: 1 })).toBe('1 person');
  expect(readWords({ visits: 5, people: 2 })).toBe('2 people, 5 visits');
});
