import { Modal } from '@mantine/core';
import { client } from '../../../../web/api.ts';
import { sendable } from '../../../../web/sendable.ts';
import { RecordPicker } from '../../../people/ui/record-picker.tsx';
import { useOffer } from '../parts/use-offer.ts';
import dialogs from '../queue/dialogs.module.css';
import { FormFoot } from '../queue/form-foot.tsx';
import { PacketWordsFields } from '../queue/packet-words.tsx';

/** Marketing offers somebody to sales by hand, with a word of its own. */
export function OfferDialog({
  contact,
  onClose,
}: {
  contact: { id: string; name: string };
  onClose: () => void;
}) {
  const offer = useOffer({
    name: `offer:${contact.id}`,
    owner: null,
    send: async (said) => {
      const made = await client.handoff.handoffs.offer({ contactId: contact.id, ...said });
      const to = made.owner?.name ?? (made.pool ? `the pool ${made.pool.name}` : 'sales');
      return `Offered to ${to}: ${contact.name}.`;
    },
    onClose,
  });
  return (
    <Modal opened onClose={onClose} title={`Offer ${contact.name} to sales`}>
      <form className={dialogs.form} {...sendable(offer.submit)}>
        <p className={dialogs.lead}>
          The packet is put together by itself: who they are, why they are qualified, what they read and were
          told, what is still open.
        </p>
        <RecordPicker
          refers="teammate"
          label="To whom"
          description="Left empty, the routing decides: the account’s owner, the rules, then turns"
          value={offer.owner}
          onChange={(id) => offer.setOwner(id)}
        />
        <PacketWordsFields
          words={offer.words}
          onChange={offer.change}
          note={{
            label: 'Note to sales (optional)',
            placeholder: 'She decides in June and wants to see one running',
          }}
          pointsLabel="Talking points (optional)"
          minRows={2}
          maxRows={8}
        />
        <FormFoot action="Offer" color="marketing" {...offer.foot} />
      </form>
    </Modal>
  );
}
