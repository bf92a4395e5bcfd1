import { describe, expect, it } from 'vitest';
import { conversationOf, entryOf, markOf, talkOf } from './items.test-support.ts';
import { markLabel, marksOf, momentsOf } from './moments.ts';

describe('what the picture draws', () => {
  it('names dots by what they were, and nothing private', () => {
    const hidden = talkOf('ada', {
      subject: 'Secret',
      conversation: conversationOf({ private: true, readable: false }),
    });
    const [page, long, talk] = momentsOf([
      entryOf(),
      entryOf({ subject: 'A title too long for a dot' }),
      hidden,
    ]);
    expect([page?.label, long?.label, talk?.label]).toEqual(['pricing', 'page', 'call']);
    expect(talk?.title).toBe('Call private');
  });

  it('draws a person’s stages on their own page alone', () => {
    const items = [markOf('ada', '2026-06-01T00:00:00.000Z')];
    expect(marksOf(items, { contactId: 'ada' })).toHaveLength(1);
    expect(marksOf(items, { accountId: 'a' })).toHaveLength(0);
    expect(marksOf(items, {})).toHaveLength(0);
  });

  it('labels a stage by its name', () => {
    expect(
      ['Reached MQL', 'Deal in Discovery', 'Buying stage: Solution', 'Left at SAL'].map(markLabel),
    ).toEqual(['MQL', 'Discovery', 'Solution', 'Left at SAL']);
  });
});
