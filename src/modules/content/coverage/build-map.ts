import { anyPlace, type MapCell, type MapPersona, type MapPhase } from './contract.ts';
import { finishRateOf, judgeCell } from './judge-cell.ts';
import { type Place, phasesOf } from './places.ts';
import type { OpenRequest, WaitingDeal } from './read-deals.ts';
import type { Layout, Piece } from './read-layout.ts';
import type { Reading, Sharing } from './read-use.ts';

/** A cell with what it is made of. */
export type FilledCell = MapCell & {
  pieceIds: string[];
  dealIds: string[];
  requestIds: string[];
};

type Sources = {
  layout: Layout;
  readings: readonly Reading[];
  sharing: readonly Sharing[];
  deals: readonly WaitingDeal[];
  requests: readonly OpenRequest[];
  currency: string;
};

export type BuiltMap = { personas: MapPersona[]; phases: MapPhase[]; cells: FilledCell[] };

const placeKey = ({ persona, phase, step }: Place) => `${persona}\n${phase}\n${step ?? ''}`;

/** The coverage map: every place that a persona and a stage have, with what stands and what waits there. */
export function buildMap(sources: Sources): BuiltMap {
  const { layout } = sources;
  const at = gatherPieces(layout.pieces);
  const stands = layout.pieces.flatMap(({ places }) => places);
  const phases = phasesOf(
    layout.stages,
    stands.some(({ phase }) => phase === anyPlace),
  );
  const personas = stands.some(({ persona }) => persona === anyPlace)
    ? [...layout.personas, { key: anyPlace, name: 'For anyone', definition: null, people: 0 }]
    : layout.personas;
  const tallies = tallyUse(sources);
  const cells = personas.flatMap(({ key: persona }) =>
    phases.flatMap((phase) =>
      spansOf({ persona, phase, at }).map((steps) =>
        fillCell({ persona, phase, steps, at, tallies, sources }),
      ),
    ),
  );
  return { personas, phases, cells };
}

function gatherPieces(pieces: readonly Piece[]): Map<string, string[]> {
  const at = new Map<string, string[]>();
  for (const { id, places } of pieces) {
    for (const place of places) {
      const key = placeKey(place);
      const held = at.get(key);
      if (held) held.push(id);
      else at.set(key, [id]);
    }
  }
  return at;
}

type Spot = { persona: string; phase: MapPhase; at: ReadonlyMap<string, string[]> };

/** The steps of a stage as one cell where the same pieces stand in all of them, else each as a cell of its own. */
function spansOf({ persona, phase, at }: Spot): number[][] {
  const steps = phase.steps.map((_, step) => step);
  const standing = steps.map((step) => (at.get(placeKey({ persona, phase: phase.key, step })) ?? []).join());
  const isOne = standing.every((ids) => ids === standing[0]);
  return isOne ? [steps] : steps.map((step) => [step]);
}

type Tally = {
  readers: number;
  pageViewers: number;
  measured: number;
  finished: number;
  shares: number;
  sellers: Set<string>;
};
type Tallies = ReadonlyMap<string, Tally>;

const tallyKey = (assetId: string, persona: string) => `${assetId}\n${persona}`;

/** Reading and sharing of each piece by each persona, and under * by everybody. */
function tallyUse({ readings, sharing }: Sources): Tallies {
  const tallies = new Map<string, Tally>();
  const of = (assetId: string, persona: string): Tally => {
    const key = tallyKey(assetId, persona);
    const held = tallies.get(key) ?? {
      readers: 0,
      pageViewers: 0,
      measured: 0,
      finished: 0,
      shares: 0,
      sellers: new Set(),
    };
    tallies.set(key, held);
    return held;
  };
  for (const { assetId, persona, readers, pageViewers, measured, finished } of readings) {
    for (const tally of [of(assetId, persona), of(assetId, anyPlace)]) {
      tally.readers += readers;
      tally.pageViewers += pageViewers;
      tally.measured += measured;
      tally.finished += finished;
    }
  }
  for (const { assetId, persona, teammateId, shares } of sharing) {
    for (const tally of [of(assetId, persona), of(assetId, anyPlace)]) {
      tally.shares += shares;
      if (teammateId !== null) tally.sellers.add(teammateId);
    }
  }
  return tallies;
}

function fillCell({
  persona,
  phase,
  steps,
  at,
  tallies,
  sources,
}: Spot & { steps: number[]; tallies: Tallies; sources: Sources }): FilledCell {
  const pieceIds = at.get(placeKey({ persona, phase: phase.key, step: steps[0] ?? null })) ?? [];
  const used = pieceIds.flatMap((id) => tallies.get(tallyKey(id, persona)) ?? []);
  const sum = (of: (tally: Tally) => number) => used.reduce((total, tally) => total + of(tally), 0);
  const measured = sum((tally) => tally.measured);
  const finished = sum((tally) => tally.finished);
  const deals = sources.deals.filter((deal) => deal.stage === phase.key && deal.personas.includes(persona));
  const requests = requestsAt(sources, { persona, phase: phase.key, steps });
  const figures = { pieces: pieceIds.length, measured, finished, deals: deals.length };
  return {
    persona,
    phase: phase.key,
    steps,
    ...figures,
    readers: sum((tally) => tally.readers),
    pageViewers: sum((tally) => tally.pageViewers),
    finishRate: finishRateOf({ measured, finished }),
    shares: sum((tally) => tally.shares),
    sellers: new Set(used.flatMap(({ sellers }) => [...sellers])).size,
    money: { amountMinor: moneyOf(deals, sources.currency), currency: sources.currency },
    requests: requests.length,
    state: judgeCell(figures),
    pieceIds,
    dealIds: deals.map(({ id }) => id),
    requestIds: requests,
  };
}

function moneyOf(deals: readonly WaitingDeal[], currency: string): number {
  return deals.reduce((sum, deal) => sum + (deal.currency === currency ? (deal.amountMinor ?? 0) : 0), 0);
}

function requestsAt(
  { requests, layout }: Sources,
  { persona, phase, steps }: { persona: string; phase: string; steps: readonly number[] },
): string[] {
  return requests
    .filter((request) => request.persona === persona)
    .filter(({ buyingStage }) =>
      layout
        .resolve([buyingStage])
        .some((place) => place.phase === phase && (place.step === null || steps.includes(place.step))),
    )
    .map(({ id }) => id);
}

/** The place with nothing to read and most money waiting. */
export function emptiestOf(cells: readonly FilledCell[]): FilledCell | null {
  const gaps = cells.filter(({ state }) => state === 'gap');
  return gaps.reduce<FilledCell | null>(
    (most, gap) => (most === null || isEmptier(gap, most) ? gap : most),
    null,
  );
}

const isEmptier = (one: FilledCell, other: FilledCell) =>
  one.money.amountMinor > other.money.amountMinor ||
  (one.money.amountMinor === other.money.amountMinor && one.deals > other.deals);
