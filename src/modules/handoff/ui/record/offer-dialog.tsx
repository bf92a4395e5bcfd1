import { Modal, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { RecordPicker } from '../../../people/ui/record-picker.tsx';
import dialogs from '../queue/dialogs.module.css';
import { FormFoot, submitByKeys } from '../queue/form-foot.tsx';
import { linesOf } from '../queue/mend-form.tsx';
import { useTyped } from '../queue/typed-text.ts';

const maxPoints = 10;

/** Marketing offers somebody to sales by hand, with a word of its own. */
export function OfferDialog({
  contact,
  onClose,
}: {
  contact: { id: string; name: string };
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const typed = useTyped(`offer:${contact.id}`, { note: '', points: '' });
  const [owner, setOwner] = useState<string | null>(null);
  const { note, points } = typed.fields;
  const talkingPoints = linesOf(points);
  const ready = talkingPoints.length <= maxPoints;
  const offer = useMutation({
    networkMode: 'always',
    mutationFn: () =>
      client.handoff.handoffs.offer({
        contactId: contact.id,
        talkingPoints,
        ...(note.trim() === '' ? {} : { note }),
        ...(owner === null ? {} : { ownerId: owner }),
      }),
    onSuccess: async (made) => {
      typed.drop();
      const to = made.owner?.name ?? (made.pool ? `the pool ${made.pool.name}` : 'sales');
      notifications.show({ message: `Offered to ${to}: ${contact.name}.` });
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
    <Modal opened onClose={onClose} title={`Offer ${contact.name} to sales`}>
      <form
        className={dialogs.form}
        onKeyDown={submitByKeys(submit)}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className={dialogs.lead}>
          The packet is put together by itself: who they are, why they are qualified, what they read and were
          told, what is still open.
        </p>
        <RecordPicker
          refers="teammate"
          label="To whom"
          description="Left empty, the routing decides: the account’s owner, the rules, then turns"
          value={owner}
          onChange={(id) => setOwner(id)}
        />
        <Textarea
          label="Note to sales (optional)"
          placeholder="She decides in June and wants to see one running"
          value={note}
          onChange={(event) => typed.change({ note: event.currentTarget.value })}
          autosize
          minRows={2}
          maxRows={8}
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
          maxRows={8}
        />
        <FormFoot
          action="Offer"
          color="marketing"
          pending={offer.isPending}
          ready={ready}
          error={offer.error}
        />
      </form>
    </Modal>
  );
}
