import { goalsRouter } from './goals/router.ts';
import { handoffsRouter } from './handoffs/router.ts';
import { measuresRouter } from './measures/router.ts';
import { trySlaRouter } from './measures/try-router.ts';
import { packetRouter } from './packet/router.ts';
import { requestsRouter } from './requests/router.ts';
import { routingRouter } from './routing/router.ts';
import { trayRouter } from './tray/router.ts';

/** The handlers of `handoffContract`, in the same shape. */
export const handoffRouter = {
  trials: trySlaRouter,
  goals: goalsRouter,
  handoffs: handoffsRouter,
  measures: measuresRouter,
  packets: packetRouter,
  tray: trayRouter,
  requests: requestsRouter,
  routing: routingRouter,
};
