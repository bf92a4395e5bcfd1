import { expect, test } from 'vitest';
import { answerWords } from './answer-words.ts';
import type { Version } from './api-types.ts';
import { maySign } from './may-do.ts';
import { aDefinition, anObjection, aSignature, aVersion } from './pages.test-support.ts';

const inForce = aVersion({
  number: 4,
  status: 'in_force',
  signatures: [aSignature('marketing'), aSignature('sales')],
});

const proposal = (changes: Partial<Version> = {}) =>
  aVersion({
    number: 5,
    status: 'proposed',
    side: 'marketing',
    missing: [
      { side: 'marketing', more: 1 },
      { side: 'sales', more: 1 },
    ],
    ...changes,
  });

test('a proposal that answers an objection is said in the order in which it came', () => {
  const objected = { ...inForce, objections: [anObjection('sales')] };
  expect(answerWords(proposal(), objected)).toBe(
    ': sales objects to version 4; marketing proposes version 5.',
  );
});

test('a counter-proposal answers; with one signature it waits for the other side', () => {
  const answer = proposal({
    answersId: inForce.id,
    signatures: [aSignature('marketing')],
    missing: [{ side: 'sales', more: 1 }],
  });
  expect(answerWords(answer, inForce)).toBe(': marketing answers with version 5, and it waits for sales.');
});

test('an objection that was settled is no longer said', () => {
  const settled = { ...anObjection('sales'), settledAt: '2026-11-15T10:00:00.000Z' };
  expect(answerWords(proposal({ objections: [settled] }), inForce)).toBe(': marketing proposes version 5.');
  expect(answerWords(proposal({ objections: [anObjection('sales')] }), inForce)).toBe(
    ': marketing proposes version 5; sales objects to it.',
  );
});

test('what came with the workspace says who has signed it so far', () => {
  const start = aVersion({ number: 1, status: 'in_force', unsigned: true });
  expect(answerWords(start, start)).toContain('neither side has signed it');
  const half = { ...start, signatures: [aSignature('sales')] };
  expect(answerWords(half, half)).toBe(': sales has signed the start as it stands; it waits for marketing.');
});

test('nobody signs twice, nor where their side has signed, and the page says why', () => {
  const definition = aDefinition({ mySides: ['sales'], mySide: 'sales' });
  expect(maySign(definition, proposal(), 'u-sales')).toEqual({ sides: ['sales'], why: null });
  const mine = proposal({ signatures: [aSignature('sales')], missing: [{ side: 'marketing', more: 1 }] });
  expect(maySign(definition, mine, 'u-sales').why).toMatch(/^You signed it for sales/);
  expect(maySign(definition, mine, 'somebody-else').why).toBe(
    'Your side has signed; it waits for marketing.',
  );
  expect(maySign(aDefinition({ mySides: [] }), proposal(), 'u-viewer').why).toMatch(/signs for neither side/);
});

test('who may sign for either side chooses one of those that are missing', () => {
  const definition = aDefinition({ mySides: ['marketing', 'sales'] });
  expect(maySign(definition, proposal(), 'u-admin').sides).toEqual(['marketing', 'sales']);
  const half = proposal({ missing: [{ side: 'sales', more: 1 }] });
  expect(maySign(definition, half, 'u-admin').sides).toEqual(['sales']);
});
