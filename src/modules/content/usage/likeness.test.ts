import { expect, test } from 'vitest';
import { alikeFrom, alikeness, houseStyleOf, likenessOf, titlesAlike } from './likeness.ts';

/** Words that repeat in no pattern, the same for the same seed. */
function proseOf(seed: number, length: number): string[] {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return `word${state % 900}`;
  });
}

const sketch = (words: readonly string[]) => likenessOf([words.join(' ')], 2026);

test('the same text is alike, whatever its case, marks and pages; another is not', () => {
  const words = proseOf(7, 400);
  const other = likenessOf([words.slice(0, 200).join(', ').toUpperCase(), words.slice(200).join('. ')], 2026);
  expect(alikeness(sketch(words), other)).toBe(1);
  expect(alikeness(sketch(words), sketch(proseOf(8, 400)))).toBeLessThan(0.1);
});

test('a text in which every tenth word is new is still a twin; one of which a fifth was taken is not', () => {
  const words = proseOf(7, 1_000);
  const workedOver = words.map((word, index) => (index % 10 === 0 ? `new${index}` : word));
  const mostlyOther = [...words.slice(0, 200), ...proseOf(9, 800)];
  expect(alikeness(sketch(words), sketch(workedOver)) ?? 0).toBeGreaterThan(alikeFrom);
  expect(alikeness(sketch(words), sketch(mostlyOther)) ?? 1).toBeLessThan(alikeFrom);
});

test('phrases that all pieces of a house have make no twins', () => {
  const house = proseOf(3, 800);
  const papers = [11, 12, 13, 14, 15].map((seed) => sketch([...house, ...proseOf(seed, 200)]));
  const copy = sketch([...house, ...proseOf(11, 200)]);
  const [first, second] = papers;
  if (!first || !second) throw new Error('There are five.');
  const houseStyle = houseStyleOf([...papers, copy]);
  expect(alikeness(first, second) ?? 0).toBeGreaterThan(alikeFrom);
  expect(alikeness(first, second, houseStyle) ?? 1).toBeLessThan(0.1);
  expect(alikeness(first, copy, houseStyle)).toBe(1);
});

test('of short texts nothing is said', () => {
  expect(alikeness(sketch(proseOf(7, 40)), sketch(proseOf(7, 40)))).toBeNull();
});

test('the latest year that is not to come', () => {
  expect(likenessOf(['Figures of 2019 and 2021; by 2035 all of it, 20235 times'], 2026).latestYear).toBe(
    2021,
  );
  expect(likenessOf(['No year'], 2026).latestYear).toBeNull();
});

test.each([
  ['Guide: ISO 50001 in twelve steps', 'ISO 50001: the practical guide', 'white paper', 0.5],
  ['Battle card: against Voltaris', 'Battle card: against "we have spreadsheets"', 'battle card', null],
  ['Prices', 'Prices', null, null],
])('titles %s and %s', (one, other, type, alike) => {
  expect(titlesAlike(one, other, type)).toBe(alike);
});
