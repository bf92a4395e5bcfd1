import { expect, test } from 'vitest';
import type { AccountJourney, FlowNode } from './api-types.ts';
import { dotsOf, namesFor, ticksOf, timeScale } from './lay-out-account.ts';
import { layOutFlow } from './lay-out-flow.ts';
import { daysWords, timesWords } from './words.ts';

const node = (id: string, step: number, journeys: number): FlowNode => ({
  id,
  step,
  key: id,
  label: id,
  kind: 'content',
  journeys,
});
const link = (from: string, to: string, journeys: number) => ({ from, to, journeys, wins: 0, minor: 0 });

const flow = {
  steps: 1,
  nodes: [node('0:a', 0, 6), node('0:b', 0, 4), node('end:won', 1, 3), node('end:lost', 1, 7)],
  links: [
    link('0:a', 'end:won', 1),
    link('0:a', 'end:lost', 5),
    link('0:b', 'end:won', 2),
    link('0:b', 'end:lost', 2),
  ],
};
const size = { width: 600, height: 300, labelWidth: 100 };

test('a flow fills its height, nodes do not overlap, and bands are as broad as what they carry', () => {
  const { nodes, links } = layOutFlow(flow, size);
  for (const step of [0, 1]) {
    const column = nodes.filter((one) => one.step === step).toSorted((one, other) => one.y - other.y);
    expect(column.every((one) => one.y >= 0 && one.y + one.height <= size.height + 1e-9)).toBe(true);
    for (const [nth, one] of column.entries()) {
      const next = column[nth + 1];
      if (next) expect(one.y + one.height).toBeLessThan(next.y);
    }
  }
  for (const one of nodes) {
    const own = links.filter(({ from, to }) => from === one.id || to === one.id);
    expect(own.reduce((sum, { thickness }) => sum + thickness, 0)).toBeCloseTo(one.height, 6);
  }
  expect(layOutFlow({ ...flow, nodes: [], links: [] }, size)).toEqual({ nodes: [], links: [] });
});

const journey: AccountJourney = {
  account: { id: 'a', name: 'Acme' },
  madeAt: '',
  isBehind: false,
  from: '2026-01-01T00:00:00.000Z',
  to: '2026-06-30T00:00:00.000Z',
  people: [
    { id: 'p', name: 'Ann de Vries', title: null, persona: null, stage: null, touchpoints: 1, firstAt: null },
  ],
  peopleBeyond: 0,
  touches: [],
  touchesBeyond: 0,
  marks: [],
  deals: [],
  teammates: [{ id: 't', name: 'Tom', touchpoints: 1 }],
};

test('names can be shown, told by their letters, or hidden', () => {
  expect(namesFor(journey, 'shown').person('p')).toBe('Ann de Vries');
  expect(namesFor(journey, 'initials').person('p')).toBe('A. D. V.');
  const hidden = namesFor(journey, 'hidden');
  expect([hidden.account, hidden.person('p'), hidden.teammate('t')]).toEqual([
    'This company',
    'Person 1',
    'Colleague 1',
  ]);
});

test('what falls together is one dot, and months stand apart', () => {
  const range = { from: journey.from ?? '', to: journey.to ?? '' };
  const scale = timeScale(range, 400);
  const touch = (at: string, kind: 'content' | 'person') => ({
    id: at,
    at,
    contactId: 'p',
    kind,
    type: 'call',
    label: 'Call',
    channel: '',
    channelName: '',
    campaign: null,
    asset: null,
    teammate: null,
  });
  const dots = dotsOf(
    [
      touch('2026-02-01T10:00:00.000Z', 'content'),
      touch('2026-02-01T11:00:00.000Z', 'content'),
      touch('2026-02-01T12:00:00.000Z', 'person'),
      touch('2026-05-01T10:00:00.000Z', 'content'),
    ],
    scale,
  );
  expect(dots.map(({ kind, touches }) => [kind, touches.length])).toEqual([
    ['content', 2],
    ['person', 1],
    ['content', 1],
  ]);
  const ticks = ticksOf(range, scale);
  for (const [nth, { x }] of ticks.entries()) {
    const next = ticks[nth + 1];
    if (next) expect(next.x - x).toBeGreaterThan(50);
  }
});

test('times and ratios in words', () => {
  expect([0.001, 0.5, 1, 3.46, 80.2].map(daysWords)).toEqual([
    'at once',
    '12 h',
    '1 day',
    '3.5 days',
    '80 days',
  ]);
  expect([0.5, 2.833, 16.008].map(timesWords)).toEqual(['0.5×', '2.83×', '16×']);
});
