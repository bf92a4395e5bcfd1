import { expect, test } from 'vitest';
import type { DealFacts, FactTouch } from './facts.ts';
import { evidenceOf, rules } from './rules.ts';

const dayMs = 86_400_000;
const closedMs = Date.UTC(2026, 5, 30);
const ago = (days: number) => closedMs - days * dayMs;

let made = 0;
function touch(days: number, more: Partial<FactTouch> = {}): FactTouch {
  made += 1;
  return {
    id: `touch-${made}`,
    atMs: ago(days),
    kind: 'content',
    type: 'page_view',
    channel: 'organic search',
    personId: 'ada',
    asset: null,
    about: '',
    ...more,
  };
}
const talk = (days: number) => touch(days, { kind: 'person', type: 'call' });
const words = (days: number, said: string) => ({
  interactionId: `talk-${days}`,
  atMs: ago(days),
  words: said,
});

const facts = (more: Partial<DealFacts> = {}): DealFacts => ({
  openedMs: ago(120),
  closedMs,
  touches: [touch(90), talk(60), talk(20)],
  amounts: null,
  currency: 'EUR',
  discount: false,
  talkWords: [],
  competitors: [],
  talkShare: 0.5,
  ...more,
});

function judge(key: string, more: Partial<DealFacts>) {
  const rule = rules[key];
  if (rule === undefined) throw new Error(`no rule ${key}`);
  return rule.judge(facts(more));
}

test('price was said, and nothing about it ever moved', () => {
  const quiet = [
    words(60, 'the interface to their meters'),
    words(40, 'installation'),
    words(9, 'the audit'),
  ];
  const stood = judge('lost:price', { amounts: [5_000_00, 5_000_00], talkWords: quiet });
  expect(stood.verdict).toBe('disagrees');
  expect(stood.words).toBe(
    'Price was said, but the amount never changed and none of 3 talks with words on record names a price.',
  );
  expect(evidenceOf(stood, 'deal')[0]).toMatchObject({ href: '/people/deals/deal' });
  expect(judge('lost:price', { amounts: [5_000_00, 4_000_00] })).toMatchObject({
    verdict: 'agrees',
    words: 'The amount came down by 20 %.',
  });
  expect(judge('lost:price', { talkWords: [...quiet, words(5, 'too expensive for us')] }).verdict).toBe(
    'agrees',
  );
  expect(judge('lost:price', { discount: true }).verdict).toBe('agrees');
  expect(judge('lost:price', {}).verdict).toBe('unknown');
});

test('no decision was said, and nobody had asked for one', () => {
  expect(judge('lost:no_decision', { touches: [touch(3), talk(47)] })).toMatchObject({
    verdict: 'disagrees',
    words: 'No decision was said, but nobody spoke with them in the last 47 days.',
  });
  expect(judge('lost:no_decision', { touches: [touch(3)] }).verdict).toBe('disagrees');
  expect(judge('lost:no_decision', { touches: [talk(29)] }).verdict).toBe('agrees');
  expect(judge('lost:no_decision', { touches: [] }).verdict).toBe('unknown');
});

test('timing was said, and they read about prices last week', () => {
  const pricing = touch(2, { about: 'https://northwind.example/pricing' });
  const other = touch(3, { personId: 'bob', asset: { id: 'asset-1', title: 'Tariff sheet', type: 'sheet' } });
  const read = judge('lost:timing', { touches: [touch(90), other, pricing] });
  expect(read).toMatchObject({
    verdict: 'disagrees',
    words: 'Timing was said, but 2 people of theirs read about prices in the 7 days before the close.',
  });
  expect(evidenceOf(read, 'deal').map(({ href }) => href)).toEqual([
    '/content/assets/asset-1',
    '/people/deals/deal',
  ]);
  expect(judge('lost:timing', { touches: [{ ...pricing, atMs: ago(8) }] }).verdict).toBe('agrees');
  expect(judge('lost:timing', { touches: [{ ...pricing, kind: 'person' }] }).verdict).toBe('agrees');
});

test('the need went away, and they came back', () => {
  expect(judge('lost:need_gone', { touches: [touch(10), touch(1)] }).verdict).toBe('disagrees');
  expect(judge('lost:need_gone', { touches: [touch(10), touch(15)] }).verdict).toBe('agrees');
});

test('a competitor was named, and nobody ever spoke of them', () => {
  const talks = [words(9, 'prices'), words(8, 'the demo'), words(7, 'dates')];
  expect(judge('lost:competitor', { competitors: ['Voltaris'], talkWords: talks }).verdict).toBe('disagrees');
  expect(
    judge('lost:competitor', {
      competitors: ['Voltaris'],
      talkWords: [...talks, words(6, 'they like voltaris')],
    }),
  ).toMatchObject({ verdict: 'agrees' });
  expect(judge('lost:competitor', { talkWords: talks }).verdict).toBe('unknown');
});

test('proof, read or not, says the opposite of a win and of a loss', () => {
  const proof = [touch(30, { asset: { id: 'a', title: 'Retrofit in Ulm', type: 'case study' } })];
  expect(judge('won:proof', { touches: proof }).verdict).toBe('agrees');
  expect(judge('lost:proof', { touches: proof }).verdict).toBe('disagrees');
  expect(judge('won:proof', {}).verdict).toBe('disagrees');
  expect(judge('lost:proof', {}).verdict).toBe('agrees');
});

test('relationship, content and recommendation are held against the journey', () => {
  const talks = [talk(50), talk(40), talk(30)];
  expect(judge('won:relationship', { touches: talks }).verdict).toBe('agrees');
  expect(judge('won:relationship', { touches: talks.slice(1) }).verdict).toBe('disagrees');
  expect(judge('won:relationship', { touches: talks, talkShare: 0.1 }).verdict).toBe('disagrees');
  expect(judge('won:content', { talkShare: 0.9 }).verdict).toBe('disagrees');
  expect(judge('won:content', { talkShare: 0.5 }).verdict).toBe('agrees');
  expect(judge('won:recommendation', {}).verdict).toBe('disagrees');
  expect(judge('won:recommendation', { touches: [touch(9, { channel: 'partner referral' })] }).verdict).toBe(
    'agrees',
  );
});
