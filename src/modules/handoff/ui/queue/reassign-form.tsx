import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { client } from '../../../../web/api.ts';
import { sendable } from '../../../../web/sendable.ts';
import { RecordPicker } from '../../../people/ui/record-picker.tsx';
import classes from './dialogs.module.css';
import { FormFoot } from './form-foot.tsx';
import type { MoveFormProps } from './move-dialog.tsx';
import { useTyped } from './typed-text.ts';

/** Gives a hand-off to a colleague, or back into its pool. */
export function ReassignForm({ handoff, moves, onClose }: MoveFormProps) {
  const typed = useTyped(`reassign:${handoff.id}`, { reason: '' });
  const [owner, setOwner] = useState<{ id: string; name: string } | null>(null);
  const { reason } = typed.fields;
  const send = async (to: { id: string; name: string } | null) => {
    if (moves.isPending) return;
    const done = await moves.make({
      row: handoff,
      send: (named) =>
        client.handoff.handoffs.reassign({
          ...named,
          ownerId: to?.id ?? null,
          ...(to === null && handoff.pool ? { poolId: handoff.pool.id } : {}),
          ...(reason.trim() === '' ? {} : { reason }),
        }),
      done: to
        ? `${handoff.contact.name} is now with ${to.name}.`
        : `${handoff.contact.name} is in the pool again.`,
    });
    if (!done) return;
    typed.drop();
    onClose();
  };
  const submit = () => {
    if (owner) void send(owner);
  };
  return (
    <form className={classes.form} {...sendable(submit)}>
      <RecordPicker
        refers="teammate"
        label="To whom"
        value={owner?.id ?? null}
        onChange={(id, name) => setOwner(id === null ? null : { id, name })}
        exclude={handoff.owner ? [handoff.owner.id] : []}
        autoFocus
      />
      <Textarea
        label="Why? (optional)"
        placeholder="It is in your region"
        value={reason}
        onChange={(event) => typed.change({ reason: event.currentTarget.value })}
        autosize
        minRows={2}
        maxLength={500}
      />
      <FormFoot action="Give" pending={moves.isPending} ready={owner !== null} error={moves.error}>
        {handoff.owner && handoff.pool ? (
          <Button variant="default" onClick={() => void send(null)}>
            Back into {handoff.pool.name}
          </Button>
        ) : null}
      </FormFoot>
    </form>
  );
}
