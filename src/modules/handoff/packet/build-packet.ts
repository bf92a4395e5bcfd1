import type { Tx } from '../../../platform/postgres/database.ts';
import { campaignOfPacket } from './campaign-of-packet.ts';
import { itemsIn } from './completeness.ts';
import { cutText } from './cut-text.ts';
import type { Packet } from './packet.ts';
import { readLead } from './read-who.ts';
import { suggestAssets } from './suggest-assets.ts';
import { talkingPoints } from './talking-points.ts';
import { shownReadings, whatTheyRead } from './what-they-read.ts';
import { whatWasSaid } from './what-was-said.ts';
import { type Gate, whyQualified } from './why-qualified.ts';

/** Puts together what marketing hands over with a lead, as of now. Both teams read it, so it holds nothing private. */
export async function buildPacket(options: {
  tx: Tx;
  workspaceId: string;
  contactId: string;
  campaignId: string | null;
  /** The change of stage by which a gate let the lead in; null: a person offers it. */
  gate: Gate | null;
  note: string | null;
  talkingPoints: readonly { text: string; by: string }[];
  now: Date;
}): Promise<Packet> {
  const { tx, workspaceId, gate, now } = options;
  const lead = await readLead(tx, options.contactId);
  const why = await whyQualified({ tx, workspaceId, contactId: lead.contactId, gate, now });
  const readings = await whatTheyRead(tx, lead.contactIds);
  const { told, questions, knownAssetIds } = await whatWasSaid(tx, lead.contactId, now);
  const nextAssets = await suggestAssets({
    tx,
    persona: lead.who.persona,
    buyingStage: { key: lead.buyingStageKey, name: lead.who.buyingStage },
    knownAssetIds: [...knownAssetIds, ...readings.flatMap(({ assetId }) => assetId ?? [])],
    questions,
  });
  const packet = {
    who: lead.who,
    why,
    read: shownReadings(readings),
    told,
    questions,
    campaign: await campaignOfPacket(tx, options.campaignId ?? lead.campaignId),
    nextAssets,
    talkingPoints: await talkingPoints({
      tx,
      lead,
      written: options.talkingPoints,
      questions,
      readings,
      now,
    }),
    note: options.note === null ? null : cutText(options.note, 4_000),
  };
  return { items: itemsIn(packet), ...packet };
}
