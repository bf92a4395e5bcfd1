export { registerFunnelCommands } from './command.ts';
export { listDimensions } from './dimensions.ts';
export { resolvePeriod } from './period.ts';
export { createFunnelRouter } from './router.ts';
