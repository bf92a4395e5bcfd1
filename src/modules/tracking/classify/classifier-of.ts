import type { Services } from '../../../platform/services.ts';
import type { TrackingSettings } from '../settings/read-settings.ts';
import { readTrackingSettings } from '../settings/read-settings.ts';
import { readStaffProfiles } from '../settings/read-staff-profiles.ts';
import { type ChannelTableInUse, channelOf } from './channel-of.ts';
import { type ExclusionsInUse, judge } from './judge.ts';
import { networksOf } from './networks.ts';
import type { Classifier } from './types.ts';

// So long another process may still judge by the settings of before.
const keptMs = 5_000;

type Kept = { readAtMs: number; classifier: Promise<Classifier> };
const kept = new WeakMap<Services, Map<string, Kept>>();

/** The judge of a workspace, with its settings at most 5 seconds old. */
export function classifierOf(services: Services, workspaceId: string): Promise<Classifier> {
  const known = keptOf(services);
  const nowMs = services.now().getTime();
  const current = known.get(workspaceId);
  if (current && Math.abs(nowMs - current.readAtMs) < keptMs) return current.classifier;
  const classifier = readClassifier(services, workspaceId);
  const reading = { readAtMs: nowMs, classifier };
  known.set(workspaceId, reading);
  classifier.catch(() => {
    if (known.get(workspaceId) === reading) known.delete(workspaceId);
  });
  return classifier;
}

/** After a change of the settings, so that this process judges by them from the next event on. */
export function forgetClassifier(services: Services, workspaceId: string): void {
  keptOf(services).delete(workspaceId);
}

function keptOf(services: Services): Map<string, Kept> {
  const known = kept.get(services) ?? new Map<string, Kept>();
  kept.set(services, known);
  return known;
}

async function readClassifier({ database }: Services, workspaceId: string): Promise<Classifier> {
  const settings = await database.inWorkspace(workspaceId, (tx) => readTrackingSettings(tx, workspaceId));
  const staffProfiles = await database.asSystem((tx) =>
    readStaffProfiles(tx, workspaceId, settings.exclusions),
  );
  return makeClassifier(settings, staffProfiles);
}

function makeClassifier(
  { channels, exclusions }: TrackingSettings,
  staffProfiles: ExclusionsInUse['staffProfiles'],
): Classifier {
  const table: ChannelTableInUse = { rules: channels.rules, internalHosts: new Set(channels.internalHosts) };
  const inUse: ExclusionsInUse = {
    staffEmails: new Set(exclusions.staffEmails),
    staffDomains: new Set(exclusions.staffDomains),
    staffNetworks: networksOf(exclusions.staffNetworks),
    staffProfiles,
    staffMembers: exclusions.staffMembers,
    scannerAgents: exclusions.scannerAgents,
    scannerNetworks: networksOf(exclusions.scannerNetworks),
  };
  return {
    exclusions: inUse,
    classify: (event) => {
      const reason = judge(event, inUse);
      return { channel: channelOf(event, table), verified: reason === null, flagReason: reason };
    },
  };
}
