import { expect, test } from 'vitest';
import { actOf, toggled } from './why-keys.ts';

const press = (key: string, more: { ctrlKey?: boolean } = {}) => ({
  key,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  ...more,
});
const nowhere = { text: false, lines: false, button: false };

test('digits choose reasons, letters what mattered, Enter saves', () => {
  expect(actOf(press('3'), nowhere)).toEqual({ do: 'reason', nth: 2 });
  expect(actOf(press('b'), nowhere)).toEqual({ do: 'matter', nth: 1 });
  expect(actOf(press('R'), nowhere)).toEqual({ do: 'rival', nth: 0 });
  expect(actOf(press('n'), nowhere)).toEqual({ do: 'note' });
  expect(actOf(press('Enter'), nowhere)).toEqual({ do: 'save' });
  expect(actOf(press('Enter', { ctrlKey: true }), { ...nowhere, lines: true })).toEqual({
    do: 'save-and-next',
  });
  for (const key of ['0', 'z', 'Tab', 'Escape', ' ']) expect(actOf(press(key), nowhere)).toBe(null);
});

test('what is typed is text, and Enter on a button presses it', () => {
  expect(actOf(press('3'), { ...nowhere, text: true })).toBe(null);
  expect(actOf(press('Enter'), { ...nowhere, text: true })).toEqual({ do: 'save' });
  expect(actOf(press('Enter'), { ...nowhere, text: true, lines: true })).toBe(null);
  expect(actOf(press('Enter'), { ...nowhere, button: true })).toBe(null);
  expect(actOf(press('a', { ctrlKey: true }), nowhere)).toBe(null);
});

test('reasons stand in the order in which they were chosen', () => {
  expect(toggled(['price'], 'timing', 5)).toEqual(['price', 'timing']);
  expect(toggled(['price', 'timing'], 'price', 5)).toEqual(['timing']);
  expect(toggled(['price'], 'timing', 1)).toEqual(['price']);
});
