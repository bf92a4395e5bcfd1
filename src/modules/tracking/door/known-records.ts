import { Recent } from './recent.ts';

const maxProfiles = 50_000;
const maxCampaigns = 2_000;
const profilesKeptMs = 600_000;
const campaignsKeptMs = 30_000;

/** The user who is the latest, in the order of time, that was said to be on a profile. */
export type SaidUser = { userId: string; atMs: number };

export type KnownProfile = {
  id: string;
  /** As they stand in the database. */
  firstSeenMs: number;
  lastSeenMs: number;
  said: SaidUser | null;
};

/**
 * What the door remembers of records, so that most events ask the database for nothing. Only what is committed gets
 * in here.
 */
export class KnownRecords {
  readonly profiles: Recent<KnownProfile>;
  /** Null: there is no campaign of this name. */
  readonly campaigns: Recent<string | null>;

  constructor(now: () => number) {
    this.profiles = new Recent({ maxKeys: maxProfiles, keptMs: profilesKeptMs, now });
    this.campaigns = new Recent({ maxKeys: maxCampaigns, keptMs: campaignsKeptMs, now });
  }
}

/** Ids have a fixed length: no two pairs make one key. */
export function keyIn(workspaceId: string, name: string): string {
  return workspaceId + name;
}
