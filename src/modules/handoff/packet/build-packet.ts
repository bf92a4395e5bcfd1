import type { Tx } from '../../../platform/postgres/database.ts';
import { suggestNext } from '../../content/index.ts';
import { campaignOfPacket } from './campaign-of-packet.ts';
import { itemsIn } from './completeness.ts';
import { cutText } from './cut-text.ts';
import type { Packet } from './packet.ts';
import { type Lead, readLead } from './read-who.ts';
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
  const suggested = await suggestNext(tx, {
    contactId: lead.contactId,
    person: {
      contactIds: lead.contactIds,
      accountId: lead.accountId,
      persona: lead.who.persona,
      buyingStage: buyingStageOf(lead),
    },
    knownAssetIds: [...knownAssetIds, ...readings.flatMap(({ assetId }) => assetId ?? [])],
    questions,
    now,
  });
  const packet = {
    who: lead.who,
    why,
    read: shownReadings(readings),
    told,
    questions,
    campaign: await campaignOfPacket(tx, options.campaignId ?? lead.campaignId),
    nextAssets: suggested.map(({ assetId, title, url, reason }) => ({ assetId, title, url, reason })),
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

function buyingStageOf({ buyingStageKey: key, who }: Lead): { key: string; name: string } | null {
  return key === null ? null : { key, name: who.buyingStage ?? key };
}
