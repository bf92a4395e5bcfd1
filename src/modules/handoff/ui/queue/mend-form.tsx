import { Textarea } from '@mantine/core';
import { client } from '../../../../web/api.ts';
import classes from './dialogs.module.css';
import { FormFoot, submitByKeys } from './form-foot.tsx';
import type { MoveFormProps } from './move-dialog.tsx';
import { useTyped } from './typed-text.ts';

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const maxPoints = 10;

/** Marketing's own words in the packet; everything else is read afresh as it is sent. */
export function MendForm({ handoff, moves, onClose }: MoveFormProps) {
  const written = handoff.packet.talkingPoints.filter((point) => point.written);
  const typed = useTyped(`mend:${handoff.id}:${handoff.revision}`, {
    note: handoff.packet.note ?? '',
    points: written.map((point) => point.text).join('\n'),
  });
  const { note, points } = typed.fields;
  const ready = linesOf(points).length <= maxPoints;
  const submit = async () => {
    if (!ready || moves.isPending) return;
    const done = await moves.make({
      row: handoff,
      send: (named) =>
        client.handoff.handoffs.mendPacket({
          ...named,
          note: note.trim() === '' ? null : note,
          talkingPoints: linesOf(points),
        }),
      done: `The packet of ${handoff.contact.name} is mended; sales sees it now.`,
    });
    if (!done) return;
    typed.drop();
    onClose();
  };
  return (
    <form
      className={classes.form}
      onKeyDown={submitByKeys(() => void submit())}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className={classes.lead}>
        What they read, what was said and the score are read afresh. Add what only you know.
      </p>
      <Textarea
        label="Note to sales"
        value={note}
        onChange={(event) => typed.change({ note: event.currentTarget.value })}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={4_000}
        data-autofocus
      />
      <Textarea
        label="Talking points"
        description="One on each line, ten at most"
        value={points}
        onChange={(event) => typed.change({ points: event.currentTarget.value })}
        autosize
        minRows={3}
        maxRows={10}
      />
      <FormFoot
        action="Mend the packet"
        color="marketing"
        pending={moves.isPending}
        ready={ready}
        error={moves.error}
      />
    </form>
  );
}
