import { backtestRouter } from './backtest/router.ts';
import { definitionsRouter } from './definitions/router.ts';
import { questionsRouter } from './questions/router.ts';
import { rulesRouter } from './rules/router.ts';
import { slaRouter } from './sla/router.ts';
import { standingRouter } from './standing/router.ts';
import { suggestRouter } from './suggest/router.ts';

/** The handlers of `languageContract`, in the same shape. */
export const languageRouter = {
  ...rulesRouter,
  ...backtestRouter,
  ...definitionsRouter,
  ...questionsRouter,
  ...slaRouter,
  ...standingRouter,
  ...suggestRouter,
};
