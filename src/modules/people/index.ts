export { guardCell } from './export/csv-columns.ts';
export { registerPeopleExports } from './export/register-people-exports.ts';
export { buildCustomIndex, customIndexJob } from './fields/custom-index.ts';
export { loadCustomFields } from './fields/load-custom-fields.ts';
export { kickIdentity, startIdentity } from './identity/start-identity.ts';
export { type IngestOptions, ingest } from './ingest/ingest.ts';
export type * from './ingest/types.ts';
export type { LifecycleStage } from './lifecycle/contract.ts';
export type { LifecycleChange, LifecycleState } from './lifecycle/fold-lifecycle.ts';
export {
  type NewStageChange,
  recordStageChanges,
  type StageChangeOutcome,
} from './lifecycle/record-stage-changes.ts';
export { listStages } from './lifecycle/stages.ts';
export { standsAsStated } from './lifecycle/stands-as-stated.ts';
export { companyDomainOf } from './matching/domains.ts';
export { matchAccounts, matchAccountsEverywhere, matchAccountsJob } from './matching/match-accounts-job.ts';
export { joinSurvivor } from './merging/join-survivor.ts';
export { idsMergedInto, survivorOf } from './merging/merged-ids.ts';
export { peopleRouter } from './router.ts';
export { ownTeammate } from './teammates/own-teammate.ts';
