import type { Tx } from '../../platform/postgres/database.ts';
import { importBriefs, importSellers } from '../handoff/index.ts';
import { idsOfCast } from './ids-of-cast.ts';
import type { Campaign, SimulationCast } from './simulator/types.ts';

/** Who takes leads and how many, and what marketing wrote of its campaigns. */
export async function loadHandOver(
  tx: Tx,
  { workspaceId, now, cast }: { workspaceId: string; now: Date; cast: SimulationCast },
): Promise<void> {
  const ids = await idsOfCast(tx);
  const sellers = cast.teammates.flatMap(({ id, job, capacity }) => {
    const teammateId = ids.get(id);
    if (teammateId === undefined || capacity === null) return [];
    // Leads go to the development representatives; account executives take over from them.
    const takesLeads = job === 'sdr';
    return [{ teammateId, takesLeads, capacity, pools: takesLeads ? ['Sales development'] : [] }];
  });
  await importSellers(tx, { workspaceId, now, sellers });
  const briefs = cast.campaigns.flatMap((campaign) => {
    const campaignId = ids.get(campaign.id);
    return campaignId === undefined || campaign.startAt > now ? [] : [briefOf(campaign, campaignId, cast)];
  });
  await importBriefs(tx, { workspaceId, briefs });
}

function briefOf({ brief, startAt, ownerId }: Campaign, campaignId: string, cast: SimulationCast) {
  const { audience, message, offer, followUp, goal, personaIds, buyingStage, sharedWithSalesAt } = brief;
  return {
    campaignId,
    audience,
    message,
    offer,
    followUp,
    goal,
    personas: cast.personas.flatMap(({ id, name }) => (personaIds.includes(id) ? [name] : [])),
    buyingStage: buyingStage?.toLowerCase() ?? null,
    sharedWithSalesAt,
    writtenAt: sharedWithSalesAt ?? startAt,
    writtenBy: cast.teammates.find(({ id }) => id === ownerId)?.name ?? 'sample company',
  };
}
