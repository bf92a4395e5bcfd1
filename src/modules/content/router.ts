import { coverageRouter } from './coverage/router.ts';
import { decisionsRouter } from './decisions/router.ts';
import { libraryRouter } from './library/router.ts';
import { linksRouter } from './links/router.ts';
import { pieceRouter } from './measures/piece/router.ts';
import { readingRouter } from './reading/router.ts';
import { usageRouter } from './usage/router.ts';

/** The handlers of `contentContract`, in the same shape. */
export const contentRouter = {
  coverage: coverageRouter,
  decisions: decisionsRouter,
  library: libraryRouter,
  links: linksRouter,
  piece: pieceRouter,
  reading: readingRouter,
  usage: usageRouter,
};
