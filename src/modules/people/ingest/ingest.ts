import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { asBackfill } from '../backfill.ts';
import { withKeyedPlans } from '../keyed-plans.ts';
import { readStages } from '../lifecycle/derive-lifecycle.ts';
import { gatherProbes, type PreparedBatch } from './gather.ts';
import {
  prepareAccount,
  prepareAsset,
  prepareCampaign,
  prepareContact,
  prepareProduct,
  prepareTeammate,
} from './prepare.ts';
import {
  prepareInteraction,
  prepareOpportunity,
  prepareProfile,
  prepareStageChange,
} from './prepare-events.ts';
import { loadRegistry, type Probes } from './probes.ts';
import { recordEmailConflicts } from './record-email-conflicts.ts';
import type { RecordType } from './registry.ts';
import { resolveContacts, resolveOpportunities, resolveRecords } from './resolve.ts';
import { type Outcome, prepareAll, type Session } from './session.ts';
import type { IngestBatch, IngestResult } from './types.ts';
import { writeRecords } from './write.ts';
import { writeDeals } from './write-deals.ts';
import {
  acceptInteractions,
  noteTouches,
  raiseContacts,
  resolveInteractions,
  writeInteractions,
} from './write-interactions.ts';
import { writeProfiles } from './write-profiles.ts';
import { resolveStageChanges, writeStageChanges } from './write-stage-changes.ts';

export type IngestOptions = {
  workspaceId: string;
  /** Where the batch comes from, such as `salesforce`; interactions carry it as their source. */
  system: string;
  batch: IngestBatch;
  /** Who brings it, as histories name them. */
  actorName: string;
  now: Date;
  /** The source tells what was long known elsewhere: what it fills in was so before. */
  backfill?: boolean;
};

/**
 * The one way by which records of any source enter. Finds what each input means, folds those that mean the same,
 * writes what is new or differs, derives lifecycle stages and appends interactions; answers for each input what
 * became of it. The same batch again changes nothing.
 *
 * The number of statements does not depend on the size of the batch; 500 to 5,000 inputs are a good size.
 */
export async function ingest(tx: Tx, options: IngestOptions): Promise<IngestResult> {
  const { workspaceId, system, batch } = options;
  const outcomes = new Map<string, Outcome>();
  const prepared = {
    teammates: prepareAll(outcomes, batch.teammates, prepareTeammate),
    campaigns: prepareAll(outcomes, batch.campaigns, prepareCampaign),
    products: prepareAll(outcomes, batch.products, prepareProduct),
    assets: prepareAll(outcomes, batch.assets, prepareAsset),
    accounts: prepareAll(outcomes, batch.accounts, prepareAccount),
    contacts: prepareAll(outcomes, batch.contacts, prepareContact),
    profiles: prepareAll(outcomes, batch.profiles, prepareProfile),
    opportunities: prepareAll(outcomes, batch.opportunities, prepareOpportunity),
    stageChanges: prepareAll(outcomes, batch.stageChanges, (input) => prepareStageChange(input, system)),
    interactions: prepareAll(outcomes, batch.interactions, prepareInteraction),
  };
  await lockPeople(tx, workspaceId);
  const write = () =>
    withKeyedPlans(tx, async () => {
      const registries = await loadRegistries(tx, gatherProbes(prepared, system));
      await writeBatch(
        { tx, workspaceId, system, actorName: options.actorName, now: options.now, outcomes, registries },
        prepared,
      );
    });
  await (options.backfill ? asBackfill(tx, write) : write());
  return { outcomes };
}

async function loadRegistries(tx: Tx, probes: Record<RecordType, Probes>): Promise<Session['registries']> {
  return {
    teammate: await loadRegistry(tx, 'teammate', probes.teammate),
    campaign: await loadRegistry(tx, 'campaign', probes.campaign),
    product: await loadRegistry(tx, 'product', probes.product),
    asset: await loadRegistry(tx, 'asset', probes.asset),
    account: await loadRegistry(tx, 'account', probes.account),
    contact: await loadRegistry(tx, 'contact', probes.contact),
    opportunity: await loadRegistry(tx, 'opportunity', probes.opportunity),
  };
}

/** First what everything means, then what follows from it, then each kind of record is written after what it names. */
async function writeBatch(session: Session, prepared: PreparedBatch): Promise<void> {
  const stages = prepared.stageChanges.length === 0 ? [] : await readStages(session.tx);
  resolveRecords(session, 'teammate', prepared.teammates);
  resolveRecords(session, 'campaign', prepared.campaigns);
  resolveRecords(session, 'product', prepared.products);
  resolveRecords(session, 'asset', prepared.assets);
  resolveRecords(session, 'account', prepared.accounts);
  resolveContacts(session, prepared.contacts);
  const deals = resolveOpportunities(session, prepared.opportunities);
  const stageChanges = resolveStageChanges(session, prepared.stageChanges, stages);
  const interactions = await acceptInteractions(session, resolveInteractions(session, prepared.interactions));
  const touches = noteTouches(session, interactions);
  for (const type of ['teammate', 'campaign', 'product', 'asset', 'account', 'contact'] as const) {
    await writeRecords(session, type);
  }
  await recordEmailConflicts(session);
  const profileIds = await writeProfiles(
    session,
    prepared.profiles,
    interactions.map(({ input }) => input),
  );
  await writeRecords(session, 'opportunity');
  await writeDeals(session, deals);
  const withDeals = new Set(deals.flatMap(({ group }) => group.map(({ contactId }) => contactId)));
  await writeStageChanges(session, stageChanges, withDeals);
  await raiseContacts(session, touches);
  await writeInteractions(session, interactions, profileIds);
}

/**
 * One writer of people and deals at a time in a workspace, until the transaction ends: whoever looks for a record and
 * makes it when it is not there (ingest, merging, creating by hand) takes this first, so that two never make it twice
 * and never wait for each other in a circle.
 */
export async function lockPeople(tx: Tx, workspaceId: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`liaison.people:${workspaceId}`}, 0))`);
}
