export { classifierOf, forgetClassifier } from './classify/classifier-of.ts';
export { type ExclusionsInUse, judge } from './classify/judge.ts';
export { addressOf, isWithin, networksOf } from './classify/networks.ts';
export { type FlagReason, flagReasonText } from './classify/reasons.ts';
export { closeTrackingDoor } from './door/door.ts';
export { registerTrackingRoutes } from './door/routes.ts';
export { forgetReceipts } from './forget-receipts.ts';
export { trackingRouter } from './router.ts';
export { serveTracker } from './tracker/serve-tracker.ts';
