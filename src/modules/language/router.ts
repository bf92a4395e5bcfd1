import { definitionsRouter } from './definitions/router.ts';

/** The handlers of `languageContract`, in the same shape. */
export const languageRouter = { ...definitionsRouter };
