import { describe, expect, it } from 'vitest';
import { changesOfView, clausesOf, listState, selectionOf, viewStateOf } from './list-state.ts';

const read = (state: Record<string, unknown>) => listState.parse(state);

describe('the state of a list in its address', () => {
  it('reads the short words that other pages link with', () => {
    expect(clausesOf('contact', read({ stage: 'mql,sal', waiting: 'overdue' }))).toEqual([
      { field: 'lifecycleStage', op: 'one_of', values: ['mql', 'sal'] },
      { field: 'waiting', op: 'one_of', values: ['overdue'] },
    ]);
    expect(clausesOf('opportunity', read({ stage: 'Proposal' }))).toEqual([
      { field: 'stage', op: 'one_of', values: ['Proposal'] },
    ]);
  });

  it('shows the list however mangled the address is', () => {
    const state = read({ filter: 'no list', dir: 'sideways', q: { not: 'text' } });
    expect(state).toMatchObject({ q: '', filter: [], dir: undefined });
    expect(selectionOf(clausesOf('account', state), state.q)).toEqual({});
  });

  it('gives a saved view back as it was saved', () => {
    const state = read({ q: 'pump', stage: 'mql', sort: 'lifecycleSince', dir: 'desc', cols: 'name,email' });
    const saved = viewStateOf('contact', state);
    const opened = read(changesOfView({ id: 'a', state: saved }));
    expect(viewStateOf('contact', opened)).toEqual(saved);
    expect(clausesOf('contact', opened)).toEqual(clausesOf('contact', state));
    expect(opened.stage).toBe('');
  });
});
