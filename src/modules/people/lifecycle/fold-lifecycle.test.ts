import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldLifecycle, type LifecycleChange } from './fold-lifecycle.ts';

const stages = ['inquiry', 'mql', 'sal', 'sql', 'opportunity', 'customer'];
const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const change = (
  outcome: LifecycleChange['outcome'],
  stage: string,
  at: number,
  reason: string | null = null,
) => ({
  outcome,
  stage,
  at: day(at),
  reason,
});

describe('foldLifecycle', () => {
  it('is in the stage reached last', () => {
    const state = foldLifecycle([change('reached', 'mql', 3), change('reached', 'sal', 5)], stages);
    expect(state).toMatchObject({ stage: 'sal', status: 'open', since: day(5) });
    expect(state.reachedAt).toEqual([null, day(3), day(5), null, null, null]);
  });

  it('keeps a customer whose mql date lies after the won date', () => {
    const state = foldLifecycle([change('reached', 'customer', 2), change('reached', 'mql', 9)], stages);
    expect(state).toMatchObject({ stage: 'customer', status: 'open', since: day(2) });
    expect(state.reachedAt[1]).toEqual(day(9));
  });

  it('goes back only when returned', () => {
    const sent = [change('reached', 'sql', 2), change('returned', 'mql', 4, 'no budget')];
    expect(foldLifecycle(sent, stages)).toMatchObject({
      stage: 'mql',
      status: 'open',
      since: day(4),
      reason: 'no budget',
    });
    expect(foldLifecycle([...sent, change('reached', 'sal', 6)], stages)).toMatchObject({
      stage: 'sal',
      since: day(6),
    });
  });

  it('lets a second lost deal not take a customer away, but a lost first one', () => {
    const lost = change('left', 'opportunity', 8, 'Deal lost');
    expect(foldLifecycle([change('reached', 'customer', 5), lost], stages)).toMatchObject({
      stage: 'customer',
      status: 'open',
    });
    expect(foldLifecycle([change('reached', 'opportunity', 5), lost], stages)).toMatchObject({
      stage: 'opportunity',
      status: 'left',
    });
  });

  it('opens again for those who come back after leaving', () => {
    const changes = [change('reached', 'sql', 2), change('left', 'sql', 3), change('reached', 'mql', 9)];
    expect(foldLifecycle(changes, stages)).toMatchObject({ stage: 'mql', status: 'open', since: day(9) });
  });

  it('says the same whatever the order of recording and however often a fact was recorded', () => {
    const anyChange = fc.record({
      outcome: fc.constantFrom('reached' as const, 'returned' as const, 'left' as const),
      stage: fc.constantFrom(...stages, 'no such stage'),
      at: fc.integer({ min: 1, max: 6 }).map(day),
      reason: fc.constantFrom(null, 'a', 'b', 'B'),
    });
    const twoWays = fc.array(anyChange, { maxLength: 12 }).chain((changes) =>
      fc.tuple(
        fc.constant(changes),
        fc.shuffledSubarray([...changes, ...changes], {
          minLength: changes.length * 2,
          maxLength: changes.length * 2,
        }),
      ),
    );
    fc.assert(
      fc.property(twoWays, ([changes, shuffledTwice]) => {
        expect(foldLifecycle(shuffledTwice, stages)).toEqual(foldLifecycle(changes, stages));
      }),
    );
  });
});
