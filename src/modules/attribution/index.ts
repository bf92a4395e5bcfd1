export { registerReasonJobs } from './reasons/index.ts';
export { resultsRouter } from './router.ts';
