export { statusContract } from './contract.ts';
export { createStatusRouter } from './router.ts';
export { version } from './version.ts';
