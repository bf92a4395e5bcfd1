export { registerFunnelCommands } from './command.ts';
export { createFunnelRouter } from './router.ts';
