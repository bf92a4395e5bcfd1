import type { Tally } from './explain-change.ts';
import type { BoardFigures, HeadNumber } from './figures-schema.ts';
import type { BoardCost } from './reading/read-cost.ts';

export type Compared<Value> = { now: Value; before: Value; yearBefore: Value };

export const each = <From, To>(of: Compared<From>, map: (one: From) => To): Compared<To> => ({
  now: map(of.now),
  before: map(of.before),
  yearBefore: map(of.yearBefore),
});

/** The six numbers at the head of the page, each with what it counts and which definition it rests on. */
export function numbersOf(options: {
  won: BoardFigures['won'];
  pipeline: BoardFigures['pipeline'];
  decided: Compared<Tally>;
  daysToWin: Compared<number | null>;
  costs: Compared<BoardCost>;
}): HeadNumber[] {
  const { won, pipeline, decided, daysToWin, costs } = options;
  const known = ({ spentMinor }: BoardCost) => (spentMinor > 0 ? spentMinor : null);
  const perWon = (cost: BoardCost, deals: number) =>
    spent(cost) === null || deals === 0 ? null : Math.round(cost.spentMinor / deals);
  const spent = known;
  return [
    {
      key: 'won',
      label: 'Won revenue',
      unit: 'money',
      ...each(won, ({ amountMinor }) => amountMinor),
      of: won.now.deals,
      words: 'Amounts of deals won, by the day on which they were closed.',
      rests: ['won_revenue'],
    },
    {
      key: 'pipeline',
      label: 'Pipeline opened',
      unit: 'money',
      ...each(pipeline, ({ amountMinor }) => amountMinor),
      of: pipeline.now.deals,
      words: 'Amounts of deals opened, by the day on which they were opened, whatever became of them.',
      rests: ['pipeline'],
    },
    {
      key: 'win_rate',
      label: 'Win rate',
      unit: 'share',
      ...each(decided, (tally) => (tally.decided === 0 ? null : tally.won / tally.decided)),
      of: decided.now.decided,
      words: 'Won deals of those decided.',
      rests: ['win_rate'],
    },
    {
      key: 'days_to_win',
      label: 'Days to win',
      unit: 'days',
      ...daysToWin,
      of: won.now.deals,
      words: 'Median days from opening to signing, of the deals won.',
      rests: ['velocity'],
    },
    {
      key: 'cost',
      label: 'Marketing cost',
      unit: 'money',
      ...each(costs, known),
      of: costs.now.campaigns - costs.now.withoutCost,
      words: 'What is recorded as spent on the days of the stretch; budgets do not count.',
      rests: ['cost'],
    },
    {
      key: 'cost_per_won',
      label: 'Cost per won deal',
      unit: 'money',
      now: perWon(costs.now, won.now.deals),
      before: perWon(costs.before, won.before.deals),
      yearBefore: perWon(costs.yearBefore, won.yearBefore.deals),
      of: won.now.deals,
      words: 'Marketing cost of the stretch by the deals won in it, whenever they began.',
      rests: ['cost', 'won_revenue'],
    },
  ];
}
