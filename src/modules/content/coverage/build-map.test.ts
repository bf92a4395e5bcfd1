import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildMap, emptiestOf } from './build-map.ts';
import { anyPlace } from './contract.ts';
import { keyOf, personasOf, placesOf, stageResolver } from './places.ts';
import type { Layout } from './read-layout.ts';

const stages = [
  { key: 'education', name: 'Education', steps: ['Loosening the status quo', 'Committing to change'] },
  { key: 'solution', name: 'Solution', steps: ['Exploring solutions', 'Committing to a solution'] },
  { key: 'selection', name: 'Selection', steps: [] },
];
const resolve = stageResolver(stages);

type Said = { id: string; personas: string[]; buyingStages: string[] };

function layoutOf(pieces: readonly Said[]): Layout {
  return {
    stages,
    resolve,
    ...personasOf({
      definitions: [],
      carried: pieces.flatMap(({ personas }) => personas.map((word) => ({ word, people: 0 }))),
    }),
    pieces: pieces.map((piece) => ({
      id: piece.id,
      title: piece.id,
      type: null,
      places: placesOf(piece, resolve),
    })),
    inUse: pieces.map(({ id }) => id),
  };
}

const nothing = { readings: [], sharing: [], deals: [], requests: [], currency: 'EUR' };
const personaWords = ['Finance', 'finance', 'Plant manager', 'plant-manager', 'IT'];
const stageWords = ['education', 'Solution', 'Exploring solutions', 'solution:2', 'SELECTION', 'Unknown'];
const saidPieces = fc
  .array(
    fc.record({
      personas: fc.subarray(personaWords),
      buyingStages: fc.subarray(stageWords),
    }),
    { maxLength: 12 },
  )
  .map((all) => all.map((piece, index) => ({ id: `piece-${index}`, ...piece })));

test('every piece stands in the cells of each persona and stage it names, once, and in no other', () => {
  fc.assert(
    fc.property(saidPieces, (pieces) => {
      const { cells } = buildMap({ ...nothing, layout: layoutOf(pieces) });
      for (const piece of pieces) {
        const wanted = placesOf(piece, resolve).map(
          ({ persona, phase, step }) => `${persona}/${phase}/${step}`,
        );
        const standing = cells
          .filter(({ pieceIds }) => pieceIds.includes(piece.id))
          .flatMap(({ persona, phase, steps }) =>
            steps.length === 0
              ? [`${persona}/${phase}/null`]
              : steps.map((step) => `${persona}/${phase}/${step}`),
          );
        expect(standing.toSorted()).toEqual(wanted.toSorted());
        const personas = new Set(piece.personas.map(keyOf));
        for (const key of standing.map((at) => at.split('/')[0] ?? ''))
          expect(personas.size === 0 ? key === anyPlace : personas.has(key)).toBe(true);
      }
    }),
  );
});

test('each persona has one cell for each step of each stage, spanned or alone', () => {
  fc.assert(
    fc.property(saidPieces, (pieces) => {
      const { cells, personas, phases } = buildMap({ ...nothing, layout: layoutOf(pieces) });
      for (const { key } of personas)
        for (const phase of phases) {
          const own = cells.filter((cell) => cell.persona === key && cell.phase === phase.key);
          expect(own.flatMap(({ steps }) => steps)).toEqual(phase.steps.map((_, step) => step));
        }
    }),
  );
});

const reading = { pageViewers: 0 };

test('figures of a cell are the sums of its pieces, of its persona alone', () => {
  const readings = fc.array(
    fc.record({
      assetId: fc.constantFrom('piece-0', 'piece-1', 'piece-2'),
      persona: fc.constantFrom('finance', 'it', ''),
      readers: fc.nat(50),
      measured: fc.nat(50),
      finished: fc.nat(50),
    }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(saidPieces, readings, (pieces, drawn) => {
      const all = drawn.map((one) => ({ ...one, ...reading }));
      const { cells } = buildMap({ ...nothing, layout: layoutOf(pieces), readings: all });
      for (const cell of cells) {
        const behind = all.filter(
          ({ assetId, persona }) =>
            cell.pieceIds.includes(assetId) && (cell.persona === anyPlace || persona === cell.persona),
        );
        expect(cell.readers).toBe(behind.reduce((sum, { readers }) => sum + readers, 0));
        expect(cell.finished).toBe(behind.reduce((sum, { finished }) => sum + finished, 0));
        expect(cell.pieces).toBe(cell.pieceIds.length);
        expect(cell.finishRate === null).toBe(cell.measured < 5);
      }
    }),
  );
});

const deal = (id: string, amountMinor: number | null, currency: string, personas: string[]) => ({
  id,
  amountMinor,
  currency,
  stage: 'selection',
  since: null,
  personas,
});

test('money waits where its persona and stage meet; the emptiest place has most of it and nothing to read', () => {
  const pieces = [{ id: 'a', personas: ['Finance'], buyingStages: ['Selection'] }];
  const layout = {
    ...layoutOf([...pieces, { id: 'b', personas: ['IT', 'Purchasing'], buyingStages: ['Education'] }]),
  };
  const deals = [
    deal('one', 500_00, 'EUR', ['finance', 'it']),
    deal('two', 300_00, 'EUR', ['purchasing', 'it']),
    deal('three', 900_00, 'USD', ['purchasing']),
  ];
  const { cells } = buildMap({ ...nothing, layout, deals });
  const at = (persona: string) =>
    cells.find((cell) => cell.persona === persona && cell.phase === 'selection');
  expect(at('finance')).toMatchObject({ state: 'covered', deals: 1, money: { amountMinor: 500_00 } });
  expect(at('it')).toMatchObject({ state: 'gap', deals: 2, money: { amountMinor: 800_00 } });
  expect(at('purchasing')).toMatchObject({ state: 'gap', deals: 2, money: { amountMinor: 300_00 } });
  expect(emptiestOf(cells)).toMatchObject({ persona: 'it', phase: 'selection' });
});

test('a step that has pieces of its own is a cell of its own, and its stage still waits with all its money', () => {
  const layout = layoutOf([
    { id: 'a', personas: ['IT'], buyingStages: ['Exploring solutions'] },
    { id: 'b', personas: ['Finance'], buyingStages: ['Solution'] },
  ]);
  const deals = [{ ...deal('one', 100, 'EUR', ['it', 'finance']), stage: 'solution' }];
  const requests = [{ id: 'r', persona: 'it', buyingStage: 'solution:2' }];
  const { cells } = buildMap({ ...nothing, layout, deals, requests });
  const of = (persona: string) =>
    cells
      .filter((cell) => cell.persona === persona && cell.phase === 'solution')
      .map(({ steps, state, requests: asked }) => ({ steps, state, asked }));
  expect(of('finance')).toEqual([{ steps: [0, 1], state: 'covered', asked: 0 }]);
  expect(of('it')).toEqual([
    { steps: [0], state: 'covered', asked: 0 },
    { steps: [1], state: 'gap', asked: 1 },
  ]);
});

test('rows: what both signed first, then what people carry, most people first; starters only where there is nothing else', () => {
  const starter = { key: 'persona_x', word: 'Economic buyer', isSigned: false };
  const signed = { key: 'persona_y', word: 'Plant manager', isSigned: true };
  const carried = [
    { word: 'Finance', people: 3 },
    { word: 'IT', people: 7 },
    { word: 'plant-manager', people: 2 },
  ];
  const names = (definitions: (typeof starter)[], words: typeof carried) =>
    personasOf({ definitions, carried: words }).personas.map(({ name, people }) => `${name} ${people}`);
  expect(names([starter, signed], carried)).toEqual(['Plant manager 2', 'IT 7', 'Finance 3']);
  expect(names([starter], [])).toEqual(['Economic buyer 0']);
});
