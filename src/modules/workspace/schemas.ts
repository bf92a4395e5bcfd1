import { z } from 'zod';
import { maxPasswordLength, minPasswordLength } from '../../platform/auth/password-length.ts';
import { permissionNames, roles } from './access.ts';

export const id = z.uuid();
export const time = z.iso.datetime().meta({ description: 'ISO 8601, UTC' });
export const personName = z.string().trim().min(1).max(200);
export const email = z
  .string()
  .trim()
  .max(320)
  .transform((text) => text.toLowerCase())
  .pipe(z.email());
export const linkKey = z.string().min(1).max(200);

export const password = z
  .string()
  .min(minPasswordLength, `A password has at least ${minPasswordLength} characters.`)
  .max(maxPasswordLength);

const knownCurrencies = new Set(Intl.supportedValuesOf('currency'));

export const currencyCode = z
  .string()
  .trim()
  .toUpperCase()
  .refine((code) => knownCurrencies.has(code), {
    error: 'not a currency code of ISO 4217, such as EUR or USD',
  })
  .meta({ description: 'ISO 4217, such as EUR' });

export const timeZoneName = z
  .string()
  .trim()
  .refine(isTimeZone, { error: 'not a time zone of the IANA list, such as Europe/Berlin or UTC' })
  .meta({ description: 'IANA name, such as Europe/Berlin' });

function isTimeZone(name: string): boolean {
  // Offsets such as +02:00 are understood by Intl too, but know no daylight saving.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const roleName = z.enum(roles);
export const permissionName = z.enum(permissionNames);

export const workspaceSummary = z.object({
  id,
  name: z.string(),
  currency: z.string(),
  timeZone: z.string(),
});
export type WorkspaceSummary = z.infer<typeof workspaceSummary>;

export const workspaceSettings = z.object({
  name: z.string().trim().min(1).max(200),
  currency: currencyCode,
  timeZone: timeZoneName,
});

export const me = z.object({
  person: z
    .object({ id, name: z.string(), email: z.string() })
    .nullable()
    .meta({ description: 'null where a token or the command line asks' }),
  actor: z.object({ kind: z.enum(['member', 'token', 'automation']), name: z.string() }),
  workspaces: z.array(workspaceSummary.extend({ role: roleName.nullable() })),
  workspace: workspaceSummary
    .nullable()
    .meta({ description: 'The current one; null where the person is a member of none' }),
  role: roleName.nullable(),
  permissions: z.array(permissionName),
});
export type Me = z.infer<typeof me>;

export const member = z.object({
  id,
  userId: id,
  name: z.string(),
  email: z.string(),
  role: roleName,
  createdAt: time,
});
export type Member = z.infer<typeof member>;

export const invitation = z.object({
  id,
  email: z.string(),
  role: roleName,
  invitedBy: z.string().nullable(),
  createdAt: time,
  expiresAt: time,
  expired: z.boolean(),
});
export type Invitation = z.infer<typeof invitation>;

export const writeKey = z.object({
  id,
  name: z.string(),
  key: z
    .string()
    .meta({ description: 'Public by nature: it stands in web pages and may only write interactions' }),
  createdBy: z.string().nullable(),
  createdAt: time,
  revokedAt: time.nullable(),
});
export type WriteKey = z.infer<typeof writeKey>;

export const apiToken = z.object({
  id,
  name: z.string(),
  start: z.string().meta({ description: 'The first characters, to tell tokens apart' }),
  scopes: z.array(permissionName),
  createdBy: z.string().nullable(),
  createdAt: time,
  expiresAt: time.nullable(),
  lastUsedAt: time.nullable().meta({ description: 'To the minute' }),
});
export type ApiToken = z.infer<typeof apiToken>;

export const auditEntry = z.object({
  id,
  at: time,
  actorKind: z.string(),
  actorId: id.nullable(),
  actorName: z.string(),
  action: z.string(),
  recordType: z.string(),
  recordId: id.nullable(),
  recordLabel: z.string().nullable(),
  changes: z.record(z.string(), z.object({ from: z.unknown().optional(), to: z.unknown().optional() })),
  reason: z.string().nullable(),
});
export type AuditLogEntry = z.infer<typeof auditEntry>;
