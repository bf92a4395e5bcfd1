import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../../workspace/index.ts';
import { packetContract } from './contract.ts';
import { previewPacket } from './preview-packet.ts';
import { readBrief } from './read-brief.ts';
import { writeBrief } from './write-brief.ts';

const os = implement(packetContract).$context<RequestContext>().use(authorised);

/** The handlers of `packetContract`, in the same shape. */
export const packetRouter = os.router({
  readBrief: os.readBrief.handler(({ input, context }) =>
    context.inWorkspace((tx) => readBrief({ ...input, tx })),
  ),
  writeBrief: os.writeBrief.handler(({ input, context }) =>
    context.inWorkspace((tx) =>
      writeBrief({
        ...input,
        tx,
        workspaceId: context.workspaceId,
        actor: context.actor,
        now: context.services.now(),
      }),
    ),
  ),
  previewPacket: os.previewPacket.handler(({ input, context }) =>
    context.inWorkspace((tx) =>
      previewPacket({ ...input, tx, workspaceId: context.workspaceId, now: context.services.now() }),
    ),
  ),
});
