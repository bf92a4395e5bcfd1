import { describe, expect, it } from 'vitest';
import type { SummaryPart } from '../contract.ts';
import { dayMs, type Facts, type Person, type Reading, type Talk } from './facts.ts';
import { type Today, writeSummary, writeToday } from './sentence.ts';

const now = new Date('2026-06-20T12:00:00Z');
const ago = (days: number) => new Date(now.getTime() - days * dayMs);
const cfo: Person = { id: '0196-cfo', name: 'Ada Berg', title: 'CFO' };
const buyer: Person = { id: '0196-buyer', name: 'Bo Lund', title: null };

const reading = (days: number, fields: Partial<Reading> = {}): Reading => ({
  at: ago(days),
  type: 'page_view',
  person: cfo,
  title: 'Pricing',
  assetId: null,
  ...fields,
});
const talk = (days: number, fields: Partial<Talk> = {}): Talk => ({
  at: ago(days),
  type: 'call',
  person: cfo,
  teammate: 'Grace',
  answered: true,
  openQuestion: null,
  nextStep: null,
  ...fields,
});
const facts = (fields: Partial<Facts> = {}): Facts => ({
  scope: 'contact',
  self: cfo,
  readings: [],
  talks: [],
  owner: 'Grace',
  closed: null,
  now,
  today: '2026-06-20',
  ...fields,
});
const account = (fields: Partial<Facts> = {}): Facts => facts({ scope: 'account', self: null, ...fields });

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });
/** As a page writes it; figures in brackets. */
const written = (parts: readonly SummaryPart[]): string =>
  parts
    .map((part) => {
      if (part.part === 'day') return `${part.on ? 'on ' : ''}${dayFormat.format(part.at)}`;
      return part.part === 'figure' ? `[${part.text}]` : part.text;
    })
    .join('');

const quiet = 'Grace called on 18 June.';
const recent = [talk(2)];

describe('what they read', () => {
  const table: [string, Facts, string][] = [
    [
      'twice this week, on their own page',
      facts({ readings: [reading(1), reading(3)], talks: recent }),
      'The CFO has read “Pricing” [twice] this week; ',
    ],
    [
      'three times, among others',
      account({ readings: [reading(1), reading(2), reading(3)], talks: recent }),
      'The CFO, Ada Berg, has read “Pricing” [3 times] this week; ',
    ],
    [
      'somebody without a title',
      account({ readings: [reading(1, { person: buyer }), reading(2, { person: buyer })], talks: recent }),
      'Bo Lund has read “Pricing” [twice] this week; ',
    ],
    [
      'an unknown visitor of theirs',
      account({ readings: [reading(1, { person: null }), reading(2, { person: null })], talks: recent }),
      'An unknown visitor has read “Pricing” [twice] this week; ',
    ],
    [
      'several people the same thing',
      account({ readings: [reading(1), reading(2, { person: buyer })], talks: recent }),
      '[2 people] have read “Pricing” this week; ',
    ],
    [
      'the same thing more often than a later one',
      facts({ readings: [reading(1, { title: 'Jobs' }), reading(2), reading(3)], talks: recent }),
      'The CFO has read “Pricing” [twice] this week; ',
    ],
    [
      'different things',
      facts({
        readings: [reading(1, { title: 'Jobs' }), reading(2), reading(3, { title: null })],
        talks: recent,
      }),
      'The CFO has read [3 things] this week, “Jobs” last; ',
    ],
    [
      'once this week',
      facts({ readings: [reading(2)], talks: recent }),
      'The CFO read [“Pricing”] on 18 June; ',
    ],
    [
      'a page without a title',
      facts({ readings: [reading(2, { title: null })], talks: recent }),
      'The CFO read [a page] on 18 June; ',
    ],
    [
      'a form comes before repeated reading',
      facts({
        readings: [reading(1), reading(2), reading(3, { type: 'form_submitted', title: 'Ask for a demo' })],
        talks: recent,
      }),
      'The CFO filled in [“Ask for a demo”] on 17 June; ',
    ],
    [
      'a webinar',
      facts({ readings: [reading(4, { type: 'webinar_attended', title: 'Less waste' })], talks: recent }),
      'The CFO attended [“Less waste”] on 16 June; ',
    ],
    [
      'longer ago',
      facts({ readings: [reading(30)], talks: recent }),
      'The CFO last read [“Pricing”] on 21 May; ',
    ],
    [
      'very long ago',
      facts({ readings: [reading(120)], talks: recent }),
      'The CFO has read nothing of ours since 20 February; ',
    ],
    [
      'very long ago, a company',
      account({ readings: [reading(120)], talks: recent }),
      'Nobody has read anything of ours since 20 February; ',
    ],
    ['nothing', facts({ talks: recent }), 'The CFO has read nothing of ours yet; '],
    ['nothing, a company', account({ talks: recent }), 'Nobody there has read anything of ours yet; '],
    [
      'mails that were sent to them are no reading',
      facts({
        readings: [reading(1, { type: 'email_sent' }), reading(2, { type: 'email_opened' })],
        talks: recent,
      }),
      'The CFO has read nothing of ours yet; ',
    ],
  ];
  it.each(table)('%s', (_name, given, expected) => {
    const sentence = written(writeSummary(given));
    expect(sentence.startsWith(expected), sentence).toBe(true);
    expect(sentence.endsWith('.')).toBe(true);
  });

  it('takes a title that is no title for what it is', () => {
    const person = { ...cfo, title: 'CFO | Board member | Speaker, writer and runner since 1999' };
    const sentence = written(
      writeSummary(facts({ self: person, readings: [reading(1, { person })], talks: recent })),
    );
    expect(sentence).toMatch(/^Ada Berg read/);
  });

  it('opens what a figure was counted from', () => {
    const opens = (given: Facts) =>
      writeSummary(given).flatMap((part) => (part.part === 'figure' ? [part.opens] : []))[0];
    const week = new Date(now.getTime() - 7 * dayMs);
    expect(opens(facts({ readings: [reading(1), reading(2)], talks: recent }))).toEqual({
      kind: 'content',
      personId: cfo.id,
      q: 'Pricing',
      from: week,
    });
    const asset = { assetId: 'asset', title: 'Guide' };
    expect(
      opens(account({ readings: [reading(1, asset), reading(2, { ...asset, person: buyer })] })),
    ).toEqual({
      kind: 'content',
      assetId: 'asset',
      from: week,
    });
  });
});

describe('how the talk stands', () => {
  const read = [reading(1), reading(3)];
  const table: [string, Facts, string][] = [
    ['nobody for long', facts({ readings: read, talks: [talk(17)] }), 'nobody has called since 3 June.'],
    [
      'nobody for long, of other ways than calls',
      facts({ readings: read, talks: [talk(17, { type: 'meeting' })] }),
      'nobody has talked with them since 3 June.',
    ],
    ['lately', facts({ readings: read, talks: recent }), quiet],
    [
      'lately, with whom of a company',
      account({ readings: read, talks: [talk(2, { type: 'demo', person: buyer })] }),
      'Grace showed a demo on 18 June (Bo Lund).',
    ],
    [
      'with a next step to come',
      facts({
        readings: read,
        talks: [talk(2, { nextStep: { text: 'Send the offer', dueOn: '2026-06-25' } })],
      }),
      'Grace called on 18 June; next: “Send the offer”, due on 25 June.',
    ],
    [
      'a next step that is late',
      facts({
        readings: read,
        talks: [talk(2, { nextStep: { text: 'Send the offer', dueOn: '2026-06-19' } })],
      }),
      'the next step [“Send the offer”] was due on 19 June.',
    ],
    [
      'a step due today is not late',
      facts({ readings: read, talks: [talk(2, { nextStep: { text: 'Call', dueOn: '2026-06-20' } })] }),
      'Grace called on 18 June; next: “Call”, due on 20 June.',
    ],
    [
      'an earlier step was overtaken by a later one',
      facts({
        readings: read,
        talks: [
          talk(2, { nextStep: { text: 'Demo', dueOn: '2026-07-01' } }),
          talk(20, { nextStep: { text: 'Call', dueOn: '2026-06-05' } }),
        ],
      }),
      'Grace called on 18 June; next: “Demo”, due on 1 July.',
    ],
    [
      'a question that waits',
      facts({ readings: read, talks: [talk(5, { openQuestion: 'Does it run on our own servers?' })] }),
      'their question [“Does it run on our own servers?”] has waited since 15 June.',
    ],
    [
      'a question of yesterday does not wait yet',
      facts({ readings: read, talks: [talk(1, { openQuestion: 'Who?' })] }),
      'Grace called on 19 June.',
    ],
    [
      'a late step comes before a question',
      facts({
        readings: read,
        talks: [talk(5, { openQuestion: 'Who?', nextStep: { text: 'Call', dueOn: '2026-06-16' } })],
      }),
      'the next step [“Call”] was due on 16 June.',
    ],
    ['nobody looks after them', facts({ readings: read, owner: null }), 'nobody looks after them.'],
    ['nobody talked yet', facts({ readings: read }), 'nobody has talked with them yet.'],
    [
      'nobody talked with a company yet',
      account({ readings: read }),
      'nobody has talked with anybody there yet.',
    ],
    [
      'nobody talked about the deal yet',
      account({ scope: 'opportunity', readings: read }),
      'nobody has talked with the buyers yet.',
    ],
    [
      'tried in vain',
      facts({ readings: read, talks: [talk(2, { answered: false })] }),
      'Grace tried on 18 June and reached nobody.',
    ],
    [
      'a try is no conversation',
      facts({ readings: read, talks: [talk(1, { answered: false }), talk(17)] }),
      'nobody has called since 3 June.',
    ],
    [
      'somebody of ours whose name is not on record',
      facts({ readings: read, talks: [talk(2, { teammate: null, type: 'email_exchange' })] }),
      'one of us wrote with them on 18 June.',
    ],
    [
      'a won deal',
      account({ scope: 'opportunity', readings: read, closed: { status: 'won', at: ago(3) } }),
      'the deal was won on 17 June.',
    ],
    [
      'a lost deal whose date is not known',
      account({ scope: 'opportunity', readings: read, closed: { status: 'lost', at: null } }),
      'the deal was lost.',
    ],
  ];
  it.each(table)('%s', (_name, given, expected) => {
    const sentence = written(writeSummary(given));
    expect(sentence.split('; ').slice(1).join('; ')).toBe(expected);
  });

  it('shortens what is too long to be read in a sentence', () => {
    const question = `Can it ${'really '.repeat(60)}do that?`;
    const sentence = written(writeSummary(facts({ talks: [talk(5, { openQuestion: question })] })));
    expect(sentence.length).toBeLessThan(220);
    expect(sentence).toContain('…”');
  });

  it('is the sentence of the specification', () => {
    expect(written(writeSummary(facts({ readings: read, talks: [talk(17)] })))).toBe(
      'The CFO has read “Pricing” [twice] this week; nobody has called since 3 June.',
    );
  });
});

describe('today in the workspace', () => {
  const today = (fields: Partial<Today>): Today => ({
    readers: 0,
    companies: 0,
    unknownVisitors: 0,
    talks: 0,
    more: false,
    keenest: null,
    from: new Date('2026-06-20T00:00:00Z'),
    lastAt: null,
    ...fields,
  });
  it.each([
    [{}, 'Nothing has come in yet.'],
    [{ lastAt: ago(2) }, 'Nothing has come in today yet; the latest was on 18 June.'],
    [
      { readers: 1, companies: 1, keenest: { person: buyer, company: 'Holmwerk', times: 1 } },
      'Today Bo Lund of Holmwerk read [something of ours] and nobody has logged a conversation.',
    ],
    [
      { readers: 1, companies: 0, talks: 1, keenest: { person: buyer, company: null, times: 3 } },
      'Today Bo Lund came back for [3 things of ours] and [1 conversation] was logged.',
    ],
    [
      { readers: 14, companies: 9, talks: 3 },
      'Today [14 people] at 9 companies read something of ours and [3 conversations] were logged.',
    ],
    [{ unknownVisitors: 5, talks: 1 }, 'Today [5 unknown visitors] came by and [1 conversation] was logged.'],
    [
      { readers: 900, companies: 200, talks: 3, more: true },
      'Today [more than 900 people] at 200 companies read something of ours and [3 conversations] were logged.',
    ],
    [
      { readers: 2, companies: 1, talks: 1, keenest: { person: buyer, company: 'Holmwerk', times: 6 } },
      'Today [2 people] read something of ours and [1 conversation] was logged; Bo Lund of Holmwerk came back most.',
    ],
    [{ talks: 2 }, 'Today [2 conversations] were logged.'],
  ])('%o', (fields, expected) => {
    expect(written(writeToday(today(fields)))).toBe(expected);
  });
});
