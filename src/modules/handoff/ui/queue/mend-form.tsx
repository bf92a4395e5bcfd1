import { client } from '../../../../web/api.ts';
import { sendable } from '../../../../web/sendable.ts';
import classes from './dialogs.module.css';
import { FormFoot } from './form-foot.tsx';
import type { MoveFormProps } from './move-dialog.tsx';
import { PacketWordsFields, packetWordsOf } from './packet-words.tsx';
import { useTyped } from './typed-text.ts';

/** Marketing's own words in the packet; everything else is read afresh as it is sent. */
export function MendForm({ handoff, moves, onClose }: MoveFormProps) {
  const written = handoff.packet.talkingPoints.filter((point) => point.written);
  const typed = useTyped(`mend:${handoff.id}:${handoff.revision}`, {
    note: handoff.packet.note ?? '',
    points: written.map((point) => point.text).join('\n'),
  });
  const { note, talkingPoints, isGood: ready } = packetWordsOf(typed.fields);
  const submit = async () => {
    if (!ready || moves.isPending) return;
    const done = await moves.make({
      row: handoff,
      send: (named) =>
        client.handoff.handoffs.mendPacket({
          ...named,
          note,
          talkingPoints,
        }),
      done: `The packet of ${handoff.contact.name} is mended; sales sees it now.`,
    });
    if (!done) return;
    typed.drop();
    onClose();
  };
  return (
    <form className={classes.form} {...sendable(() => void submit())}>
      <p className={classes.lead}>
        What they read, what was said and the score are read afresh. Add what only you know.
      </p>
      <PacketWordsFields
        words={typed.fields}
        onChange={typed.change}
        note={{ label: 'Note to sales' }}
        pointsLabel="Talking points"
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
