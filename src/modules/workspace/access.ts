import { oc } from '@orpc/contract';

export const roles = ['admin', 'marketing', 'sales', 'liaison', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** Who may do what. The same words are the scopes of API tokens. */
export const permissions = {
  'workspace:read': ['admin', 'marketing', 'sales', 'liaison', 'viewer'],
  'workspace:admin': ['admin'],
  'audit:read': ['admin', 'liaison'],
  'people:read': ['admin', 'marketing', 'sales', 'liaison', 'viewer'],
  'people:write': ['admin', 'marketing', 'sales', 'liaison'],
  'fields:write': ['admin', 'marketing', 'liaison'],
  'views:write': ['admin', 'marketing', 'sales', 'liaison', 'viewer'],
  'lifecycle:move': ['admin', 'marketing', 'sales', 'liaison'],
  'interactions:read': ['admin', 'marketing', 'sales', 'liaison', 'viewer'],
  'interactions:write': ['admin', 'marketing', 'sales', 'liaison'],
  /** The tracking door's rules and what it refused: channels, who counts as a colleague, replays. */
  'tracking:write': ['admin', 'marketing', 'liaison'],
  'import:run': ['admin', 'marketing', 'liaison'],
  'quality:write': ['admin', 'marketing', 'sales', 'liaison'],
  /** What words mean, who signed it, what was asked; rules, backtests. */
  'language:read': ['admin', 'marketing', 'sales', 'liaison', 'viewer'],
  'language:ask': ['admin', 'marketing', 'sales', 'liaison', 'viewer'],
  'language:write': ['admin', 'marketing', 'sales', 'liaison'],
  /** For which side, and whether at all, says the signing policy of the workspace. */
  'language:sign': ['admin', 'marketing', 'sales', 'liaison'],
  /** Hand-offs: marketing offers and mends, sales answers, both ask each other. */
  'handoffs:read': ['admin', 'marketing', 'sales', 'liaison', 'viewer'],
  'handoffs:offer': ['admin', 'marketing', 'liaison'],
  'handoffs:answer': ['admin', 'sales', 'liaison'],
  'handoffs:ask': ['admin', 'marketing', 'sales', 'liaison'],
  /** Who takes leads, how many and when; rules and pools. */
  'routing:write': ['admin', 'sales', 'liaison'],
  /** What there is to read, who was given it, what was read; sharing it, asking for more, deciding about it. */
  'content:read': ['admin', 'marketing', 'sales', 'liaison', 'viewer'],
  'content:write': ['admin', 'marketing', 'liaison'],
  'content:share': ['admin', 'marketing', 'sales', 'liaison'],
  'content:decide': ['admin', 'marketing', 'liaison'],
  /** Who earned what, journeys, value against the alternative, the page for the board; its settings and costs. */
  'results:read': ['admin', 'marketing', 'sales', 'liaison', 'viewer'],
  'results:write': ['admin', 'marketing', 'liaison'],
  /** Figures of named colleagues, beyond one's own. */
  'results:persons': ['admin', 'liaison'],
  /** What a brief claims, why a deal was won or lost: said by both teams. */
  'results:say': ['admin', 'marketing', 'sales', 'liaison'],
  /** What a person is told and how. */
  'notices:own': ['admin', 'marketing', 'sales', 'liaison', 'viewer'],
  'funnel:read': ['admin', 'marketing', 'sales', 'liaison', 'viewer'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

// Object.keys loses the keys' type; the object above is the only place they come from.
export const permissionNames = Object.keys(permissions) as Permission[];

export function permissionsOf(role: Role): Permission[] {
  return permissionNames.filter((permission) => permissions[permission].some((allowed) => allowed === role));
}

export function isPermission(word: unknown): word is Permission {
  return permissionNames.some((name) => name === word);
}

/** `public`: nobody need be signed in; `signed-in`: a person, in whichever workspace; else a permission in one. */
export type Access = 'public' | 'signed-in' | Permission;

export type OperationMeta = {
  access: Access;
  /** The answer holds a secret that is shown once: kept for an Idempotency-Key, it is encrypted. */
  secretAnswer?: boolean;
};

type OperationRoute = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: `/${string}`;
  access: Access;
  tag: string;
  summary: string;
  description?: string;
};

/**
 * Declares one operation: where it stands, who may call it, what it is for. Input and output schemas follow with
 * `.input()` and `.output()`. A creation (POST that makes a record) answers 201.
 */
export function operation({
  access,
  tag,
  ...route
}: OperationRoute & { creates?: boolean; secretAnswer?: boolean }) {
  const { creates, secretAnswer, ...rest } = route;
  const meta: OperationMeta = { access, ...(secretAnswer ? { secretAnswer } : {}) };
  return oc.$meta(meta).route({ ...rest, tags: [tag], ...(creates ? { successStatus: 201 } : {}) });
}
