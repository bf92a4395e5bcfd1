import { type PacketItem, packetItems } from '../../language/contract.ts';
import type { Packet } from './packet.ts';

/**
 * When an item counts as present: only where it holds something that a seller can use.
 *
 * - who: a name, a way to reach them, and the company
 * - tests: at least one of the tests or of the gate's rules holds
 * - ledger: a score with at least one entry that is worth something
 * - read, told, questions, next_asset, talking_points: at least one each
 * - brief: of the campaign, shared with sales, with a message, an offer or what sales is to do
 */
const isPresent: Record<PacketItem, (packet: Omit<Packet, 'items'>) => boolean> = {
  who: ({ who }) => who.name !== '' && (who.email !== null || who.phone !== null) && who.account !== null,
  tests: ({ why }) => why.tests.some(({ holds }) => holds),
  ledger: ({ why }) => why.score?.ledger.some(({ worth }) => worth !== 0) ?? false,
  read: ({ read }) => read.length > 0,
  told: ({ told }) => told.length > 0,
  brief: ({ campaign }) =>
    [campaign?.brief?.message, campaign?.brief?.offer, campaign?.brief?.followUp].some(Boolean),
  questions: ({ questions }) => questions.length > 0,
  next_asset: ({ nextAssets }) => nextAssets.length > 0,
  talking_points: ({ talkingPoints }) => talkingPoints.length > 0,
};

/** Which of the nine a packet holds. */
export const itemsIn = (packet: Omit<Packet, 'items'>): PacketItem[] =>
  packetItems.filter((item) => isPresent[item](packet));

/** What marketing has promised and the packet does not hold. */
export const missingItems = (promised: readonly PacketItem[], present: readonly PacketItem[]): PacketItem[] =>
  promised.filter((item) => !present.includes(item));
