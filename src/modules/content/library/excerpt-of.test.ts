import { expect, test } from 'vitest';
import { excerptOf } from './excerpt-of.ts';

const marked = (text: string, q: string) =>
  excerptOf(text, q.split(' '))
    .map((part) => (part.hit ? `[${part.text}]` : part.text))
    .join('');

test('marks whole words, and the last one as a beginning', () => {
  expect(marked('A line swap; outlines, swapping.', 'line swap')).toBe(
    'A [line] [swap]; outlines, [swapping].',
  );
});

test('shows where the words stand together, cut between words', () => {
  const far = `${'cost and so on '.repeat(40)}the cost of a swap is low ${'and more '.repeat(40)}`;
  const shown = marked(far, 'cost swap');
  expect(shown).toContain('the [cost] of a [swap] is low');
  expect(shown).toMatch(/^… [^ ].*[^ ] …$/);
  expect(shown.length).toBeLessThan(250);
});

test('a page without the word as it was typed is shown from its beginning', () => {
  expect(marked('Short text', 'absent')).toBe('Short text');
});
