import { askingRouter } from './asking/router.ts';
import { boardRouter } from './board/router.ts';
import { creditRouter } from './credit/router.ts';
import { evidenceRouter } from './evidence/router.ts';
import { journeysRouter } from './journeys/router.ts';
import { reasonsRouter } from './reasons/index.ts';
import { settingsRouter } from './settings/router.ts';
import { valueRouter } from './value/router.ts';

/** The handlers of `resultsContract`, in the same shape. */
export const resultsRouter = {
  asking: askingRouter,
  board: boardRouter,
  credit: creditRouter,
  evidence: evidenceRouter,
  journeys: journeysRouter,
  reasons: reasonsRouter,
  settings: settingsRouter,
  value: valueRouter,
};
