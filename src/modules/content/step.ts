import type { Tx } from '../../platform/postgres/database.ts';
import type { Actor } from '../workspace/index.ts';

/** Who does something with content, in which transaction, when. */
export type Step = {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  /** The signed-in person; null for tokens and for what happens by itself. */
  userId: string | null;
  now: Date;
};
