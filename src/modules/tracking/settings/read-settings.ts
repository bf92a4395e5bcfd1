import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type ChannelRule, channelRules } from '../classify/channel-rules.ts';
import { defaultChannelRules } from '../classify/default-channels.ts';
import { defaultScannerAgents, defaultScannerNetworks } from '../classify/known-scanners.ts';
import { knownSiteNames } from '../classify/known-sites.ts';
import type { ChannelTable, Exclusions } from './contract.ts';

type Row = {
  channel_rules: unknown;
  internal_hosts: string[];
  channels_changed_at: Date | null;
  channels_changed_by: string | null;
  staff_emails: string[];
  staff_domains: string[];
  staff_networks: string[];
  staff_members: boolean;
  scanner_agents: string[] | null;
  scanner_networks: string[] | null;
  exclusions_changed_at: Date | null;
  exclusions_changed_by: string | null;
};

export type TrackingSettings = { channels: ChannelTable; exclusions: Exclusions };

/** What the workspace says of its tracking; where it says nothing, what Liaison takes by itself. */
export async function readTrackingSettings(tx: Tx, workspaceId: string): Promise<TrackingSettings> {
  const row = await tx.first<Row>(sql`select * from tracking_settings where workspace_id = ${workspaceId}`);
  const ownRules = row?.channel_rules ?? null;
  return {
    channels: {
      rules: ownRules === null ? copyOf(defaultChannelRules) : channelRules.parse(ownRules),
      isDefault: ownRules === null,
      knownSites: knownSiteNames(),
      internalHosts: row?.internal_hosts ?? [],
      changedAt: row?.channels_changed_at ?? null,
      changedBy: row?.channels_changed_by ?? null,
    },
    exclusions: {
      staffEmails: row?.staff_emails ?? [],
      staffDomains: row?.staff_domains ?? [],
      staffNetworks: row?.staff_networks ?? [],
      staffMembers: row?.staff_members ?? true,
      scannerAgents: row?.scanner_agents ?? [...defaultScannerAgents],
      scannerNetworks: row?.scanner_networks ?? [...defaultScannerNetworks],
      scannersAreDefault: (row?.scanner_agents ?? null) === null && (row?.scanner_networks ?? null) === null,
      changedAt: row?.exclusions_changed_at ?? null,
      changedBy: row?.exclusions_changed_by ?? null,
    },
  };
}

function copyOf(rules: readonly ChannelRule[]): ChannelRule[] {
  return structuredClone([...rules]);
}
