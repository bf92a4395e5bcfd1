export { closeTrackingDoor } from './door/door.ts';
export { registerTrackingRoutes } from './door/routes.ts';
export { serveTracker } from './tracker/serve-tracker.ts';
