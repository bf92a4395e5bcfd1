export { closeTrackingDoor } from './door/door.ts';
export { registerTrackingRoutes } from './door/routes.ts';
export { forgetReceipts } from './forget-receipts.ts';
export { trackingRouter } from './router.ts';
export { serveTracker } from './tracker/serve-tracker.ts';
