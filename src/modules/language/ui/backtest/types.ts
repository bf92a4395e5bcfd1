import type { client } from '../../../../web/api.ts';

type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

export type Backtest = Answer<typeof client.language.runBacktest>;
export type BacktestSide = Backtest['subject'];
export type Difference = Answer<typeof client.language.listDifferences>['items'][number];
export type Cohorts = Answer<typeof client.language.recastCohorts>;

export type BacktestInput = Parameters<typeof client.language.runBacktest>[0];
/** A stored version, or a text that is being written. */
export type Subject = BacktestInput['subject'];
