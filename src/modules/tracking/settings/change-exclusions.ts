import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { networkOf } from '../classify/networks.ts';
import type { Exclusions } from './contract.ts';
import { readTrackingSettings } from './read-settings.ts';

const lists = [
  'staffEmails',
  'staffDomains',
  'staffNetworks',
  'staffMembers',
  'scannerAgents',
  'scannerNetworks',
] as const;
type ListName = (typeof lists)[number];

export type ExclusionChanges = {
  [Name in ListName]?: Exclusions[Name] | (Name extends `scanner${string}` ? null : never);
};

/** Changes only the lists named; holds for what arrives from now on. */
export async function changeExclusions(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  changes: ExclusionChanges;
}): Promise<Exclusions> {
  const { tx, workspaceId, actor, now, changes } = options;
  refuseWrongNetworks(changes);
  await tx.run(sql`insert into tracking_settings (workspace_id) values (${workspaceId})
    on conflict (workspace_id) do nothing`);
  await tx.run(sql`select 1 from tracking_settings where workspace_id = ${workspaceId} for update`);
  const { exclusions: before } = await readTrackingSettings(tx, workspaceId);
  const stored = await tx.first<{ agents: string[] | null; networks: string[] | null }>(
    sql`select scanner_agents as agents, scanner_networks as networks from tracking_settings where workspace_id = ${workspaceId}`,
  );
  await tx.run(sql`update tracking_settings set
      staff_emails = ${sql.param(unique(changes.staffEmails ?? before.staffEmails))}::text[],
      staff_domains = ${sql.param(unique(changes.staffDomains ?? before.staffDomains))}::text[],
      staff_networks = ${sql.param(unique(changes.staffNetworks ?? before.staffNetworks))}::text[],
      staff_members = ${changes.staffMembers ?? before.staffMembers},
      scanner_agents = ${sql.param(ownList(changes.scannerAgents, stored?.agents))}::text[],
      scanner_networks = ${sql.param(ownList(changes.scannerNetworks, stored?.networks))}::text[],
      exclusions_changed_at = ${now}, exclusions_changed_by = ${actor.name}
    where workspace_id = ${workspaceId}`);
  const { exclusions: after } = await readTrackingSettings(tx, workspaceId);
  const changed = Object.fromEntries(
    lists
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, { from: before[name], to: after[name] }]),
  );
  if (Object.keys(changed).length > 0) {
    await recordAudit(tx, {
      workspaceId,
      actor,
      action: 'tracking_exclusions.updated',
      recordType: 'tracking_exclusions',
      changes: changed,
    });
  }
  return after;
}

/** Undefined keeps what is stored, null takes Liaison's own list. */
function ownList(change: string[] | null | undefined, stored: string[] | null | undefined): string[] | null {
  if (change === undefined) return stored ?? null;
  return change === null ? null : unique(change);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function refuseWrongNetworks(changes: ExclusionChanges): void {
  for (const name of ['staffNetworks', 'scannerNetworks'] as const) {
    const wrong = (changes[name] ?? []).filter((text) => networkOf(text) === null);
    if (wrong.length === 0) continue;
    throw new AppError(
      'invalid_input',
      `${wrong.join(', ')}: not an address or a network. Write 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.`,
      { fields: [{ path: name, message: `not an address or a network: ${wrong.join(', ')}` }] },
    );
  }
}
