import { os } from '@orpc/server';
import type { WorkspaceContext } from '../../workspace/index.ts';
import { answering } from './question.ts';

type Who = Pick<WorkspaceContext, 'workspaceId' | 'actor' | 'caller'>;

/** Whoever it is: a person, or a token. */
export const askerOf = ({ workspaceId, actor, caller }: Who): string =>
  `${workspaceId} ${caller.userId ?? ''} ${actor.kind} ${actor.id ?? ''}`;

/** What is asked can be let go, and says how far it is. After `authorised`. */
export const asked = os
  .$context<WorkspaceContext>()
  .middleware(({ context, path, signal, next }) =>
    answering({ asker: askerOf(context), of: path.join('.'), signal }, async () => next()),
  );
