export { interactionsContract } from './contract.ts';
export { listInteractions } from './list-interactions.ts';
export { type ProjectionStatus, Projector } from './projection/projector.ts';
export { recordInteraction } from './record-interaction.ts';
export { createInteractionsRouter } from './router.ts';
