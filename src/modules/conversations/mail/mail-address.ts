import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Config } from '../../../platform/config.ts';
import type { Database } from '../../../platform/postgres/database.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { readMemberDomains } from '../our-people.ts';
import type { MailAddress, MailBodies } from './contract.ts';
import type { DoorStatus } from './door/door-status.ts';

const localPart = /^log-([0-9a-f]{32})$/i;

export function addressOf(secret: string, domain: string): string {
  return `log-${secret}@${domain}`;
}

/** Whether an address looks like a workspace's own; such a one is nobody in a conversation. */
export function isDoorAddress(address: string): boolean {
  return localPart.test(address.slice(0, address.lastIndexOf('@')));
}

/** Whose address it is; null where it is nobody's. How long it takes says nothing about the secret. */
export async function findWorkspaceByAddress(options: {
  database: Database;
  address: string;
  domain: string;
}): Promise<string | null> {
  const { address } = options;
  const at = address.lastIndexOf('@');
  const [, given] = localPart.exec(address.slice(0, at)) ?? [];
  if (given === undefined || address.slice(at + 1).toLowerCase() !== options.domain) return null;
  const secret = Buffer.from(given, 'hex');
  const row = await options.database.asSystem((tx) =>
    tx.first<{ workspace_id: string; secret: string }>(
      sql`select workspace_id, secret from mail_setting where secret_hash = sha256(${secret}::bytea)`,
    ),
  );
  return row && timingSafeEqual(secret, Buffer.from(row.secret, 'hex')) ? row.workspace_id : null;
}

type SettingRow = {
  secret: string;
  bodies: MailBodies;
  staff_domains: string[];
  renewed_at: Date | null;
  renewed_by: string | null;
};

export async function readMailAddress(options: {
  tx: Tx;
  config: Config;
  door: DoorStatus;
}): Promise<MailAddress> {
  const { tx, config, door } = options;
  const row = await tx.first<SettingRow>(sql`select * from mail_setting`);
  if (!row) throw new Error('a workspace without mail settings');
  return {
    address: addressOf(row.secret, config.mailDomain),
    door,
    bodies: row.bodies,
    staffDomains: row.staff_domains,
    memberDomains: await readMemberDomains(tx),
    renewedAt: row.renewed_at?.toISOString() ?? null,
    renewedBy: row.renewed_by,
  };
}

type Change = { tx: Tx; workspaceId: string; actor: Actor; now: Date };

/** The old address dies with it. */
export async function renewMailAddress({ tx, workspaceId, actor, now }: Change): Promise<void> {
  const secret = randomBytes(16).toString('hex');
  await tx.run(
    sql`update mail_setting set secret = ${secret}, renewed_at = ${now}, renewed_by = ${actor.name}`,
  );
  await recordAudit(tx, { workspaceId, actor, action: 'mail_address.renewed', recordType: 'mail_address' });
}

export async function updateMailSettings(
  options: Change & { input: { bodies?: MailBodies | undefined; staffDomains?: string[] | undefined } },
): Promise<void> {
  const { tx, workspaceId, actor, input } = options;
  const before = await tx.first<SettingRow>(sql`select * from mail_setting for update`);
  const bodies = input.bodies ?? before?.bodies;
  const domains = input.staffDomains ? [...new Set(input.staffDomains)].sort() : before?.staff_domains;
  await tx.run(
    sql`update mail_setting set bodies = ${bodies}, staff_domains = ${sql.param(domains)}::text[]`,
  );
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'mail_address.updated',
    recordType: 'mail_address',
    changes: {
      ...(input.bodies ? { bodies: { from: before?.bodies, to: bodies } } : {}),
      ...(input.staffDomains ? { staffDomains: { from: before?.staff_domains, to: domains } } : {}),
    },
  });
}
