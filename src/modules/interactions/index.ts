export { interactionsContract } from './contract.ts';
export { listInteractions } from './list-interactions.ts';
export { Projector, type ProjectionStatus } from './projection/projector.ts';
export { recordInteraction } from './record-interaction.ts';
export { createInteractionsRouter } from './router.ts';
