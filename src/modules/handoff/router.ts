import { packetRouter } from './packet/router.ts';

/** The handlers of `handoffContract`, in the same shape. */
export const handoffRouter = {
  packets: packetRouter,
};
