export { handoffRouter } from './router.ts';
