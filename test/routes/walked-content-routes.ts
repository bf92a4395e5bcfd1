import type { WalkedRoute } from './walked-route.ts';

/** Of pieces, their links and what was read of them. */
export const walkedContentRoutes: Record<string, WalkedRoute> = {};
