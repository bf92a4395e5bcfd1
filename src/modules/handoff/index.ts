export type { PacketItem } from '../language/contract.ts';
export { closeHandoffStreams } from './handoffs/live/live-hub.ts';
export { startHandoffs } from './handoffs/start-handoffs.ts';
export { emptyPacket } from './import/empty-packet.ts';
export { type ImportedBrief, importBriefs } from './import/import-briefs.ts';
export { type ImportedHandoff, importHandoffs } from './import/import-handoffs.ts';
export type { Packet } from './packet/packet.ts';
export { handoffRouter } from './router.ts';
export { type ImportedSeller, importSellers } from './routing/import-sellers.ts';
