export { contentRouter } from './router.ts';
