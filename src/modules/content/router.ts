import { linksRouter } from './links/router.ts';

/** The handlers of `contentContract`, in the same shape. */
export const contentRouter = {
  links: linksRouter,
};
