export { languageRouter } from './router.ts';
