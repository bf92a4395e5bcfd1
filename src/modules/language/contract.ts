import { backtestContract } from './backtest/contract.ts';
import { definitionsContract } from './definitions/contract.ts';
import { questionsContract } from './questions/contract.ts';
import { rulesContract } from './rules/contract.ts';
import { standingContract } from './standing/contract.ts';
import { suggestContract } from './suggest/contract.ts';

export const languageContract = {
  ...definitionsContract,
  ...questionsContract,
  ...rulesContract,
  ...standingContract,
  ...backtestContract,
  ...suggestContract,
};
