import { creditContract } from './credit/contract.ts';
import { settingsContract } from './settings/contract.ts';

/** What came of it all: who earned what, by which way, and whether it was worth its cost. */
export const resultsContract = {
  credit: creditContract,
  settings: settingsContract,
};
