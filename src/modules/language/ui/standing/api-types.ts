import type { client } from '../../../../web/api.ts';

/** What the operations answer, as the browser gets it. */
type Answer<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

export type Standing = Answer<typeof client.language.readStanding>;
export type Score = Standing['scores'][number];
export type Entry = Score['ledger']['fit'][number];
export type Gate = Standing['gates'][number];
export type Test = Standing['tests'][number];
export type Why = NonNullable<Standing['why']>;
export type AccountScores = Answer<typeof client.language.readAccountScores>;
export type ScoreList = Answer<typeof client.language.listScores>;
export type ScoreRow = ScoreList['items'][number];
