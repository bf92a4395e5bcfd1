import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleGroup } from '../rules/rule.ts';
import { decideMoves, type Place, type StageGate } from './decide-moves.ts';

const stages = ['inquiry', 'mql', 'sal', 'sql', 'customer'];
const rule = (name: string): RuleGroup => ({ id: name, combinator: 'and', rules: [] });
const gate = (stageKey: string, sendsBack = false): StageGate => ({
  stageKey,
  gate: rule(`in ${stageKey}`),
  sendsBack: sendsBack ? rule(`back from ${stageKey}`) : null,
});
const open = (stage: string | null, more: Partial<Place> = {}): Place => ({
  stage,
  status: 'open',
  heldSinceMs: null,
  byHand: false,
  ...more,
});

function decide(options: {
  place: Place;
  gates: StageGate[];
  holding: string[];
  heldThen?: string[];
  lastActMs?: number | null;
}) {
  const { place, gates, holding, heldThen = [], lastActMs = null } = options;
  const moves = decideMoves({
    place,
    stages,
    gates,
    lastActMs,
    holds: (asked) => holding.includes(asked.id ?? ''),
    heldThen: (asked) => heldThen.includes(asked.id ?? ''),
  });
  return moves.map(({ outcome, stage }) => `${outcome} ${stage}`);
}

describe('what the gates say is to become of a lead', () => {
  it('leads forward through every gate that holds, in the order of the stages', () => {
    const gates = [gate('sql'), gate('inquiry'), gate('mql')];
    expect(decide({ place: open(null), gates, holding: ['in inquiry', 'in mql'] })).toEqual([
      'reached inquiry',
      'reached mql',
    ]);
    expect(decide({ place: open('mql'), gates, holding: ['in inquiry', 'in mql'] })).toEqual([]);
  });

  it('sends one stage back, and lets nobody in whom it would send back', () => {
    const gates = [gate('mql', true)];
    expect(decide({ place: open('mql'), gates, holding: ['back from mql'] })).toEqual(['returned inquiry']);
    const both = ['in mql', 'back from mql'];
    expect(decide({ place: open('inquiry'), gates, holding: both })).toEqual([]);
    expect(decide({ place: open('sal'), gates, holding: both })).toEqual([]);
  });

  it('lets in again who was held only after they did something', () => {
    const place = open('inquiry', { heldSinceMs: 1_000 });
    const gates = [gate('mql')];
    for (const lastActMs of [null, 999, 1_000])
      expect(decide({ place, gates, holding: ['in mql'], lastActMs })).toEqual([]);
    expect(decide({ place, gates, holding: ['in mql'], lastActMs: 1_001 })).toEqual(['reached mql']);
  });

  it('opens who left at the furthest stage whose gate holds, after they did something', () => {
    const place: Place = { stage: 'sql', status: 'left', heldSinceMs: 1_000, byHand: false };
    const gates = [gate('inquiry'), gate('mql')];
    const holding = ['in inquiry', 'in mql'];
    expect(decide({ place, gates, holding, lastActMs: 900 })).toEqual([]);
    expect(decide({ place, gates, holding, lastActMs: 2_000 })).toEqual(['reached mql']);
  });

  it('does not send back whom a person put there although it held then', () => {
    const place = open('mql', { byHand: true, heldSinceMs: 1_000 });
    const given = { place, gates: [gate('mql', true)], holding: ['back from mql'] };
    expect(decide({ ...given, heldThen: ['back from mql'] })).toEqual([]);
    expect(decide(given)).toEqual(['returned inquiry']);
  });

  it('comes to rest: while nothing happens no lead goes to and fro', () => {
    const names = stages.flatMap((stage) => [`in ${stage}`, `back from ${stage}`]);
    fc.assert(
      fc.property(
        fc.subarray(names),
        fc.subarray(stages),
        fc.option(fc.constantFrom(...stages)),
        fc.option(fc.nat(50)),
        (holding, withBack, start, lastActMs) => {
          const gates = stages.map((stage) => gate(stage, withBack.includes(stage)));
          let place = open(start);
          let moved = 0;
          for (let nowMs = 100; ; nowMs += 1) {
            const moves = decideMoves({
              place,
              stages,
              gates,
              lastActMs,
              holds: (asked) => holding.includes(asked.id ?? ''),
              heldThen: () => false,
            });
            const last = moves.at(-1);
            if (!last) break;
            moved += 1;
            place = open(last.stage, { heldSinceMs: last.outcome === 'returned' ? nowMs : null });
          }
          expect(moved).toBeLessThanOrEqual(stages.length + 1);
        },
      ),
    );
  });
});
