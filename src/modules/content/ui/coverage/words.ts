import { formatCount, formatMoney, formatShare } from '../../../../web/parts/money.tsx';
import { anyPlace, type CoveragePeriod } from '../../coverage/contract.ts';
import type { Cell, Coverage } from './api-types.ts';

export const periodNames: Record<CoveragePeriod, string> = {
  quarter: 'This quarter',
  last_quarter: 'Last quarter',
  year: '12 months',
};

/** In a sentence: “Sales used 31 pieces …”. */
export const inPeriod: Record<CoveragePeriod, string> = {
  quarter: 'this quarter',
  last_quarter: 'last quarter',
  year: 'in the past twelve months',
};

export const plural = (n: number, one: string, many = `${one}s`) =>
  `${formatCount(n)} ${n === 1 ? one : many}`;

export type CellPlace = { persona: string; phase: string; steps: readonly number[] };

export function personaName(coverage: Coverage, key: string): string {
  return coverage.personas.find((persona) => persona.key === key)?.name ?? key;
}

/** “Selection”, or “Selection, justifying the decision” where the cell is one step of several. */
export function stageName(coverage: Coverage, { phase, steps }: Omit<CellPlace, 'persona'>): string {
  const found = coverage.phases.find(({ key }) => key === phase);
  const [only] = steps;
  const step = steps.length === 1 && only !== undefined ? found?.steps[only] : undefined;
  const name = found?.name ?? phase;
  return step === undefined || found?.steps.length === 1 ? name : `${name}, ${step.toLowerCase()}`;
}

/** “finance readers in Selection”. */
export function placeWords(coverage: Coverage, place: CellPlace): string {
  const stage = place.phase === anyPlace ? 'any stage' : stageName(coverage, place);
  if (place.persona === anyPlace) return `anyone in ${stage}`;
  return `${inSentence(personaName(coverage, place.persona))} readers in ${stage}`;
}

/** A name of several capitals, such as IT, stays as it is. */
const inSentence = (name: string) =>
  /^\p{Lu}\p{Ll}/u.test(name) ? (name[0] ?? '').toLowerCase() + name.slice(1) : name;

/** The two lines of a cell. */
export function cellLines(cell: Cell): [head: string, detail: string] {
  const asked = cell.requests > 0 ? ` · ${formatCount(cell.requests)} asked` : '';
  if (cell.state === 'gap') return ['nothing', `${waitingWords(cell)}${asked}`];
  if (cell.pieces === 0) return ['', cell.requests > 0 ? plural(cell.requests, 'request') : ''];
  return [plural(cell.pieces, 'piece'), `${finishWords(cell)} · ${plural(cell.shares, 'share')}${asked}`];
}

const waitingWords = ({ money, deals }: Pick<Cell, 'money' | 'deals'>): string =>
  money.amountMinor > 0 ? `${formatMoney(money, 'round')} waiting` : `${plural(deals, 'deal')} waiting`;

function finishWords({
  finishRate,
  measured,
  pageViewers,
}: Pick<Cell, 'finishRate' | 'measured' | 'pageViewers'>): string {
  if (finishRate !== null) return `${formatShare(finishRate)} finish`;
  if (measured > 0) return 'too few readers';
  return pageViewers > 0 ? `${formatCount(pageViewers)} saw it` : 'not read';
}

/** A cell in a sentence, for those who hear it. */
export function cellSentence(coverage: Coverage, cell: Cell): string {
  const place = placeWords(coverage, cell);
  const waits =
    cell.deals > 0 ? `${waitingWords(cell)} in ${plural(cell.deals, 'open deal')}` : 'no open deal';
  if (cell.pieces === 0) return `${place}: nothing to read, ${waits}`;
  const crowded = cell.state === 'crowded' ? 'crowded: many pieces, few finish; ' : '';
  return `${place}: ${crowded}${plural(cell.pieces, 'piece')}, ${finishWords(cell)} of ${plural(cell.readers, 'reader')}, ${plural(cell.shares, 'share')} by ${plural(cell.sellers, 'seller')}, ${waits}`;
}

export const secondsWords = (ms: number): string => {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
};
