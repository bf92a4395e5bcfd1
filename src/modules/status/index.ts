export { createStatusRouter } from './router.ts';
export { version } from './version.ts';
