import { expect, test } from 'vitest';
import type { ChannelRule } from '../settings/contract.ts';
import {
  andGroup,
  lackOf,
  moved,
  newRule,
  orCondition,
  withCondition,
  withoutCondition,
} from './rule-draft.ts';

const rule = (id: string): ChannelRule => ({
  id,
  channel: id.toUpperCase(),
  allOf: [[{ field: 'source', operator: 'is', values: [id] }]],
});
const ids = (rules: readonly ChannelRule[]) => rules.map(({ id }) => id).join('');

test('a rule moves one place, and not beyond either end', () => {
  const rules = [rule('a'), rule('b'), rule('c')];
  expect(ids(moved(rules, 2, 1))).toBe('acb');
  expect(ids(moved(rules, 0, -1))).toBe('abc');
  expect(ids(moved(rules, 2, 3))).toBe('abc');
});

test('a new rule has an id of its own and says what it lacks', () => {
  const fresh = newRule([rule('a'), { ...rule('b'), id: 'rule-3' }]);
  expect(fresh.id).toBe('rule-4');
  expect(lackOf(fresh)).toMatch(/channel/);
  expect(lackOf({ ...fresh, channel: 'Event' })).toMatch(/value/);
  const filled = withCondition({ ...fresh, channel: 'Event' }, [0, 0], {
    field: 'source',
    operator: 'is_present',
    values: [],
  });
  expect(lackOf(filled)).toBeNull();
});

test('conditions come and go within their group', () => {
  const grown = andGroup(orCondition(rule('a'), 0));
  expect(grown.allOf.map((group) => group.length)).toEqual([2, 1]);
  expect(withoutCondition(grown, [1, 0]).allOf).toHaveLength(1);
  expect(withoutCondition(rule('a'), [0, 0]).allOf).toEqual([
    [{ field: 'source', operator: 'is', values: [] }],
  ]);
});
