import { AppError } from '../../../platform/errors.ts';
import { stopClocks } from '../clocks/index.ts';
import { beginMove } from './begin-move.ts';
import { offerLead } from './offer-lead.ts';
import type { Step } from './step.ts';
import { writeMove } from './write-move.ts';

type FollowUp = { id: string; revision: number } & (
  | {
      what: 'offer_again';
      note?: string | undefined;
      talkingPoints: readonly string[];
      ownerId?: string | undefined;
    }
  | { what: 'close'; reason: string }
);

/** Sees to a lead that came back: offers it again, or lets it rest for good. Answers which hand-off to look at. */
export async function followUpHandoff(step: Step, input: FollowUp): Promise<string> {
  const { tx, actor, now } = step;
  const what = input.what === 'close' ? 'closed' : 'offered_again';
  const { held, done } = await beginMove(step, { id: input.id, revision: input.revision, what });
  if (done) return input.id;
  if (held.followUp !== 'open') {
    throw new AppError(
      'conflict',
      held.followUp === 'closed'
        ? 'This lead was laid to rest already. To offer it all the same, offer it by hand.'
        : 'This lead was offered again already.',
    );
  }
  await stopClocks(tx, { handoffId: held.id, kinds: ['recycle'], now });
  if (input.what === 'close') {
    const { reason } = input;
    await writeMove(step, held, {
      what,
      patch: { followUp: 'closed', followedUpAt: now, followedUpBy: actor.name, followUpReason: reason },
      reason,
    });
    return held.id;
  }
  const { note, talkingPoints, ownerId } = input;
  const { handoffId } = await offerLead(step, {
    contactId: held.contactId,
    origin: 'hand',
    previousId: held.id,
    note,
    talkingPoints,
    ownerId,
    campaignId: held.campaignId ?? undefined,
  });
  return handoffId;
}
