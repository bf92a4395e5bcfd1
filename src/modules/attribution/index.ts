export { registerBoardJobs } from './board/register-board-jobs.ts';
export { type ImportedClaim, type ImportedReport, importClaims } from './evidence/claims/import-claims.ts';
export { importBaseline } from './import/import-baseline.ts';
export { type ImportedCost, importCosts } from './import/import-costs.ts';
export { importOwnViews } from './import/import-own-views.ts';
export { importRates } from './import/import-rates.ts';
export { type ImportedMatter, type ImportedReason, importReasons } from './import/import-reasons.ts';
export { registerReasonJobs } from './reasons/index.ts';
export { resultsRouter } from './router.ts';
