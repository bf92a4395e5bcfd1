import { expect, test } from 'vitest';
import { inForceWords, proposalWords, shortMeaning } from './words.ts';

const signed = {
  versionId: 'v',
  number: 4,
  from: '2026-09-03T10:00:00Z',
  unsigned: false,
  signatures: [
    { side: 'marketing' as const, name: 'Mara', at: '2026-09-02T10:00:00Z' },
    { side: 'sales' as const, name: 'Sven', at: '2026-09-03T10:00:00Z' },
  ],
};

test('says what is in force and by whose signatures', () => {
  expect(inForceWords({ inForce: signed })).toMatch(
    /^In force: version 4, since .*, signed by Mara \(marketing\) and Sven \(sales\)\.$/,
  );
  expect(inForceWords({ inForce: { ...signed, unsigned: true, signatures: [] } })).toMatch(/^Not signed yet/);
  expect(inForceWords({ inForce: null })).toBe('Not in force yet.');
});

test('says what is proposed and who has yet to sign', () => {
  const proposal = { versionId: 'v', number: 5, at: '2026-09-03T10:00:00Z', objections: 0 };
  expect(
    proposalWords({ proposal: { ...proposal, status: 'proposed', side: 'marketing', missing: ['sales'] } }),
  ).toBe('Version 5 is proposed by marketing; sales has yet to sign.');
  expect(
    proposalWords({ proposal: { ...proposal, status: 'draft', side: 'marketing', missing: [] } }),
  ).toBeNull();
});

test('shortens a long meaning at the end of a sentence', () => {
  const long = `${'A word. '.repeat(30)}${'x'.repeat(300)}.`;
  expect(shortMeaning(long).endsWith('A word.')).toBe(true);
  expect(shortMeaning('Short.')).toBe('Short.');
  expect(shortMeaning('x'.repeat(600)).length).toBeLessThan(300);
});
