import { describe, expect, it } from 'vitest';
import { amountForSheet, amountText, scaleOf } from './amounts.ts';
import type { Credit, Model, OpenedTouch } from './api-types.ts';
import { allModels } from './model-words.ts';
import { dotsOf, partWords, weightText } from './opening-words.ts';
import { checkSums, contentShare, restRow, sortRows, sumOf, type TableRow } from './rows.ts';
import { inPieces, quadrantPieces } from './sentence-words.ts';
import { meanOf, shadeOf, spreadOf } from './shade.ts';
import { figureInput, modelsOf, pageState, planInput, withoutTouchKey, writeModels } from './state.ts';

const models: Model[] = ['first', 'last'];

const row = (label: string, first: number, last: number, kind: TableRow['kind'] = 'content'): TableRow => ({
  key: label.toLowerCase(),
  label,
  kind,
  touchpoints: 2,
  deals: 1,
  credits: { first, last },
});

describe('the shade of a figure', () => {
  it('tells more from less than the mean, the further the stronger, never so strong that the number drowns', () => {
    expect(shadeOf(150, 100)).toEqual({ towards: 'more', percent: 30 });
    expect(shadeOf(50, 100)).toEqual({ towards: 'less', percent: 30 });
    expect(shadeOf(0, 100)).toEqual({ towards: 'less', percent: 60 });
    expect(shadeOf(1_000, 100)).toEqual({ towards: 'more', percent: 70 });
  });

  it('is not there where the models agree or nothing was earned', () => {
    expect(shadeOf(100, 100)).toBeNull();
    expect(shadeOf(102, 100)).toBeNull();
    expect(shadeOf(0, 0)).toBeNull();
  });

  it('keeps its direction where amounts are below nothing', () => {
    expect(shadeOf(-50, -100)?.towards).toBe('more');
  });

  it('measures how far apart models are by their mean', () => {
    expect(meanOf([])).toBe(0);
    expect(spreadOf([50, 150])).toBe(1);
    expect(spreadOf([7, 7])).toBe(0);
  });
});

describe('the table', () => {
  const rows = [row('Calls', 10, 90, 'person'), row('Ads', 60, 20), row('Fairs', 30, -10, 'both')];

  it('is ordered by name, by a model or by how far the models are apart', () => {
    const labels = (order: string) => sortRows(rows, order, models).map(({ label }) => label);
    expect(labels('')).toEqual(['Calls', 'Ads', 'Fairs']);
    expect(labels('label')).toEqual(['Ads', 'Calls', 'Fairs']);
    expect(labels('-last')).toEqual(['Calls', 'Ads', 'Fairs']);
    expect(labels('first')).toEqual(['Calls', 'Fairs', 'Ads']);
    expect(labels('-apart')[0]).toBe('Fairs');
    expect(labels('-markov-1')).toEqual(['Calls', 'Ads', 'Fairs']);
  });

  it('keeps the sums of rows that are not seen', () => {
    const rest = restRow(rows.slice(1), models);
    expect(rest?.label).toBe('2 more');
    expect(rest?.credits).toEqual({ first: 90, last: 10 });
    expect(restRow([], models)).toBeNull();
  });

  it('says how much content earned by the model that gives it least and most', () => {
    expect(contentShare(rows, models)).toMatchObject({ least: 20 / 110, most: 60 / 70 });
    expect(contentShare([], models)).toBeNull();
  });
});

describe('the sums', () => {
  const rows = [row('Calls', 10, 90), row('Ads', 90, 10)].map((one) => ({
    ...one,
    credits: { first: one.credits.first ?? 0, last: one.credits.last ?? 0 },
    results: {},
    removalEffect: {},
  }));
  const credit: Pick<Credit, 'rows' | 'totals' | 'total' | 'withoutTouch'> & { plan: Credit['plan'] } = {
    rows,
    totals: { first: 100, last: 100 },
    total: 130,
    withoutTouch: { deals: 1, value: 30, results: 1_000_000 },
    plan: {
      models,
      by: { key: 'channel', label: 'Channel' },
      value: 'revenue',
      eligibility: 'group',
      lookbackDays: null,
      basis: 'result',
      range: { from: null, to: null, timeZone: 'UTC' },
      halfLifeDays: 7,
      leadStage: null,
    },
  };

  it('are whole where every column with what has no touchpoint comes to the value', () => {
    expect(checkSums(credit)).toEqual({ state: 'whole', total: 130 });
    expect(sumOf(rows, 'first')).toBe(100);
  });

  it('are a part where a filter or a period by touch leaves something out', () => {
    expect(checkSums({ ...credit, total: 200 })).toEqual({
      state: 'part',
      total: 200,
      least: 130,
      most: 130,
    });
  });

  it('are said to be wrong where a column does not come to its sum', () => {
    expect(checkSums({ ...credit, totals: { first: 100, last: 101 } })).toEqual({
      state: 'wrong',
      models: ['last'],
    });
  });
});

describe('amounts', () => {
  const euro = { unit: 'minor', currency: 'EUR' } as const;

  it('are written in thousands where the largest is large, and in full where it is opened', () => {
    const scale = scaleOf({ ...euro, largest: 41_200_000 });
    expect(scale.words).toBe('thousand €');
    expect(scale.short(41_200_049)).toBe('412');
    expect(scale.short(-1)).toBe('0');
    expect(scale.exact(41_200_049)).toBe('€412,000.49');
    expect(scaleOf({ ...euro, largest: 900_000 }).short(900_049)).toBe('9,000');
  });

  it('know currencies without minor units', () => {
    expect(amountForSheet({ unit: 'minor', currency: 'JPY' }, 1_200)).toBe(1_200);
    expect(amountForSheet(euro, 1_200)).toBe(12);
    expect(amountText({ unit: 'minor', currency: 'JPY' }, 1_200)).toBe('¥1,200');
  });

  it('count results in millionths', () => {
    const scale = scaleOf({ unit: 'micro', currency: 'EUR', largest: 3_250_000 });
    expect(scale.short(3_250_000)).toBe('3.3');
    expect(scale.exact(3_333_333)).toBe('3.333333');
    expect(amountText({ unit: 'micro', currency: 'EUR' }, 3_250_000)).toBe('3.25');
  });
});

describe('an opened deal', () => {
  const touch = (some: Partial<OpenedTouch>): OpenedTouch => ({
    id: 'a',
    at: '2026-01-01T00:00:00Z',
    type: 'call',
    kind: 'person',
    channel: '',
    channelLabel: '',
    key: 'calls',
    label: 'Calls',
    person: null,
    teammate: null,
    asset: null,
    campaign: null,
    counts: true,
    weightPercent: 10,
    credit: 100,
    part: 'between milestones',
    why: 'between milestones',
    ...some,
  });

  it('is explained by the touchpoint that weighs most, and weighs what all of the figure weigh', () => {
    const touches = [
      touch({}),
      touch({ weightPercent: 22.5, why: 'opportunity created' }),
      touch({ counts: false, weightPercent: 60 }),
      touch({ weightPercent: 0, credit: 0 }),
    ];
    expect(partWords({ touches })).toEqual({ why: 'opportunity created', others: 1, weightPercent: 32.5 });
    expect(partWords({ touches: [] })).toBeNull();
  });

  it('stands on a line from its first touchpoint to the result', () => {
    const touches = [touch({}), touch({ at: '2026-01-06T00:00:00Z', weightPercent: 100 })];
    const dots = dotsOf({ touches, resultAt: '2026-01-11T00:00:00Z' });
    expect(dots.map(({ x }) => x)).toEqual([0, 0.5]);
    expect(dots[1]?.size).toBe(9);
    expect(dotsOf({ touches: [touch({})], resultAt: '2026-01-01T00:00:00Z' })[0]?.x).toBe(0.5);
  });

  it('never calls a small weight nothing', () => {
    expect(weightText(22.5)).toBe('22.5 %');
    expect(weightText(0.01)).toBe('under 0.1 %');
    expect(weightText(0)).toBe('0 %');
  });
});

describe('the first sentence', () => {
  it('lets its figures be opened', () => {
    const sentence =
      'Marketing adds value: against the bought list, comparable leads convert 2.4× as often (1.6 to 3.5), at €61 less each.';
    expect(
      inPieces(sentence)
        .filter(({ isFigure }) => isFigure)
        .map(({ text }) => text),
    ).toEqual(['2.4×', '€61']);
    expect(
      inPieces(sentence)
        .map(({ text }) => text)
        .join(''),
    ).toBe(sentence);
    expect(inPieces('Not shown.')).toEqual([{ text: 'Not shown.', isFigure: false }]);
  });

  it('names who does more than they can show and who shows more than they do, where that is settled', () => {
    const say = (points: Parameters<typeof quadrantPieces>[0]) =>
      quadrantPieces(points)
        .map(({ text }) => text)
        .join('');
    const point = (label: string, quadrant: string, isSettled = true) => ({ label, quadrant, isSettled });
    expect(say([point('Webinars', 'silent'), point('Display ads', 'spin')])).toBe(
      'Webinars does more than it can show; Display ads shows more than it does.',
    );
    expect(say([point('A', 'silent'), point('B', 'silent'), point('C', 'silent')])).toBe(
      'A, B and 1 more do more than they can show.',
    );
    expect(say([point('A', 'spin', false), point('B', 'aligned')])).toBe('');
  });
});

describe('the address', () => {
  it('holds the models only where they are not the usual ones, in their order', () => {
    expect(modelsOf({ models: '' })).toHaveLength(6);
    expect(modelsOf({ models: 'shapley,first,nonsense' })).toEqual(['first', 'shapley']);
    expect(writeModels(['shapley', 'first'])).toBe('first,shapley');
    expect(writeModels(modelsOf({ models: '' }))).toBeUndefined();
    expect(allModels).toHaveLength(17);
  });

  it('is read however mangled', () => {
    expect(pageState.parse({ lookback: 'x', from: 'y', currency: 'euro', open: 3, period: 1 })).toMatchObject(
      {
        lookback: undefined,
        from: undefined,
        currency: undefined,
        open: undefined,
        period: 'quarters',
      },
    );
  });

  it('asks for days or for a named period, never for both', () => {
    const days = planInput(pageState.parse({ from: '2026-01-01', period: 'all' }));
    expect(days).toMatchObject({ from: '2026-01-01' });
    expect(days).not.toHaveProperty('period');
    expect(planInput(pageState.parse({ period: 'all' }))).toMatchObject({ period: 'all' });
  });

  it('opens results without a touchpoint by what they are, not by a key', () => {
    const opened = figureInput(pageState.parse({}), { model: 'last', key: withoutTouchKey });
    expect(opened).toMatchObject({ model: 'last', withoutTouch: 'true' });
    expect(opened).not.toHaveProperty('key');
    expect(figureInput(pageState.parse({}), { model: 'last', key: '' })).toMatchObject({ key: '' });
  });
});
