import { reasonsRouter } from './reasons/index.ts';

/** The handlers of `resultsContract`, in the same shape. */
export const resultsRouter = {
  reasons: reasonsRouter,
};
