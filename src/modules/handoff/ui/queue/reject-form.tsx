import { Textarea } from '@mantine/core';
import { useRef } from 'react';
import { client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { sendable } from '../../../../web/sendable.ts';
import classes from './dialogs.module.css';
import { FormFoot, saysEnough } from './form-foot.tsx';
import type { MoveFormProps } from './move-dialog.tsx';
import { ReasonChoice } from './reason-choice.tsx';
import { useTyped } from './typed-text.ts';
import { useRejectReasons } from './use-reject-reasons.ts';

/** Rejects a lead with an agreed reason, and says what would have made it acceptable: marketing learns by that. */
export function RejectForm({ handoff, moves, onClose }: MoveFormProps) {
  const typed = useTyped(`reject:${handoff.id}`, { reasonKey: '', reason: '', wouldAcceptIf: '' });
  const { reasonKey, reason, wouldAcceptIf } = typed.fields;
  const { reasons, key, error, isPending } = useRejectReasons();
  const next = useRef<HTMLTextAreaElement>(null);
  const chosen = reasons.find((one) => one.key === reasonKey);
  const ready = chosen !== undefined && saysEnough(wouldAcceptIf);
  const submit = async () => {
    if (!ready || moves.isPending) return;
    const done = await moves.make({
      row: handoff,
      send: (named) =>
        client.handoff.handoffs.reject({
          ...named,
          reasonKey,
          wouldAcceptIf,
          ...(reason.trim() === '' ? {} : { reason }),
        }),
      done: `Rejected: ${handoff.contact.name} goes back to marketing with your reason.`,
    });
    if (!done) return;
    typed.drop();
    onClose();
  };
  return (
    <form className={classes.form} {...sendable(() => void submit())}>
      {isPending ? <p className="mute">Loading the agreed reasons…</p> : null}
      {!isPending && reasons.length === 0 && !error ? (
        <p className="mute">No reasons are in force. Agree on some under Language first.</p>
      ) : null}
      <ProblemNotice error={error} />
      <ReasonChoice
        reasons={reasons}
        value={reasonKey}
        onChange={(picked) => typed.change({ reasonKey: picked })}
        onPicked={() => next.current?.focus()}
        definition={key}
      />
      <Textarea
        ref={next}
        label="What would have made it acceptable?"
        placeholder="Somebody who signs, and a project this year"
        value={wouldAcceptIf}
        onChange={(event) => typed.change({ wouldAcceptIf: event.currentTarget.value })}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2_000}
        required
        withAsterisk={false}
      />
      <Textarea
        label="Anything else (optional)"
        value={reason}
        onChange={(event) => typed.change({ reason: event.currentTarget.value })}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2_000}
      />
      <FormFoot action="Reject" pending={moves.isPending} ready={ready} error={moves.error} />
    </form>
  );
}
