import type { Tx } from '../../../platform/postgres/database.ts';
import { referenceLines } from '../words.ts';
import { type BuiltMap, buildMap, emptiestOf, type FilledCell } from './build-map.ts';
import { type Coverage, type CoveragePeriod, fewestReaders, type MapCell, type Range } from './contract.ts';
import { readOpenRequests, readWaitingDeals, type WaitingDeal } from './read-deals.ts';
import { type Layout, readLayout } from './read-layout.ts';
import { readCurrency, readRange, type Span } from './read-range.ts';
import { countLeftOut, type Read, readReadings, readSharing, type Sharing } from './read-use.ts';

export type CoverageRead = BuiltMap & {
  span: Span;
  range: Range;
  currency: string;
  layout: Layout;
  readings: Read['readings'];
  ownLines: Omit<Read, 'readings'>;
  sharing: Sharing[];
  deals: WaitingDeal[];
};

/** All that the map is drawn from, for the page, its cells, its export and the decisions. */
export async function readMap(tx: Tx, options: { period: CoveragePeriod; now: Date }): Promise<CoverageRead> {
  const { range, ...span } = await readRange(tx, options);
  const currency = await readCurrency(tx);
  const layout = await readLayout(tx);
  const { readings, ...ownLines } = await readReadings(tx, span);
  const sharing = await readSharing(tx, span);
  const deals = await readWaitingDeals(tx);
  const requests = await readOpenRequests(tx);
  const map = buildMap({ layout, readings, sharing, deals, requests, currency });
  return { ...map, span, range, currency, layout, readings, ownLines, sharing, deals };
}

export async function readCoverage(
  tx: Tx,
  options: { period: CoveragePeriod; now: Date },
): Promise<Coverage> {
  const read = await readMap(tx, options);
  const { span, range, currency, layout, personas, phases, cells, deals } = read;
  const emptiest = emptiestOf(cells);
  const known = new Set(layout.personas.map(({ key }) => key));
  return {
    range,
    currency,
    pieces: countPieces(read),
    personas,
    phases,
    cells: cells.map(presentCell),
    emptiest: emptiest && { persona: emptiest.persona, phase: emptiest.phase, steps: emptiest.steps },
    leftOut: {
      ...(await countLeftOut(tx, span)),
      dealsWithoutStage: deals.filter(({ stage }) => stage === null).length,
      dealsWithoutPersona: deals.filter((deal) => !deal.personas.some((persona) => known.has(persona)))
        .length,
      dealsWithoutMoney: deals.filter((deal) => deal.amountMinor === null || deal.currency !== currency)
        .length,
      rows: layout.rowsLeftOut,
    },
    reference: {
      mostReadUnderMs: referenceLines.mostReadUnderMs.value,
      caseStudiesFinished: referenceLines.caseStudiesFinished.value,
      source: referenceLines.mostReadUnderMs.source,
      ...read.ownLines,
    },
  };
}

/** At least half of enough readers got to the end. */
const isFinished = ({ measured, finished }: { measured: number; finished: number }) =>
  measured >= fewestReaders && finished * 2 >= measured;

function countPieces({ layout, readings, sharing }: CoverageRead): Coverage['pieces'] {
  const used = new Set(sharing.map(({ assetId }) => assetId));
  const read = new Map<string, { measured: number; finished: number }>();
  for (const { assetId, measured, finished } of readings) {
    const held = read.get(assetId) ?? { measured: 0, finished: 0 };
    read.set(assetId, { measured: held.measured + measured, finished: held.finished + finished });
  }
  const usedNow = layout.inUse.filter((id) => used.has(id));
  return {
    inUse: layout.inUse.length,
    forBuyers: layout.pieces.length,
    used: usedNow.length,
    finished: usedNow.filter((id) => isFinished(read.get(id) ?? { measured: 0, finished: 0 })).length,
  };
}

export function presentCell({ pieceIds, dealIds, requestIds, ...cell }: FilledCell): MapCell {
  return cell;
}
