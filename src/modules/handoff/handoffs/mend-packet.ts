import { buildPacket } from '../packet/build-packet.ts';
import { beginMove } from './begin-move.ts';
import type { Step } from './step.ts';
import { tellHolder } from './tell-moves.ts';
import { writeMove } from './write-move.ts';

/** Marketing adds what was missing; everything else in the packet is read afresh. Sales is told, for it changes what they decide about. */
export async function mendPacket(
  step: Step,
  input: { id: string; revision: number; note: string | null; talkingPoints: readonly string[] },
): Promise<void> {
  const { held, done } = await beginMove(step, { ...input, what: 'packet_mended' });
  if (done) return;
  const { tx, workspaceId, actor, now } = step;
  const { gateVersionId: versionId, stageChangeId } = held;
  const packet = await buildPacket({
    tx,
    workspaceId,
    contactId: held.contactId,
    campaignId: held.campaignId,
    gate: versionId !== null && stageChangeId !== null ? { versionId, stageChangeId } : null,
    note: input.note || null,
    talkingPoints: input.talkingPoints.map((text) => ({ text, by: actor.name })),
    now,
  });
  const added = packet.items.filter((item) => !held.packet.items.includes(item));
  await writeMove(step, held, {
    what: 'packet_mended',
    patch: { packet, packetItems: packet.items },
    details: { added },
  });
  await tellHolder(step, held, {
    key: 'mended',
    title: `The packet of ${held.contactName} was mended`,
    text: `${actor.name} added what was missing.`,
  });
}
