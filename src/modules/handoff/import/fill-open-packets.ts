import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { PacketItem } from '../../language/contract.ts';
import { buildPacket } from '../packet/build-packet.ts';
import type { Packet } from '../packet/packet.ts';

type Open = { id: string; contactId: string; campaignId: string | null; packet: Packet };

/**
 * Sales works on with what is still open, so its packets say what the record knows: of each item that the source says
 * was handed over and tells nothing more of, what stands there now; and the grade. What is over stays as it was told.
 */
export async function fillOpenPackets(tx: Tx, options: { workspaceId: string; now: Date }): Promise<void> {
  const { workspaceId, now } = options;
  const open =
    await tx.rows<Open>(sql`select id, contact_id as "contactId", campaign_id as "campaignId", packet
    from handoff where closed_at is null and origin in ('sample', 'import') and grade is null order by offered_at, id`);
  for (const { id, contactId, campaignId, packet } of open) {
    const built = await buildPacket({
      tx,
      workspaceId,
      contactId,
      campaignId,
      gate: null,
      note: packet.note,
      talkingPoints: [],
      now,
    });
    const score = built.why.score;
    await tx.run(sql`update handoff set packet = ${JSON.stringify(filled(packet, built))}::jsonb,
      grade = ${score?.grade ?? null}, points_milli = ${score === null ? null : Math.round(score.points * 1_000)}
      where id = ${id}`);
  }
}

function filled(told: Packet, built: Packet): Packet {
  const has = (item: PacketItem) => told.items.includes(item);
  const orBuilt = <Entry>(item: PacketItem, entries: readonly Entry[], found: readonly Entry[]): Entry[] =>
    has(item) && entries.length === 0 ? [...found] : [...entries];
  return {
    ...told,
    who: has('who') ? built.who : told.who,
    why: {
      ...told.why,
      sentence: built.why.sentence,
      tests: orBuilt('tests', told.why.tests, built.why.tests),
      score: has('ledger') ? built.why.score : null,
    },
    read: orBuilt('read', told.read, built.read),
    told: orBuilt('told', told.told, built.told),
    questions: orBuilt('questions', told.questions, built.questions),
    nextAssets: orBuilt('next_asset', told.nextAssets, built.nextAssets),
    talkingPoints: orBuilt('talking_points', told.talkingPoints, built.talkingPoints),
  };
}
