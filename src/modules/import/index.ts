export { type ImportJobOptions, registerImportJobs, resumeImports } from './jobs/run-import-job.ts';
export { importRouter } from './router.ts';
