import { describe, expect, it } from 'vitest';
import type { Interaction } from '../api-types.ts';
import { daysOf } from './story-entries.ts';
import { whatToKnow } from './what-to-know.ts';

const interaction = (change: Partial<Interaction>): Interaction => ({
  id: crypto.randomUUID(),
  kind: 'content',
  type: 'page_view',
  direction: null,
  occurredAt: '2026-06-10T10:00:00.000Z',
  receivedAt: '2026-06-10T10:00:01.000Z',
  contact: null,
  account: null,
  opportunity: null,
  teammate: null,
  campaign: null,
  asset: null,
  channel: null,
  subject: 'Pricing',
  url: null,
  engagedSeconds: null,
  completion: null,
  verified: true,
  flagReason: null,
  source: 'test',
  externalId: null,
  properties: {},
  ...change,
});
const mark = (at: string) => ({ id: at, at, label: 'MQL', words: 'Reached MQL', reason: null, by: null });

describe('the story by days', () => {
  it('tells the same page again in a row once, with how often', () => {
    const days = daysOf({
      interactions: [interaction({}), interaction({}), interaction({ subject: 'Home' }), interaction({})],
      marks: [],
      complete: true,
    });
    const times = days[0]?.entries.map((entry) => (entry.what === 'interaction' ? entry.times : 0));
    expect(times).toEqual([2, 1, 1]);
  });

  it('never folds two calls into one', () => {
    const call = interaction({ kind: 'person', type: 'call' });
    expect(
      daysOf({ interactions: [call, { ...call, id: 'b' }], marks: [], complete: true })[0]?.entries,
    ).toHaveLength(2);
  });

  it('sets stages among the interactions, and keeps back those before what is loaded', () => {
    const options = {
      interactions: [interaction({ occurredAt: '2026-06-10T10:00:00.000Z' })],
      marks: [mark('2026-06-10T11:00:00.000Z'), mark('2026-01-01T00:00:00.000Z')],
    };
    const shown = (complete: boolean) =>
      daysOf({ ...options, complete }).flatMap((day) => day.entries.map((entry) => entry.what));
    expect(shown(true)).toEqual(['mark', 'interaction', 'mark']);
    expect(shown(false)).toEqual(['mark', 'interaction']);
  });
});

describe('what to know in one sentence', () => {
  const now = new Date('2026-06-20T12:00:00Z');
  const serena = { id: '1', name: 'Serena' };
  it('says what they came back to, and that nobody has called since', () => {
    const words = whatToKnow(
      [
        interaction({ occurredAt: '2026-06-19T10:00:00.000Z' }),
        interaction({ occurredAt: '2026-06-18T10:00:00.000Z' }),
        interaction({
          kind: 'person',
          type: 'call',
          teammate: serena,
          occurredAt: '2026-05-03T10:00:00.000Z',
        }),
      ],
      now,
    );
    expect(words).toMatch(/^read “Pricing” twice in two weeks; nobody has talked with them since .*2026$/);
  });
  it('counts no unanswered mail as a conversation', () => {
    const mail = interaction({ kind: 'person', type: 'email_exchange', properties: { outcome: 'no reply' } });
    expect(whatToKnow([mail], now)).toBe('has read nothing of ours yet; nobody has talked with them yet');
  });
  it('repeats the question they asked', () => {
    const call = interaction({
      kind: 'person',
      type: 'call',
      teammate: serena,
      occurredAt: '2026-06-18T12:00:00.000Z',
      properties: { question: 'What of downtime?' },
    });
    expect(whatToKnow([call], now)).toContain(
      'talked with Serena 2 days ago (call) and asked “What of downtime?”',
    );
  });
});
