import { fewestReaders, type MapCell } from './contract.ts';

/** From so many pieces on a place can be crowded; judged only with so many readers and below this share of them. */
const crowdedFrom = { pieces: 5, readers: 20, finishRateBelow: 0.4 };

/** The share who finished, of those of whom it is known how far they got; of too few no share is said. */
export function finishRateOf({ measured, finished }: { measured: number; finished: number }): number | null {
  return measured < fewestReaders ? null : finished / measured;
}

type Judged = Pick<MapCell, 'pieces' | 'measured' | 'finished' | 'deals'>;

/** Whether money waits with nothing to read, or much is there that few finish. */
export function judgeCell({ pieces, measured, finished, deals }: Judged): MapCell['state'] {
  if (pieces === 0) return deals > 0 ? 'gap' : 'empty';
  const rate = finishRateOf({ measured, finished });
  const { pieces: fewest, readers, finishRateBelow } = crowdedFrom;
  const isCrowded = pieces >= fewest && measured >= readers && rate !== null && rate < finishRateBelow;
  return isCrowded ? 'crowded' : 'covered';
}
