import { Turns } from '../models/turns.ts';
import { type BoardDeal, stageAt, wasOpenAt, wonBetween } from './reading/board-deal.ts';
import { seededRandom } from './seeded-random.ts';

export const dayMs = 86_400_000;
/** How far back deals are looked at. */
const lookBackDays = 730;
/** Between two looks at the past. */
const stepDays = 30;
/** So many deals' worth of the next wider group stand behind each rate, so that a cell of two deals does not say 100 %. */
const priorDeals = 4;
const mostDraws = 4_000;
const fewestDraws = 400;
const drawsInAll = 8_000_000;

/** Days since a deal was opened, in a few groups. */
const ages: readonly { label: string; below: number }[] = [
  { label: 'under 30 days', below: 30 },
  { label: '30 to 90 days', below: 90 },
  { label: '90 to 180 days', below: 180 },
  { label: 'over 180 days', below: Number.POSITIVE_INFINITY },
];

const ageOf = (deal: BoardDeal, atMs: number): string => {
  const days = (atMs - deal.openedMs) / dayMs;
  return ages.find(({ below }) => days < below)?.label ?? '';
};

export type ForecastCell = {
  stage: string;
  age: string;
  deals: number;
  openMinor: number;
  /** Deals that stood there once in the last two years, and those of them won within as long. */
  seen: number;
  won: number;
  rate: number;
};

export type Forecast = {
  wonMinor: number;
  expectedMinor: number;
  interval: { low: number; middle: number; high: number };
  openDeals: number;
  openMinor: number;
  cells: ForecastCell[];
};

type Tally = { seen: number; won: number };

/**
 * What will have been won by a moment: what is won already, of the open deals those that deals like them were won of, and
 * what came in the past of deals that were not open yet. A deal is like another if it stood in the same stage at the same
 * age, with as long to go. Rates are drawn from what the numbers leave open (beta), deals one by one, so that the interval
 * holds both chance and what is not known. Looks at nothing that happened after `asOfMs`; a stretch that begins only after
 * it holds what will have been won within that stretch alone. In pieces, so that others are answered meanwhile.
 */
export async function forecast(
  deals: readonly BoardDeal[],
  options: { fromMs: number; asOfMs: number; untilMs: number; seed: number },
): Promise<Forecast> {
  const { fromMs, asOfMs, untilMs, seed } = options;
  const turns = new Turns();
  const past = await learn(deals, {
    asOfMs,
    waitMs: Math.max(0, fromMs - asOfMs),
    horizonMs: untilMs - asOfMs,
    turns,
  });
  const open = deals.filter((deal) => wasOpenAt(deal, asOfMs) && deal.amountMinor !== null);
  const wonMinor = sumOf(deals.filter((deal) => wonBetween(deal, fromMs - 1, asOfMs)));
  const cells = new Map<string, ForecastCell & { prior: number }>();
  for (const deal of open) {
    const key = cellOf(deal, asOfMs);
    const cell = cells.get(key.join('\n')) ?? startCell(past, key);
    cell.deals += 1;
    cell.openMinor += deal.amountMinor ?? 0;
    cells.set(key.join('\n'), cell);
  }
  const standing = open.map((deal) => ({
    minor: deal.amountMinor ?? 0,
    key: cellOf(deal, asOfMs).join('\n'),
  }));
  const totals = await draw({ standing, cells, wonMinor, later: past.later, seed, turns });
  const expected = standing.reduce(
    (sum, { minor, key }) => sum + minor * (cells.get(key)?.rate ?? 0),
    wonMinor,
  );
  const laterMean =
    past.later.length === 0 ? 0 : past.later.reduce((sum, one) => sum + one, 0) / past.later.length;
  return {
    wonMinor,
    expectedMinor: Math.round(expected + laterMean),
    interval: { low: at(totals, 0.025), middle: at(totals, 0.5), high: at(totals, 0.975) },
    openDeals: open.length,
    openMinor: sumOf(open),
    cells: [...cells.values()]
      .map(({ prior: _, ...cell }) => cell)
      .sort((one, other) => other.openMinor - one.openMinor),
  };
}

/** Of none: never. */
export const firstOpened = (deals: readonly BoardDeal[]): number =>
  deals.reduce((first, { openedMs }) => Math.min(first, openedMs), Number.POSITIVE_INFINITY);

const sumOf = (deals: readonly BoardDeal[]): number =>
  deals.reduce((sum, deal) => sum + (deal.amountMinor ?? 0), 0);

const cellOf = (deal: BoardDeal, atMs: number): [stage: string, age: string] => [
  stageAt(deal, atMs),
  ageOf(deal, atMs),
];

type Past = {
  all: Tally;
  byStage: Map<string, Tally>;
  byCell: Map<string, Tally>;
  /** What was won within as long of deals that were not open yet, each time one looked. */
  later: number[];
};

/** A deal that is seen in one group several times counts once in all, so that slow deals weigh no more than quick ones. */
async function learn(
  deals: readonly BoardDeal[],
  { asOfMs, waitMs, horizonMs, turns }: { asOfMs: number; waitMs: number; horizonMs: number; turns: Turns },
): Promise<Past> {
  const wonThen = (deal: BoardDeal, at: number) => wonBetween(deal, at + waitMs, at + horizonMs);
  const looks: number[] = [];
  const first = firstOpened(deals);
  for (let at = asOfMs - horizonMs; at >= asOfMs - lookBackDays * dayMs && at > first; at -= stepDays * dayMs)
    looks.push(at);
  const past: Past = { all: { seen: 0, won: 0 }, byStage: new Map(), byCell: new Map(), later: [] };
  for (const deal of deals) {
    const seen = looks
      .filter((at) => wasOpenAt(deal, at))
      .map((at) => ({ cell: cellOf(deal, at), won: wonThen(deal, at) ? 1 : 0 }));
    addOnce(seen.map(({ won }) => ({ tally: past.all, won })));
    addOnce(seen.map(({ cell: [stage], won }) => ({ tally: tallyOf(past.byStage, stage), won })));
    addOnce(seen.map(({ cell, won }) => ({ tally: tallyOf(past.byCell, cell.join('\n')), won })));
    if (turns.isOver) await turns.others();
  }
  for (const at of looks) {
    past.later.push(sumOf(deals.filter((deal) => deal.openedMs > at && wonThen(deal, at))));
    if (turns.isOver) await turns.others();
  }
  return past;
}

function addOnce(seen: readonly { tally: Tally; won: number }[]): void {
  for (const [tally, times] of Map.groupBy(seen, ({ tally }) => tally)) {
    tally.seen += 1;
    tally.won += times.reduce((sum, { won }) => sum + won, 0) / times.length;
  }
}

function tallyOf(tallies: Map<string, Tally>, key: string): Tally {
  const tally = tallies.get(key) ?? { seen: 0, won: 0 };
  tallies.set(key, tally);
  return tally;
}

const towards = ({ seen, won }: Tally, prior: number): number =>
  (won + prior * priorDeals) / (seen + priorDeals);

function startCell(past: Past, [stage, age]: [string, string]): ForecastCell & { prior: number } {
  const nothing = { seen: 0, won: 0 };
  const overall = (past.all.won + 0.5) / (past.all.seen + 1);
  const prior = towards(past.byStage.get(stage) ?? nothing, overall);
  const tally = past.byCell.get([stage, age].join('\n')) ?? nothing;
  return { stage, age, deals: 0, openMinor: 0, ...tally, prior, rate: towards(tally, prior) };
}

async function draw(options: {
  standing: readonly { minor: number; key: string }[];
  cells: ReadonlyMap<string, ForecastCell & { prior: number }>;
  wonMinor: number;
  later: readonly number[];
  seed: number;
  turns: Turns;
}): Promise<Float64Array> {
  const { standing, cells, later, wonMinor, turns } = options;
  const random = seededRandom(options.seed);
  const draws = Math.max(
    fewestDraws,
    Math.min(mostDraws, Math.floor(drawsInAll / Math.max(1, standing.length))),
  );
  const totals = new Float64Array(draws);
  const index = new Map([...cells.keys()].map((key, nth) => [key, nth]));
  const rates = new Float64Array(cells.size);
  const which = standing.map(({ key }) => index.get(key) ?? 0);
  for (let nth = 0; nth < draws; nth += 1) {
    let cellNth = 0;
    for (const { seen, won, prior } of cells.values()) {
      rates[cellNth] = random.beta(won + prior * priorDeals, seen - won + (1 - prior) * priorDeals);
      cellNth += 1;
    }
    let total = wonMinor;
    for (const [place, { minor }] of standing.entries())
      if (random.uniform() < (rates[which[place] ?? 0] ?? 0)) total += minor;
    if (later.length > 0) total += later[Math.floor(random.uniform() * later.length)] ?? 0;
    totals[nth] = total;
    if (turns.isOver) await turns.others();
  }
  return totals.sort();
}

const at = (sorted: Float64Array, share: number): number =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
