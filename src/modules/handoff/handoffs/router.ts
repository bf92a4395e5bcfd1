import { implement } from '@orpc/server';
import { authorised, type RequestContext, type WorkspaceContext } from '../../workspace/index.ts';
import { acceptHandoff } from './accept-handoff.ts';
import { claimHandoff } from './claim-handoff.ts';
import { type Handoff, handoffsContract } from './contract.ts';
import { followUpHandoff } from './follow-up-handoff.ts';
import { listHandoffs } from './list-handoffs.ts';
import { watchHandoffs } from './live/watch-handoffs.ts';
import { loadHandoff } from './load-handoff.ts';
import { mendPacket } from './mend-packet.ts';
import { offerLead } from './offer-lead.ts';
import { pauseHandoff, resumeHandoff } from './pause-handoff.ts';
import { reassignHandoff } from './reassign-handoff.ts';
import { recycleHandoff } from './recycle-handoff.ts';
import { rejectHandoff } from './reject-handoff.ts';
import { returnHandoff } from './return-handoff.ts';
import type { Step } from './step.ts';
import { withdrawHandoff } from './withdraw-handoff.ts';

const os = implement(handoffsContract).$context<RequestContext>().use(authorised);

/** One step of a hand-off in one transaction. */
export function inStep<T>(context: WorkspaceContext, work: (step: Step) => Promise<T>): Promise<T> {
  const { actor, caller, workspaceId, services } = context;
  return context.inWorkspace((tx) =>
    work({ tx, workspaceId, actor, userId: caller.userId, now: services.now() }),
  );
}

/** A move, answered with the hand-off as it is after it. */
function moved<Input extends { id: string }>(
  context: WorkspaceContext,
  input: Input,
  move: (step: Step, input: Input) => Promise<void>,
): Promise<Handoff> {
  return inStep(context, async (step) => {
    await move(step, input);
    return loadHandoff({ tx: step.tx, id: input.id, now: step.now });
  });
}

export const handoffsRouter = {
  list: os.list.handler(({ input, context }) =>
    inStep(context, ({ tx, userId, workspaceId, now }) =>
      listHandoffs({ tx, userId, workspaceId, now, input }),
    ),
  ),
  get: os.get.handler(({ input, context }) =>
    inStep(context, ({ tx, now }) => loadHandoff({ tx, id: input.id, now })),
  ),
  offer: os.offer.handler(({ input, context }) =>
    inStep(context, async (step) => {
      const { handoffId } = await offerLead(step, { ...input, origin: 'hand' });
      return loadHandoff({ tx: step.tx, id: handoffId, now: step.now });
    }),
  ),
  mendPacket: os.mendPacket.handler(({ input, context }) => moved(context, input, mendPacket)),
  accept: os.accept.handler(({ input, context }) => moved(context, input, acceptHandoff)),
  reject: os.reject.handler(({ input, context }) => moved(context, input, rejectHandoff)),
  recycle: os.recycle.handler(({ input, context }) => moved(context, input, recycleHandoff)),
  giveBack: os.giveBack.handler(({ input, context }) => moved(context, input, returnHandoff)),
  withdraw: os.withdraw.handler(({ input, context }) => moved(context, input, withdrawHandoff)),
  claim: os.claim.handler(({ input, context }) => moved(context, input, claimHandoff)),
  reassign: os.reassign.handler(({ input, context }) => moved(context, input, reassignHandoff)),
  pause: os.pause.handler(({ input, context }) => moved(context, input, pauseHandoff)),
  resume: os.resume.handler(({ input, context }) => moved(context, input, resumeHandoff)),
  followUp: os.followUp.handler(({ input, context }) =>
    inStep(context, async (step) => {
      const id = await followUpHandoff(step, input);
      return loadHandoff({ tx: step.tx, id, now: step.now });
    }),
  ),
  live: os.live.handler(({ input, context, signal }) =>
    watchHandoffs({ context, handoffId: input.handoffId ?? null, signal }),
  ),
};
