import { describe, expect, it } from 'vitest';
import { conversationOf, entryOf, talkOf } from './items.test-support.ts';
import {
  attentionWords,
  contentPlaces,
  contentWords,
  didWords,
  flagWords,
  pagesOf,
  saidIn,
  spanWords,
  titleOf,
  visitWords,
} from './words.ts';

const at = (minutes: number) => new Date(Date.parse('2026-06-10T10:00:00Z') + minutes * 60_000).toISOString();

describe('a visit in a few words', () => {
  it('says how many pages in how long, and where from', () => {
    const pages = Array.from({ length: 6 }, (_, index) =>
      entryOf({ occurredAt: at(12 - index * 2.4), channel: 'LinkedIn' }),
    );
    expect(visitWords(pages)).toBe('6 pages in 12 min, from LinkedIn');
  });

  it('takes the channel they came by, and the time the last page was read', () => {
    const visit = [
      entryOf({ type: 'form_submitted', occurredAt: at(3), engagedSeconds: 60, channel: null }),
      entryOf({ occurredAt: at(1), channel: null }),
      entryOf({ occurredAt: at(0), channel: 'Paid Search' }),
    ];
    expect(visitWords(visit)).toBe('2 pages and a form in 4 min, from Paid Search');
  });

  it('says nothing of a time too short or a channel unknown', () => {
    expect(visitWords([entryOf({}), entryOf({ type: 'asset_viewed' })])).toBe('A page and an asset');
    expect(visitWords([entryOf({ channel: 'Direct' }), entryOf({ channel: 'Direct' })])).toBe(
      '2 pages, direct',
    );
  });

  it('tells the same page again in a row once, with how often', () => {
    const pages = pagesOf([entryOf(), entryOf(), entryOf({ subject: 'Home' }), entryOf()]);
    expect(pages.map(({ entry, times }) => `${titleOf(entry)} ${times}`)).toEqual([
      'Pricing 2',
      'Home 1',
      'Pricing 1',
    ]);
  });
});

describe('what an entry says', () => {
  it('names what it was about by the best there is', () => {
    expect(titleOf(entryOf({ asset: { id: '1', title: 'Case study' } }))).toBe('Case study');
    expect(titleOf(entryOf({ subject: null, url: 'https://a.example/pricing?x=1' }))).toBe('/pricing');
    expect(titleOf(entryOf({ subject: null, url: 'nowhere' }))).toBe('nowhere');
    expect(titleOf(entryOf({ subject: null }))).toBeNull();
  });

  it('says how long and how far', () => {
    expect(attentionWords(entryOf({ engagedSeconds: 350, completion: 0.92 }))).toBe('6 min, 92 % read');
    expect(attentionWords(entryOf({ engagedSeconds: 4 }))).toBeNull();
    expect([spanWords(40_000), spanWords(3_600_000), spanWords(3_900_000)]).toEqual([
      '40 s',
      '1 h',
      '1 h 5 min',
    ]);
  });

  it('says which pages of a document were read, and what else became of it', () => {
    const read = (pages: unknown, more: object = {}) =>
      contentWords(
        entryOf({ type: 'asset_viewed', properties: { pages, pageCount: 12, format: 'pdf', ...more } }),
      );
    expect(read([1, 2, 3, 4])).toEqual(['pages 1–4 of 12']);
    expect(read([1, 3, 4, 12], { downloaded: true })).toEqual(['pages 1, 3–4, 12 of 12', 'downloaded']);
    expect(read([2], { forwarded: 'device' })).toEqual(['page 2 of 12', 'passed on, it seems']);
    expect(read([1, 3, 5, 7, 9])).toEqual(['pages 1, 3, 5, 7, … of 12']);
    for (const said of [read([]), read('all'), read(['x']), read([1], { format: 'video' })])
      expect(said).toEqual([]);
  });

  it('leads from what was given or read to the link and the piece', () => {
    const linkId = '018f4e9c-0000-7000-8000-000000000001';
    const asset = { id: '1', title: 'Case study' };
    const given = entryOf({ type: 'asset_shared', asset, properties: { linkId, sentBy: 'mailto' } });
    expect(didWords(given)).toBe('Was given');
    expect(contentWords(given)).toEqual(['by mail']);
    expect(contentPlaces(given)).toEqual([
      { label: 'its link', href: `/content/links/${linkId}` },
      { label: 'the piece', href: '/content/assets/1' },
    ]);
    const shown = entryOf({ type: 'asset_shared', asset, properties: { linkId: '../../sign-out' } });
    expect(didWords(shown)).toBe('Was shown');
    expect(contentPlaces(shown).map(({ label }) => label)).toEqual(['the piece']);
    expect(contentPlaces(entryOf({ type: 'page_view', asset, properties: { linkId } }))).toEqual([]);
  });

  it('quotes questions and topics, from the conversation or as an import brought them', () => {
    const logged = talkOf('ada', {
      subject: 'Pricing',
      conversation: conversationOf({
        topics: ['Pricing', 'Ports'],
        questions: [{ text: 'Which ports?', answered: true, answer: null, by: 'them' }],
      }),
    });
    expect(saidIn(logged)).toMatchObject({
      topics: ['Ports'],
      questions: [{ text: 'Which ports?', answered: true }],
    });
    const imported = entryOf({
      kind: 'person',
      properties: { topic: 'tariffs', question: 'From when?', outcome: 'talked' },
    });
    expect(saidIn(imported)).toEqual({
      topics: ['tariffs'],
      questions: [{ text: 'From when?', answered: false, answer: null, by: 'them' }],
      outcome: 'talked',
    });
  });

  it('says why something is not counted', () => {
    expect(flagWords('link_scanner')).toBe('a mail gateway that follows every link');
    expect(flagWords(null)).toBe('not a person');
  });
});
