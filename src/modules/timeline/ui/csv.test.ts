import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { mixCsv, timelineCsv } from './csv.ts';
import { conversationOf, entryOf, markOf, talkOf } from './items.test-support.ts';

const read = (text: string): string[][] => parse(text);

describe('the list as a file', () => {
  it('holds a line each, of as many cells as there are headings', () => {
    const rows = read(timelineCsv([entryOf(), talkOf('Ada'), markOf('Ada', '2026-06-01T00:00:00.000Z')]));
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    expect(rows.map((row) => row[1])).toEqual(['Kind', 'content', 'person to person', 'stage']);
  });

  it('disarms what a spreadsheet would run, and quotes what would break a line', () => {
    const rows = read(timelineCsv([entryOf({ subject: '=cmd()' }), entryOf({ subject: 'a "b",\nc' })]));
    expect(rows.slice(1).map((row) => row[3])).toEqual(["'=cmd()", 'a "b",\nc']);
  });

  it('says of a private conversation only that it was', () => {
    const hidden = talkOf('Ada', {
      subject: null,
      conversation: conversationOf({ private: true, readable: false }),
    });
    expect(read(timelineCsv([hidden]))[1]?.[3]).toBe('private');
  });
});

describe('the mix as a file', () => {
  it('holds every stage, all of them together, and the reference', () => {
    const rows = read(
      mixCsv({
        stages: [
          { stage: 'education', name: 'Education', content: 3, person: 1, personShare: 0.25 },
          { stage: null, name: null, content: 0, person: 0, personShare: null },
        ],
        total: { content: 3, person: 1, personShare: 0.25 },
        from: null,
        reference: { personShare: 0.5, words: 'half', source: 'S' },
      }),
    );
    expect(rows.slice(1)).toEqual([
      ['Education', '3', '1', '0.25'],
      ['No stage known', '0', '0', ''],
      ['All', '3', '1', '0.25'],
      ['Reference: half', '', '', '0.5'],
    ]);
  });
});
