import type { PacketItem } from '../../language/contract.ts';
import type { Packet } from '../packet/packet.ts';

/** A packet of which only its items are known; whoever knows more fills it in. */
export function emptyPacket(items: readonly PacketItem[]): Packet {
  return {
    items: [...items],
    who: {
      name: '',
      title: null,
      email: null,
      phone: null,
      persona: null,
      buyingRole: null,
      buyingStage: null,
      channel: null,
      account: null,
    },
    why: {
      definition: null,
      sentence: 'Offered before hand-offs were kept here.',
      tests: [],
      score: null,
    },
    read: [],
    told: [],
    questions: [],
    campaign: null,
    nextAssets: [],
    talkingPoints: [],
    note: null,
  };
}
