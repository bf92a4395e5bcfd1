import { expect, test } from 'vitest';
import { backWords, evidenceNote, reasonNote } from './tray-words.ts';

const analysis = { from: '2026-05-01', to: '2026-05-28', cameBack: 23 };

test('a proposal names its evidence', () => {
  expect(
    reasonNote({ name: 'Not a company we want', count: 9 }, analysis, [
      'more than 50 people',
      'more than 50 people',
    ]),
  ).toBe(
    ' 9 of the 23 leads that came back between 2026-05-01 and 2026-05-28 did so for one reason: not a company we want. Sales would have accepted them if: “more than 50 people”.'.trim(),
  );
  const rule = {
    definitionKey: 'fit_and_interest',
    word: 'Fit and interest',
    versionNumber: 2,
    rule: 'Webinar attended',
    kind: 'signal' as const,
    accepted: 5,
    cameBack: 12,
    acceptedShare: 0.2,
    cameBackShare: 0.75,
    wantedInstead: [],
  };
  expect(evidenceNote(rule, analysis)).toBe(
    '12 leads that came back between 2026-05-01 and 2026-05-28 rested on “Webinar attended”: 75 % of those that came back, 20 % of those that sales accepted. 23 came back in all.',
  );
});

test('who sent it back is named, unless nobody answered', () => {
  expect(backWords({ state: 'rejected', cameBackBy: 'Kim' })).toBe('Kim rejected it');
  expect(backWords({ state: 'expired', cameBackBy: 'Nobody' })).toBe('Nobody answered in time');
});
