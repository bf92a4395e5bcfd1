import { Button, Modal, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { RecordPicker } from '../../../people/ui/record-picker.tsx';
import { itemWords } from '../parts/item-words.ts';
import dialogs from '../queue/dialogs.module.css';
import { FormFoot, submitByKeys } from '../queue/form-foot.tsx';
import { linesOf } from '../queue/mend-form.tsx';
import { useTyped } from '../queue/typed-text.ts';
import { BriefDialog } from '../record/brief-dialog.tsx';
import type { Returned } from './api-types.ts';
import classes from './tray.module.css';
import { saysMore } from './tray-words.ts';

const maxPoints = 10;

/** Marketing answers what sales asked for, sees what the packet would hold now, mends it, and offers the lead again. */
export function OfferAgainDialog({ row, onClose }: { row: Returned; onClose: () => void }) {
  const queryClient = useQueryClient();
  const typed = useTyped(`again:${row.id}`, { note: '', points: '' });
  const [owner, setOwner] = useState<string | null>(row.owner?.id ?? null);
  const { note, points } = typed.fields;
  const talkingPoints = linesOf(points);
  const ready = talkingPoints.length <= maxPoints;
  const offer = useMutation({
    networkMode: 'always',
    mutationFn: () =>
      client.handoff.handoffs.followUp({
        id: row.id,
        revision: row.revision,
        what: 'offer_again',
        talkingPoints,
        ...(note.trim() === '' ? {} : { note }),
        ...(owner === null ? {} : { ownerId: owner }),
      }),
    onSuccess: async () => {
      typed.drop();
      notifications.show({ message: `Offered again: ${row.contact.name}.` });
      onClose();
      await Promise.all(
        [api.handoff.key(), api.people.key()].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      );
    },
  });
  const submit = () => {
    if (ready && !offer.isPending) offer.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={`Offer ${row.contact.name} again`} size="lg">
      {/* Outside of the form: the brief's own form must not send this one. */}
      <div className={classes.asked}>
        <strong>{row.reasonName}</strong>
        {saysMore(row) ? <>: “{row.reason}”</> : null}
        {row.wouldAcceptIf ? <div>Would have been accepted if {row.wouldAcceptIf}</div> : null}
      </div>
      <PacketNow row={row} />
      <form
        className={dialogs.form}
        onKeyDown={submitByKeys(submit)}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Textarea
          label="What has changed since"
          description="Stands on top of the packet, for whoever gave it back"
          value={note}
          onChange={(event) => typed.change({ note: event.currentTarget.value })}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={4_000}
          data-autofocus
        />
        <Textarea
          label="Talking points (optional)"
          description="One on each line, ten at most"
          value={points}
          onChange={(event) => typed.change({ points: event.currentTarget.value })}
          autosize
          minRows={2}
          maxRows={10}
        />
        <RecordPicker
          refers="teammate"
          label="To whom"
          description="Left empty, the routing decides"
          value={owner}
          onChange={(id) => setOwner(id)}
        />
        <FormFoot
          action="Offer again"
          color="marketing"
          pending={offer.isPending}
          ready={ready}
          error={offer.error}
        />
      </form>
    </Modal>
  );
}

/** What would be handed over now of what was promised; each thing that is missing says where to mend it. */
function PacketNow({ row }: { row: Returned }) {
  const [writing, setWriting] = useState(false);
  const campaignId = row.campaign?.id;
  const preview = useQuery(
    api.handoff.packets.previewPacket.queryOptions({
      input: { id: row.contact.id, ...(campaignId ? { campaignId } : {}) },
    }),
  );
  if (preview.error) return <ProblemNotice error={preview.error} onRetry={() => void preview.refetch()} />;
  if (!preview.data) return <p className="mute">Putting the packet together…</p>;
  const { missing, promised } = preview.data;
  const there = promised.length - missing.length;
  return (
    <div className={classes.packetNow}>
      <div>
        The packet now holds{' '}
        <strong>
          {there} of {promised.length}
        </strong>{' '}
        that marketing promised.
      </div>
      {missing.length > 0 ? (
        <ul>
          {missing.map((item) => (
            <li key={item}>
              {itemWords[item]}
              {item === 'brief' && campaignId ? (
                <Button variant="subtle" size="compact-xs" color="marketing" onClick={() => setWriting(true)}>
                  Write the brief
                </Button>
              ) : null}
              {item === 'who' ? (
                <>
                  {' '}
                  <Link to="/people/contacts/$id" params={{ id: row.contact.id }}>
                    complete the record
                  </Link>
                </>
              ) : null}
              {item === 'talking_points' ? <span className="mute"> write them below</span> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {writing && row.campaign ? (
        <BriefDialog campaign={row.campaign} onClose={() => setWriting(false)} />
      ) : null}
    </div>
  );
}
