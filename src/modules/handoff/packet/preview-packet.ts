import type { Tx } from '../../../platform/postgres/database.ts';
import type { PacketItem } from '../../language/contract.ts';
import { slaInForce } from '../../language/index.ts';
import { buildPacket } from './build-packet.ts';
import { missingItems } from './completeness.ts';
import type { Packet } from './packet.ts';

/** What would be handed over with a lead now, beside what marketing has promised. */
export async function previewPacket(options: {
  tx: Tx;
  workspaceId: string;
  now: Date;
  id: string;
  campaignId?: string | undefined;
}): Promise<{ packet: Packet; promised: PacketItem[]; missing: PacketItem[] }> {
  const { tx, workspaceId, now, id, campaignId = null } = options;
  const packet = await buildPacket({
    tx,
    workspaceId,
    contactId: id,
    campaignId,
    gate: null,
    note: null,
    talkingPoints: [],
    now,
  });
  const promised = (await slaInForce(tx))?.policy.marketing.packetItems ?? [];
  return { packet, promised: [...promised], missing: missingItems(promised, packet.items) };
}
