export { registerReasonJobs } from './register-reason-jobs.ts';
export { reasonsRouter } from './router.ts';
