export {
  isPermission,
  type Permission,
  permissionNames,
  permissions,
  permissionsOf,
  type Role,
  roles,
} from './access.ts';
export { type AuditEntry, recordAudit } from './audit.ts';
export { authenticate, type Caller } from './authenticate.ts';
export { type Actor, authorised, type RequestContext, type WorkspaceContext } from './authorised.ts';
export type { WorkspaceSummary } from './contract.ts';
export { createWorkspace, defaultStages } from './create-workspace.ts';
export { ensureFirstWorkspace, firstWorkspace } from './first-workspace.ts';
