import { client } from '../../../../web/api.ts';
import { sendable } from '../../../../web/sendable.ts';
import classes from './dialogs.module.css';
import { FormFoot } from './form-foot.tsx';
import type { MoveFormProps } from './move-dialog.tsx';
import { acceptedWords } from './use-moves.ts';

/** Accepting what was offered to somebody else makes it one's own: asked about first. */
export function TakeOverForm({ handoff, moves, onClose }: MoveFormProps) {
  const submit = async () => {
    if (moves.isPending) return;
    const done = await moves.make({
      row: handoff,
      send: (named) => client.handoff.handoffs.accept(named),
      done: acceptedWords,
    });
    if (done) onClose();
  };
  return (
    <form className={classes.form} {...sendable(() => void submit())}>
      <p className={classes.lead}>
        It is offered to {handoff.owner?.name ?? 'a pool'}. If you accept it, it is yours, and they are told.
      </p>
      <FormFoot action="Accept it myself" pending={moves.isPending} ready error={moves.error} />
    </form>
  );
}
