import { describe, expect, it } from 'vitest';
import { movesFrom } from './moves.ts';

const stages = ['Inquiry', 'MQL', 'SAL'].map((name, position) => ({
  key: name.toLowerCase(),
  name,
  position,
  gate: `gate of ${name}`,
  allowedHours: null,
}));
const labels = (lifecycleStage: string | null, lifecycleStatus: 'open' | 'left') =>
  movesFrom({ lifecycleStage, lifecycleStatus }, stages).map((move) => `${move.outcome} ${move.label}`);

describe('where a contact can be moved', () => {
  it('goes on, stops or goes back from where it is open', () => {
    expect(labels('mql', 'open')).toEqual([
      'reached On to SAL',
      'left Goes no further than MQL',
      'returned Back to Inquiry',
    ]);
  });
  it('opens again first where it has left', () => {
    expect(labels('mql', 'left')[0]).toBe('returned Open again at MQL');
  });
  it('reaches any stage from none', () => {
    expect(labels(null, 'open')).toEqual(['reached On to Inquiry', 'reached On to MQL', 'reached On to SAL']);
  });
});
