export type { FindingCode } from './codes.ts';
export { type RefreshedFindings, refreshFindings } from './refresh-findings.ts';
export { qualityRouter } from './router.ts';
