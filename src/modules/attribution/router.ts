import { journeysRouter } from './journeys/router.ts';
import { reasonsRouter } from './reasons/index.ts';

/** The handlers of `resultsContract`, in the same shape. */
export const resultsRouter = {
  journeys: journeysRouter,
  reasons: reasonsRouter,
};
