export { type ProjectionStatus, Projector } from './projection/projector.ts';

export { createInteractionsRouter } from './router.ts';
