import { packetRouter } from './packet/router.ts';
import { routingRouter } from './routing/router.ts';

/** The handlers of `handoffContract`, in the same shape. */
export const handoffRouter = {
  packets: packetRouter,
  routing: routingRouter,
};
