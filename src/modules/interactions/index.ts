export {
  type Appended,
  appendInteractions,
  logChannel,
  type NewInteraction,
  takeReceipts,
} from './append-interactions.ts';
export { countReceived } from './count-received.ts';
export type { ProjectionFeed } from './projection/projection-feed.ts';
export { type ProjectionStatus, Projector } from './projection/projector.ts';

export { type FedKind, VersionedFeed } from './projection/versioned-feed.ts';
export { recountLastInteraction } from './recount-last-interaction.ts';
export { createInteractionsRouter } from './router.ts';
