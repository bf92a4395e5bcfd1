export type { Auth } from '../../platform/auth/auth.ts';
export type {
  Access,
  Permission,
  Role,
} from './access.ts';
export { type AuditEntry, recordAudit } from './audit.ts';
export { authOf } from './auth.ts';
export { authenticate, type Caller } from './authenticate.ts';
export {
  type Actor,
  authorised,
  type RequestContext,
  type WorkspaceContext,
} from './authorised.ts';
export type { WorkspaceSummary } from './contract.ts';
export { ensureFirstWorkspace, firstWorkspace } from './first-workspace.ts';
export { forgetExpired } from './forget-expired.ts';
export { workspaceRouter } from './router.ts';
export { setUpLink } from './set-up.ts';
export { announceStream, streamWhileAllowed } from './stream-while-allowed.ts';
